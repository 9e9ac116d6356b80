/** Compares two listed versions, or what is in a folder with a version. */
import { join, sep } from 'node:path'
import { createTurns, stepsInTurns } from '../catalog/turns.ts'
import { lookAt, walk } from '../disk/survey.ts'
import {
  type Comparison,
  compareEntries,
  type Difference,
  type DifferenceKind,
  sortedByPath,
  ticksFor,
} from '../model/compare.ts'
import { partPlan } from '../model/dandi-etag.ts'
import type { Checksum, Entry, Snapshot } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { expectedSeconds } from '../model/line-time.ts'
import type { Store } from '../store/database.ts'
import type { LibraryFile } from '../store/files.ts'
import { dandiEtag } from '../transfer/dandi-etag.ts'
import type { Pool } from '../transfer/pool.ts'
import { EMPTY_ZARR_CHECKSUM } from '../transfer/zarr-checksum.ts'
import type { Context } from './context.ts'
import type { Versions } from './versions.ts'

export type Side = { readonly snapshotId: number } | { readonly folder: string }

export interface Comparer {
  compare(left: Side, rightSnapshotId: number): Promise<Comparison>
  page(query: {
    readonly id: number
    readonly kinds: readonly DifferenceKind[]
    readonly offset: number
    readonly limit: number
  }): Promise<{ readonly rows: readonly Difference[]; readonly total: number }>
  ticks(id: number, kinds: readonly DifferenceKind[]): Promise<readonly string[]>
}

interface Kept {
  readonly differences: readonly Difference[]
  /** Of the kinds that were asked for last, so that turning a page costs the page alone. */
  shown: { readonly kinds: string; readonly rows: Promise<readonly Difference[]> } | null
}

interface Parts {
  readonly context: Context
  readonly versions: Versions
  readonly pool: Pool
}

/** Comparisons that can be asked about; the oldest is forgotten for a new one. */
const MOST_KEPT = 4
/** Entries read in one go: some milliseconds. */
const PAGE = 200
/** Stretches of the line's past that tell how long it will take. */
const SPEEDS = 60

export function createComparer(parts: Parts): Comparer {
  const { context, versions } = parts
  const { store, signal } = context
  const kept = new Map<number, Kept>()
  let last = 0

  function keptOf(id: number): Kept {
    const found = kept.get(id)
    if (!found) throw new Failure('request.invalid', 'ask-user', { comparison: id })
    return found
  }

  return {
    async compare(left, rightSnapshotId) {
      const { snapshot } = await versions.complete(rightSnapshotId, signal)
      if ('snapshotId' in left) await versions.complete(left.snapshotId, signal)
      const was =
        'snapshotId' in left
          ? entriesOf(store, left.snapshotId)
          : await entriesIn(left.folder, { snapshot, rightSnapshotId, ...parts })
      const { differences, tallies } = await stepsInTurns(
        compareEntries(was, entriesOf(store, rightSnapshotId)),
      )
      last += 1
      kept.set(last, { differences, shown: null })
      for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old)
      const toFetch = {
        files: tallies.added.files + tallies.changed.files,
        bytes: tallies.added.bytes + tallies.changed.bytes,
      }
      const seconds = expectedSeconds(toFetch.bytes, store.lineSpeeds.newest(SPEEDS))
      return { id: last, tallies, toFetch, seconds }
    },
    async page({ id, kinds, offset, limit }) {
      const found = keptOf(id)
      const wanted = new Set(kinds)
      const key = [...wanted].sort().join()
      if (found.shown?.kinds !== key)
        found.shown = { kinds: key, rows: stepsInTurns(ofKinds(found.differences, wanted)) }
      const rows = await found.shown.rows
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    async ticks(id, kinds) {
      const { differences } = keptOf(id)
      return stepsInTurns(ticksFor(pathsOnTheRight(differences, new Set(kinds))))
    },
  }
}

function* ofKinds(
  differences: readonly Difference[],
  wanted: ReadonlySet<DifferenceKind>,
): Generator<void, readonly Difference[]> {
  const rows: Difference[] = []
  for (const difference of differences) {
    yield
    if (wanted.has(difference.kind)) rows.push(difference)
  }
  return rows
}

function* pathsOnTheRight(differences: readonly Difference[], wanted: ReadonlySet<DifferenceKind>) {
  for (const { kind, path } of differences)
    if (kind !== 'removed') yield { path, isWanted: wanted.has(kind) }
}

/** In the order of their paths, read as far as they are asked for. */
function* entriesOf(store: Store, snapshotId: number): Generator<Entry> {
  for (let after = ''; ; ) {
    const page = store.entries.pageAfter(snapshotId, after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.path
    yield* page
  }
}

/**
 * What a folder holds, at the places that its files have in the archive. What the library verified
 * and nobody changed since is taken at its word; another file is read when one of the version has
 * its size.
 */
async function entriesIn(
  folder: string,
  {
    snapshot,
    rightSnapshotId,
    context,
    pool,
  }: Parts & {
    readonly snapshot: Snapshot
    readonly rightSnapshotId: number
  },
): Promise<readonly Entry[]> {
  if (lookAt(folder)?.kind !== 'folder')
    throw new Failure('disk.missing', 'ask-user', { path: folder })
  const turns = createTurns()
  const { store, signal } = context
  const reading = { sizes: await stepsInTurns(sizesOf(store, rightSnapshotId)), pool, signal }
  const found = new Map<string, Entry>()
  const known = new Set<string>()
  const zarrs: string[] = []
  for (const file of libraryBelow(store, folder, snapshot)) {
    await turns.pause()
    known.add(file.path)
    if (file.kind === 'zarr') zarrs.push(file.path + sep)
    const entry = await entryOfFile(file, reading)
    if (entry) found.set(entry.path, entry)
  }
  for await (const path of walk(folder)) {
    await turns.pause()
    const place = join(folder, ...path.split('/'))
    const isOurs = known.has(place) || zarrs.some((zarr) => place.startsWith(zarr))
    if (isOurs || path === 'dandiset.yaml' || found.has(path)) continue
    found.set(path, await entryOfPlace(path, place, reading))
  }
  for (const zarr of await stepsInTurns(emptyZarrs(store, rightSnapshotId)))
    if (!found.has(zarr.path)) found.set(zarr.path, zarr)
  return stepsInTurns(sortedByPath([...found.values()]))
}

function* sizesOf(store: Store, snapshotId: number): Generator<void, ReadonlySet<number>> {
  const sizes = new Set<number>()
  for (const { sizeBytes } of entriesOf(store, snapshotId)) {
    yield
    sizes.add(sizeBytes)
  }
  return sizes
}

/** They make no folder, so that none is missing. */
function* emptyZarrs(store: Store, snapshotId: number): Generator<void, readonly Entry[]> {
  const empty: Entry[] = []
  for (const entry of entriesOf(store, snapshotId)) {
    yield
    if (entry.checksum?.value === EMPTY_ZARR_CHECKSUM) empty.push(entry)
  }
  return empty
}

function* libraryBelow(
  store: Store,
  folder: string,
  { instance, dandisetId }: Snapshot,
): Generator<LibraryFile> {
  for (let after = ''; ; ) {
    const page = store.files.below(folder, sep, after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.path
    for (const file of page) {
      const isOfDandiset = file.instance === instance && file.dandisetId === dandisetId
      if (isOfDandiset && file.kind !== 'dandiset-yaml') yield file
    }
  }
}

interface Reading {
  /** Of the files of the version: nothing else can be one of them. */
  readonly sizes: ReadonlySet<number>
  readonly pool: Pool
  readonly signal: AbortSignal
}

/** Null for a file that is gone. */
async function entryOfFile(file: LibraryFile, reading: Reading): Promise<Entry | null> {
  const { path: place, assetPath, kind, sizeBytes } = file
  const item = lookAt(place)
  if (!item) return null
  if (kind === 'zarr') return localEntry(assetPath, 'zarr', sizeBytes, checksumOf(file.checksum))
  if (item.kind !== 'file') return null
  const isAsItWas = item.sizeBytes === sizeBytes && Math.abs(item.modifiedAt - file.modifiedAt) < 1
  return isAsItWas
    ? localEntry(assetPath, 'blob', sizeBytes, checksumOf(file.checksum))
    : entryOfPlace(assetPath, place, reading)
}

async function entryOfPlace(path: string, place: string, reading: Reading): Promise<Entry> {
  const { sizes, pool, signal } = reading
  const item = lookAt(place)
  const sizeBytes = item?.kind === 'file' ? item.sizeBytes : 0
  if (!sizes.has(sizeBytes)) return localEntry(path, 'blob', sizeBytes, null)
  const task = { kind: 'hash', file: place, partBytes: partPlan(sizeBytes).partBytes } as const
  const { md5s } = await pool.run(task, { signal })
  return localEntry(path, 'blob', sizeBytes, { kind: 'dandi-etag', value: dandiEtag(md5s) })
}

/** `dandi-etag:…` as a checksum; the tree of a part of a Zarr is that of no Zarr. */
function checksumOf(text: string | null): Checksum | null {
  const [, kind = '', value = ''] = /^([a-z0-9-]+):(.+)$/.exec(text ?? '') ?? []
  if (kind === 'zarr-part') return { kind: 'zarr-checksum', value: `part ${value}` }
  const known = ['dandi-etag', 'sha256', 'md5', 'zarr-checksum'] as const
  const found = known.find((it) => it === kind)
  return found ? { kind: found, value } : null
}

function localEntry(
  path: string,
  kind: Entry['kind'],
  sizeBytes: number,
  checksum: Checksum | null,
): Entry {
  return {
    path,
    kind,
    sizeBytes,
    assetId: null,
    blobId: null,
    zarrId: null,
    checksum,
    sha256: null,
    modifiedAt: null,
    contentUrl: null,
    encodingFormat: null,
    subject: null,
    session: null,
    study: null,
  }
}
