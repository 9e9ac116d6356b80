import { createHash, hash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Archive } from '../archive/archive.ts'
import { piecesOf } from './file-pieces.ts'

export interface FileOnDisk {
  readonly sizeBytes: number
  readonly sha256: string
  /** Whole ms since 1970. */
  readonly modifiedAt: number
}

/** Every file below a folder by its path, `/` between segments; links and partials included. */
export async function treeOf(root: string): Promise<Map<string, FileOnDisk>> {
  const items = await readdir(root, { recursive: true, withFileTypes: true })
  const found = new Map<string, FileOnDisk>()
  for (const item of items) {
    if (item.isDirectory()) continue
    const file = join(item.parentPath, item.name)
    found.set(relative(root, file).split(sep).join('/'), describe(file))
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function describe(file: string): FileOnDisk {
  const { size, mtimeMs } = lstatSync(file)
  const digest = createHash('sha256')
  for (const piece of piecesOf(file)) digest.update(piece)
  return {
    sizeBytes: size,
    sha256: digest.digest('hex'),
    modifiedAt: Math.floor(mtimeMs + 0.001),
  }
}

export function sha256(bytes: Buffer | string): string {
  return hash('sha256', bytes)
}

export type Digests = Readonly<Record<string, string>>

/** Path → SHA-256 of what is below a folder. */
export async function digestsOf(root: string): Promise<Digests> {
  const tree = await treeOf(root)
  return Object.fromEntries([...tree].map(([path, { sha256 }]) => [path, sha256]))
}

/** Path → SHA-256 as the archive has it; Zarrs by their entries. */
export function trueDigests(
  archive: Archive,
  dandisetId: string,
  version: string,
  keep: (path: string) => boolean = () => true,
): Digests {
  const digests: Record<string, string> = {}
  for (const path of archive.paths(dandisetId, version).filter(keep)) {
    const { zarrId } = archive.entry(dandisetId, version, path)
    if (zarrId === undefined) {
      digests[path] = trueSha256(archive, dandisetId, version, path)
      continue
    }
    for (const [key, bytes] of archive.zarrBytesOf(dandisetId, version, path)) {
      digests[`${path}/${key}`] = sha256(bytes)
    }
  }
  return Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** SHA-256 of a blob as the archive has it, also where its metadata tell none. */
function trueSha256(archive: Archive, id: string, version: string, path: string): string {
  const { sha256 } = archive.entry(id, version, path)
  if (sha256 !== undefined) return sha256
  const digest = createHash('sha256')
  for (const chunk of archive.chunksOf(id, version, path)) digest.update(chunk)
  return digest.digest('hex')
}

/** The same digests below another folder. */
export function below(folder: string, digests: Digests): Digests {
  return Object.fromEntries(
    Object.entries(digests).map(([path, digest]) => [`${folder}/${path}`, digest]),
  )
}

const PART_BYTES = 64 * 1024 * 1024

/** The dandi-etag of a file on disk, read here and not by the engine. */
export function etagOf(file: string): string {
  const whole = createHash('md5')
  const count = Math.ceil(lstatSync(file).size / PART_BYTES)
  for (let part = 0; part < count; part++) {
    const digest = createHash('md5')
    for (const piece of piecesOf(file, part * PART_BYTES, (part + 1) * PART_BYTES)) {
      digest.update(piece)
    }
    whole.update(digest.digest())
  }
  return `${whole.digest('hex')}-${count}`
}
