import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { promisify } from 'node:util'
import type { LocalFile } from '../model/existing.ts'
import { Failure } from '../model/failure.ts'
import { PARTIAL_ENDING } from '../model/local-path.ts'
import { atDisk, failureOfDisk } from './errno.ts'

const fdatasync = promisify(fs.fdatasync)
const fsync = promisify(fs.fsync)

/** The partial beside a destination. The same destination always has the same partial. */
export function partialPath(finalPath: string): string {
  return `${finalPath}${PARTIAL_ENDING}`
}

export interface PartialFile {
  readonly identity: FileIdentity
  write(bytes: Uint8Array, position: number): void
  read(into: Uint8Array, position: number): number
  /** Makes the file exactly this long. */
  truncate(sizeBytes: number): void
  /** Sets the mtime, ms since 1970. */
  setModified(modifiedAt: number): void
  /** Resolves when the bytes are on the disk, not merely in the system's cache. */
  flush(): Promise<void>
  close(): void
}

/** Which file has a name, beyond the name: device and file number. */
export type FileIdentity = string

/** Makes a partial if there is none, keeps its bytes if there is, and says which file it is. */
export function createPartial(path: string): FileIdentity {
  const file = partialOver(
    path,
    atDisk(path, () => fs.openSync(path, partialFlags | fs.constants.O_CREAT, 0o666)),
  )
  file.close()
  return file.identity
}

/**
 * Opens the very file that `createPartial` told of; its bytes may be written in any order. Throws
 * `disk.partial-lost` when the name is gone or another file has it: bytes hashed in one file never
 * vouch for another.
 */
export function openPartial(path: string, identity: FileIdentity): PartialFile {
  const fd = atDisk(path, () => openOrNull(path))
  const file = fd === null ? null : partialOver(path, fd)
  if (file?.identity === identity) return file
  file?.close()
  throw lost(path)
}

const partialFlags = fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0)

function openOrNull(path: string): number | null {
  try {
    return fs.openSync(path, partialFlags)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function lost(path: string): Failure {
  return new Failure('disk.partial-lost', 'retry-now', { path })
}

/** Which file a partial is now; null when there is none. */
export function identityOf(path: string): FileIdentity | null {
  const stat = atDisk(path, () => lstatOrNull(path))
  return stat?.isFile() ? identify(stat) : null
}

function identify({ dev, ino }: fs.Stats): FileIdentity {
  return `${dev}:${ino}`
}

/** A new file where one may have been; a second name of its old bytes elsewhere keeps them. */
export function openFresh(path: string): PartialFile {
  const open = () => {
    fs.rmSync(path, { force: true })
    return fs.openSync(path, 'wx+', 0o666)
  }
  return partialOver(path, atDisk(path, open))
}

function partialOver(path: string, fd: number): PartialFile {
  return {
    identity: identify(fs.fstatSync(fd)),
    write(bytes, position) {
      atDisk(path, () => {
        for (let done = 0; done < bytes.length; ) {
          done += fs.writeSync(fd, bytes, done, bytes.length - done, position + done)
        }
      })
    },
    read: (into, position) => atDisk(path, () => fs.readSync(fd, into, 0, into.length, position)),
    truncate: (sizeBytes) => atDisk(path, () => fs.ftruncateSync(fd, sizeBytes)),
    setModified: (modifiedAt) =>
      atDisk(path, () => fs.futimesSync(fd, modifiedAt / 1000, modifiedAt / 1000)),
    async flush() {
      try {
        await fdatasync(fd)
      } catch (error) {
        throw failureOfDisk(error, path)
      }
    },
    close: () => fs.closeSync(fd),
  }
}

/** Size of a partial in bytes; null when there is none. */
export function partialSize(path: string): number | null {
  const stat = atDisk(path, () => lstatOrNull(path))
  return stat?.isFile() ? stat.size : null
}

/** Null when nothing has the name, or a file is where one of its folders should be. */
export function lstatOrNull(path: string): fs.Stats | null {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false }) ?? null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null
    throw error
  }
}

export function removePartial(path: string): void {
  atDisk(path, () => fs.rmSync(path, { recursive: true, force: true }))
}

export interface FilePublication extends Publication {
  /** The file whose bytes were hashed, and how long it must be. */
  readonly identity: FileIdentity
  readonly sizeBytes: number
}

/** Whether a file that has the name already may be replaced: any, or only one that is still as it was. */
export type Replace = boolean | LocalFile

export interface Publication {
  readonly partial: string
  readonly final: string
  readonly replace: Replace
  /** mtime to set, ms since 1970. */
  readonly modifiedAt: number | null
}

/**
 * Gives a verified, flushed partial its real name. Without `replace` nothing is ever overwritten.
 * Throws `disk.partial-lost` when the name is no longer that of the file that was hashed.
 */
export function publishFile(publication: FilePublication): void {
  const { partial, final, replace, modifiedAt, identity, sizeBytes } = publication
  if (identityOf(partial) !== identity || partialSize(partial) !== sizeBytes) throw lost(partial)
  atDisk(final, () => {
    const there = fs.lstatSync(final, { throwIfNoEntry: false })
    if (there && (there.isDirectory() || !mayReplace(there, replace))) {
      throw new Failure('disk.exists', 'ask-user', { path: final })
    }
    if (modifiedAt !== null) fs.utimesSync(partial, modifiedAt / 1000, modifiedAt / 1000)
    if (replace || !linkInPlace(partial, final)) fs.renameSync(partial, final)
  })
}

function mayReplace({ size, mtimeMs }: fs.Stats, replace: Replace): boolean {
  if (typeof replace === 'boolean') return replace
  return size === replace.sizeBytes && mtimeMs === replace.modifiedAt
}

/** `link` fails where a name exists, which `rename` does not; disks without hard links say no. */
function linkInPlace(partial: string, final: string): boolean {
  try {
    fs.linkSync(partial, final)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') throw new Failure('disk.exists', 'ask-user', { path: final }, error)
    return false
  }
  fs.unlinkSync(partial)
  return true
}

/** Gives one verified entry its name in a Zarr folder that is there; what has the name is left. */
export function publishEntry(partial: string, final: string): void {
  atDisk(final, () => {
    if (fs.lstatSync(final, { throwIfNoEntry: false })) return
    if (!linkInPlace(partial, final)) fs.renameSync(partial, final)
  })
}

/**
 * Gives a verified Zarr folder its real name. A folder that is replaced loses only the files whose
 * keys `isReplaced`; if anything else is in it, it stays beside the new one and its path is returned.
 */
export function publishFolder(
  { partial, final, replace, modifiedAt }: Publication,
  isReplaced: (key: string) => boolean,
): string | null {
  return atDisk(final, () => {
    if (modifiedAt !== null) fs.utimesSync(partial, modifiedAt / 1000, modifiedAt / 1000)
    const there = fs.lstatSync(final, { throwIfNoEntry: false })
    if (!there) {
      fs.renameSync(partial, final)
      return null
    }
    if (!replace || !there.isDirectory())
      throw new Failure('disk.exists', 'ask-user', { path: final })
    const old = freeName(`${final}.replaced`)
    fs.renameSync(final, old)
    fs.renameSync(partial, final)
    return removeReplaced(old, '', isReplaced) ? null : old
  })
}

function freeName(base: string): string {
  for (let number = 0; ; number++) {
    const name = number === 0 ? base : `${base}-${number}`
    if (!fs.lstatSync(name, { throwIfNoEntry: false })) return name
  }
}

/** True when the folder could be removed since nothing of anyone else was in it. */
function removeReplaced(
  root: string,
  below: string,
  isReplaced: (key: string) => boolean,
): boolean {
  let isEmpty = true
  for (const item of fs.readdirSync(`${root}/${below}`, { withFileTypes: true })) {
    const key = `${below}${item.name}`
    if (item.isDirectory()) isEmpty = removeReplaced(root, `${key}/`, isReplaced) && isEmpty
    else if (item.isFile() && isReplaced(key)) fs.unlinkSync(`${root}/${key}`)
    else isEmpty = false
  }
  if (isEmpty) fs.rmdirSync(`${root}/${below}`)
  return isEmpty
}

/** MD5 state over bytes that are in a partial already; throws `disk.partial-lost` when they are not. */
export function hashWritten(file: PartialFile, position: number, length: number) {
  const hash = createHash('md5')
  const block = new Uint8Array(Math.min(length, 1024 * 1024))
  for (let done = 0; done < length; ) {
    const read = file.read(
      block.subarray(0, Math.min(block.length, length - done)),
      position + done,
    )
    if (read === 0)
      throw new Failure('disk.partial-lost', 'retry-now', { position: position + done })
    hash.update(block.subarray(0, read))
    done += read
  }
  return hash
}

/** Makes renames in a folder last through a power cut, where the system can. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const fd = fs.openSync(folder, 'r')
    await fsync(fd).finally(() => fs.closeSync(fd))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!unflushable.has(code ?? '')) throw failureOfDisk(error, folder)
  }
}

/** What network disks and folders that may not be read answer; their names cannot be flushed. */
const unflushable = new Set(['EINVAL', 'EACCES', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOENT'])

/** A copy of a file's bytes; on disks that can, they are shared until either changes. */
export function copyOver(from: string, to: string): void {
  atDisk(to, () => {
    fs.rmSync(to, { force: true })
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE)
  })
}

/** A second name for a file's bytes, or a copy of them where the disk has no hard links. */
export function linkOrCopy(from: string, to: string): void {
  atDisk(to, () => {
    fs.rmSync(to, { force: true })
    try {
      fs.linkSync(from, to)
    } catch {
      fs.copyFileSync(from, to)
    }
  })
}
