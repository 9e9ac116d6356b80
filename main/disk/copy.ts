import { createHash } from 'node:crypto'
import { constants, copyFileSync, linkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { failureOfDisk } from './errno.ts'
import type { PartialFile } from './partial-file.ts'

const BLOCK_BYTES = 1024 * 1024

/**
 * Makes a file that shares another one's bytes until either changes; false where the disk cannot,
 * and nothing has the name then.
 */
export function shareBytes(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE)
    return true
  } catch {
    return false
  }
}

/**
 * Fills a partial with another file's bytes and returns the MD5 of each of its parts, hashed from
 * what was written.
 */
export async function copyHashing(
  from: string,
  { file, partBytes }: { readonly file: PartialFile; readonly partBytes: number },
  { onBytes, signal }: { readonly onBytes: (bytes: number) => void; readonly signal: AbortSignal },
): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = []
  const handle = await open(from, 'r').catch((error: unknown) => {
    throw failureOfDisk(error, from)
  })
  try {
    const block = Buffer.allocUnsafe(BLOCK_BYTES)
    let hash = createHash('md5')
    for (let at = 0; ; ) {
      signal.throwIfAborted()
      const inPart = at % partBytes
      if (at > 0 && inPart === 0) {
        parts.push(hash.digest())
        hash = createHash('md5')
      }
      const want = Math.min(BLOCK_BYTES, partBytes - inPart)
      const { bytesRead } = await handle.read(block, 0, want, at)
      if (bytesRead === 0) {
        if (inPart > 0) parts.push(hash.digest())
        break
      }
      const bytes = block.subarray(0, bytesRead)
      file.write(bytes, at)
      hash.update(bytes)
      onBytes(bytesRead)
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
  return parts
}

/** A second name for a file's bytes; false where the disk has no hard links or is another one. */
export function linkBeside(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch {
    return false
  }
}
