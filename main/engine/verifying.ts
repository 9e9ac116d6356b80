/** Reads files on disk again and compares them with the digests they must have. */
import { join, relative, sep } from 'node:path'
import { readSmall } from '../disk/digest.ts'
import { lookAt, walk } from '../disk/survey.ts'
import { MARKER, TRASH } from '../disk/sync-folder.ts'
import { partPlan } from '../model/dandi-etag.ts'
import type { ArchiveRef } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import type { SourcePreference } from '../model/instance.ts'
import { PART_DIGEST } from '../model/zarr-part.ts'
import { dandiEtag } from '../transfer/dandi-etag.ts'
import type { Pool } from '../transfer/pool.ts'
import { createZarrChecksum } from '../transfer/zarr-checksum.ts'
import type { Context } from './context.ts'
import type { Versions } from './versions.ts'

export interface Verified {
  /** Relative to the folder, `/` between segments. */
  readonly path: string
  readonly state: 'verified' | 'changed' | 'missing' | 'unknown'
  readonly sizeBytes: number
  /** The digest that the file must have: `dandi-etag:…`, `zarr-checksum:…`. */
  readonly digest: string | null
}

interface Expected {
  readonly path: string
  readonly kind: 'blob' | 'zarr' | 'dandiset-yaml'
  readonly sizeBytes: number
  readonly digest: string | null
}

/** Where the archive is asked what a folder that the library does not know should hold. */
export interface VerifySource {
  readonly source: SourcePreference
  /** Null for the one that the settings name. */
  readonly instance: string | null
}

export interface VerifyPorts {
  readonly context: Context
  readonly versions: Versions
  readonly pool: Pool
  readonly signal: AbortSignal
}

const PAGE = 1000

/**
 * Compares everything below a folder: with the library, or, in a folder it does not know, with the
 * version that its `dandiset.yaml` names. Throws `disk.missing` without the folder, `input.invalid`
 * when it holds neither.
 */
export async function* verifyFolder(
  folder: string,
  from: VerifySource,
  ports: VerifyPorts,
): AsyncGenerator<Verified> {
  if (lookAt(folder)?.kind !== 'folder')
    throw new Failure('disk.missing', 'ask-user', { path: folder })
  const known = new Set<string>()
  const folders: string[] = []
  const isInLibrary = ports.context.store.files.below(folder, sep, '', 1).length > 0
  const expected = isInLibrary ? fromLibrary(folder, ports) : fromArchive(folder, from, ports)
  for await (const file of expected) {
    known.add(file.path)
    if (file.kind === 'zarr') folders.push(`${file.path}/`)
    yield await compareWithDisk(folder, file, ports)
  }
  for await (const path of walk(folder)) {
    if (
      known.has(path) ||
      path === 'dandiset.yaml' ||
      path === MARKER ||
      path.startsWith(`${TRASH}/`) ||
      folders.some((zarr) => path.startsWith(zarr))
    )
      continue
    const item = lookAt(join(folder, path))
    yield {
      path,
      state: 'unknown',
      sizeBytes: item?.kind === 'file' ? item.sizeBytes : 0,
      digest: null,
    }
  }
}

function* fromLibrary(folder: string, { context }: VerifyPorts): Generator<Expected> {
  for (let after = ''; ; ) {
    const page = context.store.files.below(folder, sep, after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.path
    for (const file of page) {
      const path = relative(folder, file.path).split(sep).join('/')
      yield { path, kind: file.kind, sizeBytes: file.sizeBytes, digest: file.checksum }
    }
  }
}

async function* fromArchive(
  folder: string,
  { source, instance }: VerifySource,
  { context, versions, signal }: VerifyPorts,
): AsyncGenerator<Expected> {
  const ref = await refOfYaml(folder, instance ?? context.settings().instance)
  const { snapshotId } = await versions.open(ref, source, signal)
  await versions.complete(snapshotId, signal)
  for (let after = ''; ; ) {
    const page = context.store.entries.pageAfter(snapshotId, after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.path
    for (const { path, kind, sizeBytes, checksum } of page) {
      const digest = checksum ? `${checksum.kind}:${checksum.value}` : null
      yield { path, kind, sizeBytes, digest }
    }
  }
}

/** The dandiset and version that a folder's `dandiset.yaml` names. */
async function refOfYaml(folder: string, instance: string): Promise<ArchiveRef> {
  const file = join(folder, 'dandiset.yaml')
  const text = lookAt(file) ? (await readSmall(file)).toString('utf8') : ''
  const dandisetId = /^identifier:\s*\S*?(\d{6})\s*$/m.exec(text)?.[1]
  if (dandisetId === undefined)
    throw new Failure('input.invalid', 'give-up', { reason: 'folder-unknown', path: folder })
  const version = /^version:\s*['"]?(draft|\d+\.\d+\.\d+)/m.exec(text)?.[1] ?? 'draft'
  return { instance, dandisetId, version, pick: { kind: 'dandiset' } }
}

/** Reads one file or Zarr below a folder and says whether it is what it must be. */
export async function compareWithDisk(
  folder: string,
  file: Expected,
  ports: Pick<VerifyPorts, 'pool' | 'signal'>,
): Promise<Verified> {
  const { path, kind, sizeBytes, digest } = file
  const place = join(folder, ...path.split('/'))
  const item = lookAt(place)
  const told = (state: Verified['state']): Verified => ({ path, state, sizeBytes, digest })
  if (!item) return told(sizeBytes === 0 && kind === 'zarr' ? 'verified' : 'missing')
  if (digest === null) return told(kind === 'dandiset-yaml' ? 'verified' : 'unknown')
  if (kind === 'zarr')
    return told(isOfTree(digest, await zarrTree(place, ports)) ? 'verified' : 'changed')
  if (item.kind !== 'file' || item.sizeBytes !== sizeBytes) return told('changed')
  const task = { kind: 'hash', file: place, partBytes: partPlan(sizeBytes).partBytes } as const
  const { md5s } = await ports.pool.run(task, { signal: ports.signal })
  return told(`dandi-etag:${dandiEtag(md5s)}` === digest ? 'verified' : 'changed')
}

/** The tree of a part is told by a digest of its own kind. */
function isOfTree(digest: string, tree: string): boolean {
  return digest === `zarr-checksum:${tree}` || digest === `${PART_DIGEST}:${tree}`
}

async function zarrTree(
  root: string,
  { pool, signal }: Pick<VerifyPorts, 'pool' | 'signal'>,
): Promise<string> {
  const tree = createZarrChecksum()
  let batch: { key: string; sizeBytes: number; md5: null; modifiedAt: null }[] = []
  async function flush(): Promise<void> {
    const task = { kind: 'hash-entries', root, entries: batch, linkInto: null } as const
    batch = []
    const { results } = await pool.run(task, { signal })
    for (const { key, md5, sizeBytes } of results) tree.add(key, md5 ?? '', sizeBytes)
  }
  for await (const key of walk(root)) {
    const item = lookAt(join(root, key))
    if (item?.kind === 'file')
      batch.push({ key, sizeBytes: item.sizeBytes, md5: null, modifiedAt: null })
    if (batch.length >= PAGE) await flush()
  }
  await flush()
  return tree.value()
}
