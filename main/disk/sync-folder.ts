/** What a sync does to the disk beside fetching: a marker, and files that get other names. */
import * as fs from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { LocalFile } from '../model/existing.ts'
import { Failure } from '../model/failure.ts'
import { atDisk } from './errno.ts'
import { flushFolder, lstatOrNull } from './partial-file.ts'
import { ensureFolder, lookAt, removeEmptyParents } from './survey.ts'

/** Says that a folder is the one that was synced, and not an empty place where its disk should be. */
export const MARKER = '.dandelion-folder'

/** Where what vanished in the archive goes, below the folder. */
export const TRASH = '.dandelion-trash'

/** The id in a folder's marker; null when there is none, empty when it cannot be read as one. */
export function readMarker(folder: string): string | null {
  const file = join(folder, MARKER)
  if (lookAt(file) === null) return null
  const text = atDisk(file, () => fs.readFileSync(file, 'utf8'))
  return /^id: (\S+)$/m.exec(text)?.[1] ?? ''
}

/** Makes the folder where it is missing. */
export async function writeMarker(folder: string, id: string): Promise<void> {
  const file = join(folder, MARKER)
  atDisk(file, () => {
    fs.mkdirSync(folder, { recursive: true })
    fs.writeFileSync(file, `Dandelion keeps this folder in step.\nid: ${id}\n`)
  })
  await flushFolder(folder)
}

/** Which file or folder has a name, told apart from any other that may get the name; empty when none has. */
export function identityAt(path: string): string {
  const stat = atDisk(path, () => lstatOrNull(path))
  return stat ? `${stat.dev}:${stat.ino}` : ''
}

/** Whether a folder holds nothing, or is not there at all. */
export function isEmptyFolder(folder: string): boolean {
  const item = lookAt(folder)
  if (item === null) return true
  return item.kind === 'folder' && atDisk(folder, () => fs.readdirSync(folder).length === 0)
}

/**
 * Gives a file or folder below `root` another name below it, and removes folders that this leaves
 * empty. Throws `disk.exists` when the name is taken, unless by the file that may be replaced, as it
 * was seen.
 */
export async function moveWithin(
  root: string,
  {
    from,
    to,
    replaces,
  }: { readonly from: string; readonly to: string; readonly replaces?: LocalFile },
): Promise<void> {
  const segments = relative(root, dirname(to)).split(sep).filter(Boolean)
  ensureFolder(root, segments)
  const there = lookAt(to)
  const mayGo =
    there?.kind === 'file' &&
    there.sizeBytes === replaces?.sizeBytes &&
    Math.abs(there.modifiedAt - replaces.modifiedAt) < 1
  if (there !== null && !mayGo) throw new Failure('disk.exists', 'ask-user', { path: to })
  atDisk(from, () => fs.renameSync(from, to))
  await flushFolder(dirname(to))
  if (dirname(from) !== dirname(to)) await flushFolder(dirname(from))
  atDisk(from, () => removeEmptyParents(from, root))
}
