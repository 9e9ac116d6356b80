import { open, rename, rm, stat } from 'node:fs/promises'
import { Failure } from '../model/failure.ts'
import { failureOfDisk } from './errno.ts'

const WRITTEN_AT_ONCE = 256 * 1024

/** The text of a file, or how large it is when that is more than the limit. */
export async function readDocument(
  file: string,
  limitBytes: number,
): Promise<{ readonly text: string } | { readonly text: null; readonly sizeBytes: number }> {
  try {
    const { size, ...stats } = await stat(file).then((it) => ({
      size: it.size,
      isFile: it.isFile(),
    }))
    if (!stats.isFile) throw new Failure('disk.missing', 'ask-user', { path: file })
    if (size > limitBytes) return { text: null, sizeBytes: size }
    const handle = await open(file)
    try {
      return { text: await handle.readFile('utf8') }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw error instanceof Failure ? error : failureOfDisk(error, file)
  }
}

/** Writes beside the file first, so that what was there stays until all of the new one is there. */
export async function writeDocument(
  file: string,
  chunks: AsyncIterable<string> | Iterable<string>,
  mode = 0o666,
): Promise<void> {
  const beside = `${file}.dandelion-new`
  try {
    const handle = await open(beside, 'w', mode)
    try {
      let waiting = ''
      for await (const chunk of chunks) {
        waiting += chunk
        if (waiting.length < WRITTEN_AT_ONCE) continue
        await handle.write(waiting)
        waiting = ''
      }
      await handle.write(waiting)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    throw error instanceof Failure ? error : failureOfDisk(error, file)
  }
}

/** Nothing when it is not there. */
export async function removeDocument(file: string): Promise<void> {
  await rm(file, { force: true }).catch((error) => {
    throw failureOfDisk(error, file)
  })
}
