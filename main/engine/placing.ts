/** From a listing and an order to the transfers that it means, each with its place. Pure but for `taken`. */
import { partPlan } from '../model/dandi-etag.ts'
import type { Entry, Snapshot } from '../model/entry.ts'
import { type FileFacts, factsOf } from '../model/facts.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import { type Placement, placeBelow, rootOf } from '../model/layout.ts'
import {
  clashKey,
  fittingSegments,
  type PathRules,
  safeSegments,
  twinPath,
} from '../model/local-path.ts'
import { wantedOf } from '../model/selection.ts'
import { partPath } from '../model/zarr-part.ts'
import type { NewTransfer } from '../store/transfers.ts'

export interface Placer {
  /** The transfers for a page of entries that the order chooses. */
  place(page: readonly Entry[]): readonly NewTransfer[]
}

/** Size of a part of a Zarr and entries of the whole; null while the Zarr was not looked into. */
export type MeasurePart = (
  entry: Entry,
  keep: readonly string[],
) => { readonly sizeBytes: number; readonly of: number } | null

/** One for a whole listing: it remembers names, so that two assets never get the same one. */
export function createPlacer(
  order: Order,
  snapshot: Snapshot,
  disk: { readonly rules: PathRules; readonly caseSensitive: boolean },
  measurePart: MeasurePart = () => null,
): Placer {
  const keeps = new Map(order.selection.zarrParts.map((part) => [part.path, part.keep]))
  /** By the spelling that the disk tells apart: files with their assets, and folders above them. */
  const taken = new Map<string, string>()
  const folders = new Set<string>()
  const placement: Placement = {
    layout: order.layout,
    pick: order.ref.pick,
    dandisetId: snapshot.dandisetId || null,
    version: snapshot.version,
    preserveTree: order.preserveTree,
  }
  if (wantsYaml(order))
    taken.set(clashKey(yamlPlace(snapshot.dandisetId), disk.caseSensitive), 'dandiset.yaml')

  function placeOne(entry: Entry, facts: FileFacts): NewTransfer {
    const keep = entry.kind === 'zarr' ? keeps.get(entry.path) : undefined
    return keep ? placePart(entry, facts, keep) : placeWhole(entry, placeBelow(facts, placement))
  }

  /** Beside the place of the whole, in its own name and size. */
  function placePart(entry: Entry, facts: FileFacts, keep: readonly string[]): NewTransfer {
    const size = measurePart(entry, keep)
    const sized = { ...entry, sizeBytes: size?.sizeBytes ?? entry.sizeBytes }
    const placed = placeWhole(sized, partPath(placeBelow(facts, placement)))
    return { ...placed, part: { keep, of: size?.of ?? null } }
  }

  function placeWhole(entry: Entry, wanted: string): NewTransfer {
    const kind = entry.kind
    const parts = kind === 'zarr' ? 0 : Math.max(1, partPlan(entry.sizeBytes).count)
    try {
      const localPath = order.names === 'adapt' ? claimFitting(wanted, entry.path) : wanted
      if (order.names === 'keep') claimAsItIs(wanted, entry.path)
      return { kind, localPath, entry, parts, failure: null }
    } catch (error) {
      return { kind, localPath: wanted, entry, parts, failure: recordOf(error) }
    }
  }

  function claimAsItIs(localPath: string, path: string): void {
    safeSegments(localPath, disk.rules)
    claim(localPath, path)
  }

  /** The place itself, else one with names that this disk holds, else one beside its twin. */
  function claimFitting(wanted: string, path: string): string {
    const localPath = besideFiles(fittingSegments(wanted, disk.rules))
    try {
      claim(localPath, path)
      return localPath
    } catch {
      const beside = twinPath(localPath, path)
      claim(beside, path)
      return beside
    }
  }

  /** Folders whose name a file has already get another one, the same for all below them. */
  function besideFiles(segments: readonly string[]): string {
    return segments.reduce((above, segment, at) => {
      const path = at === 0 ? segment : `${above}/${segment}`
      const isFile = at < segments.length - 1 && taken.has(clashKey(path, disk.caseSensitive))
      return isFile ? twinPath(path, path) : path
    }, '')
  }

  function claim(localPath: string, path: string): void {
    const key = clashKey(localPath, disk.caseSensitive)
    const other = taken.get(key)
    if (other !== undefined) {
      throw new Failure('disk.name', 'ask-user', { path, other, reason: 'twin' })
    }
    const above = foldersAbove(key)
    const isFolderToo = folders.has(key) || above.some((folder) => taken.has(folder))
    if (isFolderToo) throw new Failure('disk.name', 'ask-user', { path, reason: 'file-and-folder' })
    taken.set(key, path)
    for (const folder of above) folders.add(folder)
  }

  return {
    place: (page) => page.map((entry) => placeOne(entry, factsOf(entry))),
  }
}

function foldersAbove(path: string): readonly string[] {
  const segments = path.split('/')
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join('/'))
}

/** `dandiset.yaml` comes with a whole dandiset, and with a part of one that keeps the tree. */
export function wantsYaml(order: Order): boolean {
  if (!order.dandisetYaml || order.ref.dandisetId === null) return false
  // A template says where files go, and nothing of where a dandiset would be.
  if (order.layout.kind === 'template') return false
  const { kind } = order.ref.pick
  return kind === 'dandiset' || kind === 'dandiset-yaml' || order.preserveTree
}

export function wantsAssets(order: Order): boolean {
  return order.assets && order.ref.pick.kind !== 'dandiset-yaml'
}

function yamlPlace(dandisetId: string): string {
  return `${dandisetId}/dandiset.yaml`
}

/** The transfer of `dandiset.yaml`, whose text is made when it is written. */
export function yamlTransfer(snapshot: Snapshot): NewTransfer {
  const entry: Entry = {
    path: 'dandiset.yaml',
    kind: 'blob',
    sizeBytes: 0,
    assetId: null,
    blobId: null,
    zarrId: null,
    checksum: null,
    sha256: null,
    modifiedAt: snapshot.modifiedAt,
    contentUrl: null,
    encodingFormat: 'text/yaml',
    subject: null,
    session: null,
    study: null,
  }
  return {
    kind: 'dandiset-yaml',
    localPath: yamlPlace(snapshot.dandisetId),
    entry,
    parts: 1,
    failure: null,
  }
}

/** The folder that a person would open to see the job's files, relative to the destination. */
export function folderOf(order: Order, dandisetId: string | null): string {
  const { pick } = order.ref
  if (order.layout.kind !== 'archive') return rootOf(order.layout, dandisetId)
  if (order.preserveTree || pick.kind === 'dandiset' || pick.kind === 'dandiset-yaml')
    return dandisetId ?? ''
  if (pick.kind !== 'folder') return ''
  return pick.path.replace(/\/$/, '').split('/').at(-1) ?? ''
}

/** The order in words: `everything`, `sub-A/`, `subject M01, nwb`. */
export function summaryOf(order: Order): string {
  const { filter, base, ticks } = order.selection
  const subjects = wantedOf(filter, 'subject')
  const words = [
    pickWords(order),
    filter.text === '' ? '' : `“${filter.text}”`,
    subjects.length > 3
      ? `${subjects.length} subjects`
      : subjects.map((id) => `subject ${id}`).join(', '),
    wantedOf(filter, 'type').join(', '),
    filter.include.join(', '),
    filter.exclude.map((glob) => `not ${glob}`).join(', '),
    base === 'none' && ticks.length > 0 ? tickWords(ticks.map((tick) => tick.path)) : '',
    base === 'all' && ticks.length > 0
      ? `without ${tickWords(ticks.map((tick) => tick.path))}`
      : '',
  ].filter((word) => word !== '')
  return words.length === 0 ? 'everything' : words.join(' · ')
}

function tickWords(paths: readonly string[]): string {
  return paths.length <= 2 ? paths.join(', ') : `${paths.length} picked by hand`
}

function pickWords({ ref }: Order): string {
  switch (ref.pick.kind) {
    case 'dandiset':
      return ''
    case 'folder':
    case 'item':
      return ref.pick.path
    case 'prefix':
      return `${ref.pick.prefix}…`
    case 'glob':
      return ref.pick.pattern
    case 'asset':
      return `asset ${ref.pick.assetId}`
    case 'blob':
      return `blob ${ref.pick.blobId}`
    case 'zarr':
      return `Zarr ${ref.pick.zarrId}`
    case 'dandiset-yaml':
      return 'dandiset.yaml'
    default:
      return ref.pick satisfies never
  }
}
