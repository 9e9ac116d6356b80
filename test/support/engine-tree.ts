import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Archive } from '../archive/archive.ts'

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
    found.set(relative(root, file).split(sep).join('/'), await describe(file))
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function describe(file: string): Promise<FileOnDisk> {
  const [stats, bytes] = await Promise.all([lstat(file), readFile(file)])
  return {
    sizeBytes: stats.size,
    sha256: sha256(bytes),
    modifiedAt: Math.floor(stats.mtimeMs + 0.001),
  }
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
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
    for (const [file, bytes] of filesOfAsset(archive, dandisetId, version, path)) {
      digests[file] = sha256(bytes)
    }
  }
  return Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function filesOfAsset(archive: Archive, id: string, version: string, path: string) {
  if (archive.entry(id, version, path).zarrId === undefined) {
    return [[path, archive.bytesOf(id, version, path)] as const]
  }
  const entries = [...archive.zarrBytesOf(id, version, path)]
  return entries.map(([key, bytes]) => [`${path}/${key}`, bytes] as const)
}

/** The same digests below another folder. */
export function below(folder: string, digests: Digests): Digests {
  return Object.fromEntries(
    Object.entries(digests).map(([path, digest]) => [`${folder}/${path}`, digest]),
  )
}

const PART_BYTES = 64 * 1024 * 1024

/** The dandi-etag of a file on disk, read here and not by the engine. */
export async function etagOf(file: string): Promise<string> {
  const bytes = await readFile(file)
  const whole = createHash('md5')
  const count = Math.ceil(bytes.length / PART_BYTES)
  for (let part = 0; part < count; part++) {
    const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)
    whole.update(createHash('md5').update(piece).digest())
  }
  return `${whole.digest('hex')}-${count}`
}
