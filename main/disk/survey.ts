import * as fs from 'node:fs'
import { constants } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import * as path from 'node:path'
import type { LocalFile } from '../model/existing.ts'
import { Failure } from '../model/failure.ts'
import { PARTIAL_ENDING } from '../model/local-path.ts'
import { atDisk, failureOfDisk } from './errno.ts'
import { lstatOrNull } from './partial-file.ts'

export type LocalItem =
  | ({ readonly kind: 'file' } & LocalFile)
  | { readonly kind: 'folder' }
  | { readonly kind: 'other' }

/** What has a name now; null when nothing has. Links are looked at, not followed. */
export function lookAt(file: string): LocalItem | null {
  const stat = atDisk(file, () => lstatOrNull(file))
  if (!stat) return null
  if (stat.isFile()) return { kind: 'file', sizeBytes: stat.size, modifiedAt: stat.mtimeMs }
  return stat.isDirectory() ? { kind: 'folder' } : { kind: 'other' }
}

/** Whether what has a name now came into being after a moment, in ms since 1970. */
export function cameSince(file: string, at: number): boolean {
  const stat = atDisk(file, () => lstatOrNull(file))
  if (!stat) return false
  // Where a file system keeps no births, what is new was at least changed since.
  return (stat.birthtimeMs || stat.ctimeMs) >= at
}

/** Free bytes for this user on the disk that holds `folder` or, if it is not there yet, its nearest parent. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const stats = await statfs(nearestFolder(folder))
    return stats.bavail * stats.bsize
  } catch (error) {
    throw failureOfDisk(error, folder)
  }
}

function nearestFolder(folder: string): string {
  let at = path.resolve(folder)
  while (!fs.existsSync(at) && path.dirname(at) !== at) at = path.dirname(at)
  return at
}

/**
 * Makes `root/…segments` and returns its path. A link on the way must lead to a place inside
 * `root`: what the archive names never leaves the destination.
 */
export function ensureFolder(root: string, segments: readonly string[]): string {
  return atDisk(root, () => {
    fs.mkdirSync(root, { recursive: true })
    const realRoot = fs.realpathSync(root)
    let at = root
    for (const segment of segments) {
      at = path.join(at, segment)
      makeOrCheck(at, realRoot)
    }
    return at
  })
}

function makeOrCheck(folder: string, realRoot: string): void {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false })
  if (!stat) {
    fs.mkdirSync(folder, { recursive: true })
    return
  }
  if (stat.isDirectory()) return
  const isInside = stat.isSymbolicLink() && inside(fs.realpathSync(folder), realRoot)
  if (stat.isSymbolicLink() && !isInside) {
    throw new Failure('disk.unsafe-path', 'ask-user', { path: folder, reason: 'link' })
  }
  if (!fs.statSync(folder).isDirectory()) {
    throw new Failure('disk.exists', 'ask-user', { path: folder, reason: 'file-in-the-way' })
  }
}

function inside(target: string, root: string): boolean {
  return target === root || target.startsWith(root.endsWith(path.sep) ? root : root + path.sep)
}

/** Whether two places are, or will be, on one disk. */
export function isSameDisk(a: string, b: string): boolean {
  return fs.statSync(nearestFolder(a)).dev === fs.statSync(nearestFolder(b)).dev
}

/** Whether files can be made below the folder, or below its nearest parent. */
export function canWrite(folder: string): boolean {
  try {
    fs.accessSync(nearestFolder(folder), constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether the disk that holds `folder`, or will hold it, tells `A` from `a`. */
export function isCaseSensitive(folder: string): boolean {
  const at = nearestFolder(folder)
  const here = fs.statSync(at)
  const isMountPoint = fs.statSync(path.dirname(at)).dev !== here.dev || path.dirname(at) === at
  const twin = isMountPoint ? null : inOtherCase(path.basename(at))
  if (twin === null) return probeCase(at)
  const other = fs.statSync(path.join(path.dirname(at), twin), { throwIfNoEntry: false })
  return other?.ino !== here.ino || other.dev !== here.dev
}

function inOtherCase(name: string): string | null {
  const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()
  return other === name ? null : other
}

/** Where the name tells nothing, a small folder is made and looked up in the other case. */
function probeCase(folder: string): boolean {
  try {
    const probe = fs.mkdtempSync(path.join(folder, '.dandelion-case-'))
    const upper = path.join(folder, path.basename(probe).toUpperCase())
    const isSensitive = !fs.existsSync(upper)
    fs.rmdirSync(probe)
    return isSensitive
  } catch {
    return process.platform === 'linux'
  }
}

/** Files below a folder, relative with `/`, partials and `.dandi`-like folders left out. */
export async function* walk(root: string, below = ''): AsyncGenerator<string> {
  const items = await readdir(path.join(root, below), { withFileTypes: true })
  for (const item of items.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (item.name.endsWith(PARTIAL_ENDING) || ignoredNames.has(item.name)) continue
    const relative = below === '' ? item.name : `${below}/${item.name}`
    if (item.isDirectory()) yield* walk(root, relative)
    else if (item.isFile()) yield relative
  }
}

/** What the `dandi` client leaves out at any level when it hashes a local Zarr. */
const ignoredNames = new Set(['.dandi', '.datalad', '.git', '.gitattributes', '.gitmodules'])

/**
 * Removes a file that is still exactly as it was recorded, and folders that this leaves empty, up
 * to but not including `root`. A file that anyone changed stays.
 */
export function removeIfUnchanged(file: string, recorded: LocalFile, root: string): void {
  const item = lookAt(file)
  if (item?.kind !== 'file' || item.sizeBytes !== recorded.sizeBytes) return
  if (Math.abs(item.modifiedAt - recorded.modifiedAt) >= 1) return
  atDisk(file, () => fs.unlinkSync(file))
  removeEmptyParents(file, root)
}

/** Removes the folders above a place as long as they are empty, up to but not including `root`. */
export function removeEmptyParents(place: string, root: string): void {
  for (let at = path.dirname(place); at.startsWith(root + path.sep); at = path.dirname(at)) {
    if (fs.readdirSync(at).length > 0) return
    fs.rmdirSync(at)
  }
}
