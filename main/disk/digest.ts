import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { failureOfDisk } from './errno.ts'

const BLOCK_BYTES = 1024 * 1024

/**
 * MD5 of each part of a file on disk, in order; `onBytes` is told as it reads. The caller compares
 * the size: a file that grew or shrank gives other parts.
 */
export async function hashParts(
  file: string,
  partBytes: number,
  { onBytes, signal }: { onBytes: (bytes: number) => void; signal: AbortSignal },
): Promise<readonly Uint8Array[]> {
  try {
    const handle = await open(file, 'r')
    try {
      return await readParts(handle, partBytes, { onBytes, signal })
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw failureOfDisk(error, file)
  }
}

async function readParts(
  handle: Awaited<ReturnType<typeof open>>,
  partBytes: number,
  { onBytes, signal }: { onBytes: (bytes: number) => void; signal: AbortSignal },
): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = []
  const block = Buffer.allocUnsafe(BLOCK_BYTES)
  let hash = createHash('md5')
  let inPart = 0
  for (;;) {
    signal.throwIfAborted()
    const want = Math.min(BLOCK_BYTES, partBytes - inPart)
    const { bytesRead } = await handle.read(block, 0, want, null)
    if (bytesRead === 0) break
    hash.update(block.subarray(0, bytesRead))
    onBytes(bytesRead)
    inPart += bytesRead
    if (inPart === partBytes) {
      parts.push(hash.digest())
      hash = createHash('md5')
      inPart = 0
    }
  }
  if (inPart > 0) parts.push(hash.digest())
  return parts
}

/** A small text file whole; for what Dandelion itself writes. */
export async function readSmall(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw failureOfDisk(error, file)
  }
}
