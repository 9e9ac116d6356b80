import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOfDisk } from './errno.ts'
import { removeEmptyParents } from './survey.ts'

/** A folder as it was recorded when its files were verified. */
export interface LocalFolder {
  readonly files: number
  readonly bytes: number
  /** ms since 1970; a file that is newer was changed since. */
  readonly verifiedAt: number
}

/** Whether a folder's files are as many and as large as recorded, and none was touched since. */
export async function isFolderUnchanged(folder: string, recorded: LocalFolder): Promise<boolean> {
  try {
    const found = { files: 0, bytes: 0 }
    const isAsItWas = await isUntouched(folder, recorded.verifiedAt, found)
    return isAsItWas && found.files === recorded.files && found.bytes === recorded.bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw failureOfDisk(error, folder)
  }
}

/**
 * Removes a folder whose files are as many and as large as recorded and none of which was touched
 * since, and folders that this leaves empty, up to but not including `root`. Any other folder stays
 * as it is.
 */
export async function removeFolderIfUnchanged(
  folder: string,
  recorded: LocalFolder,
  root: string,
): Promise<void> {
  try {
    if (!(await isFolderUnchanged(folder, recorded))) return
    await rm(folder, { recursive: true })
    removeEmptyParents(folder, root)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw failureOfDisk(error, folder)
  }
}

/** Removes a folder none of whose files was touched since a time, ms since 1970; any other stays. */
export async function removeIfUntouchedSince(
  folder: string,
  since: number,
  root: string,
): Promise<void> {
  try {
    if (!(await isUntouched(folder, since, { files: 0, bytes: 0 }))) return
    await rm(folder, { recursive: true })
    removeEmptyParents(folder, root)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw failureOfDisk(error, folder)
  }
}

async function isUntouched(
  folder: string,
  verifiedAt: number,
  found: { files: number; bytes: number },
): Promise<boolean> {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, item.name)
    if (item.isDirectory()) {
      if (!(await isUntouched(path, verifiedAt, found))) return false
      continue
    }
    const stat = await lstat(path)
    if (!stat.isFile() || stat.mtimeMs > verifiedAt) return false
    found.files += 1
    found.bytes += stat.size
  }
  return true
}
