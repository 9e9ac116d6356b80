/** What must happen so that a folder is in step with a listing. Pure; writes and asks nothing. */
import type { FailureRecord } from './failure.ts'
import type { Order } from './job.ts'
import { clashKey } from './local-path.ts'
import {
  SHARE_FROM,
  type SyncAsk,
  type SyncKind,
  type SyncLimits,
  type SyncPlan,
  type SyncRow,
  syncKinds,
} from './sync.ts'

/** A file or Zarr as it is known by its bytes. */
export interface Bytes {
  readonly kind: 'blob' | 'zarr'
  readonly sizeBytes: number
  /** `dandi-etag:…`, `zarr-checksum:…`; null where nobody told. */
  readonly digest: string | null
  readonly sha256: string | null
}

/** What the rules choose, at the place that the layout gives it. */
export interface WantedFile extends Bytes {
  readonly path: string
  readonly localPath: string
  /** A part of a Zarr: its digest says nothing of the part. */
  readonly isPart: boolean
  /** Why the disk cannot hold it. */
  readonly failure: FailureRecord | null
}

/** What Dandelion fetched and the disk still has. */
export interface OwnFile extends Bytes {
  readonly path: string
  readonly localPath: string
  /** Whether anybody changed it since it was verified. */
  readonly isChanged: boolean
  /** Whether the archive still lists its asset, chosen or not. */
  readonly isListed: boolean
  /** Whether this order's layout would have put it there. */
  readonly isInLayout: boolean
}

/** What has the place of a wanted file and was not fetched by Dandelion. */
export interface ForeignItem {
  readonly kind: 'file' | 'folder' | 'other'
  readonly sizeBytes: number
}

export interface SyncState {
  readonly wanted: readonly WantedFile[]
  readonly own: readonly OwnFile[]
  /** By the wanted file's local path. */
  readonly foreign: ReadonlyMap<string, ForeignItem>
  readonly caseSensitive: boolean
}

interface Need {
  readonly wanted: WantedFile
  /** Our own file with other bytes that has the place. */
  readonly occupant: OwnFile | null
}

/** One row a file, in the order of the places. */
export function planSync(state: SyncState): readonly SyncRow[] {
  const keyOf = (localPath: string) => clashKey(localPath, state.caseSensitive)
  const owned = new Map(state.own.map((own) => [keyOf(own.localPath), own]))
  const wantedKeys = new Set<string>()
  const rows: SyncRow[] = []
  const needs: Need[] = []
  for (const wanted of state.wanted) {
    wantedKeys.add(keyOf(wanted.localPath))
    const own = owned.get(keyOf(wanted.localPath)) ?? null
    const kind = kindOf(wanted, own, state.foreign.get(wanted.localPath) ?? null)
    if (kind === 'need') needs.push({ wanted, occupant: own })
    else rows.push(rowOf(kind, wanted, spelledOther(kind, wanted, own)))
  }
  const chosen = new Set(state.wanted.map((wanted) => wanted.path))
  const leaving = state.own.filter((own) => {
    if (!own.isInLayout || wantedKeys.has(keyOf(own.localPath))) return false
    return !own.isListed || chosen.has(own.path)
  })
  const { filled, moved } = fill(needs, leaving)
  rows.push(...filled)
  for (const own of leaving) {
    if (own.isChanged) rows.push(rowOf('conflict', own, null))
    else if (!moved.has(own)) rows.push(rowOf('vanish', own, null))
  }
  return rows.sort((a, b) => compareText(a.localPath, b.localPath))
}

function kindOf(
  wanted: WantedFile,
  own: OwnFile | null,
  foreign: ForeignItem | null,
): SyncKind | 'need' {
  if (wanted.failure !== null) return 'problem'
  if (own === null) return foreign === null ? absent(wanted) : besideForeign(wanted, foreign)
  if (own.isChanged) {
    return own.kind === wanted.kind && own.sizeBytes === wanted.sizeBytes ? 'check' : 'conflict'
  }
  if (wanted.isPart) return 'check'
  const isSame = hasBytes(own, wanted)
  if (isSame === null) return 'check'
  return isSame ? 'keep' : 'need'
}

/** An empty Zarr makes no folder, so there is nothing to be there. */
function absent({ kind, digest }: WantedFile): SyncKind | 'need' {
  return kind === 'zarr' && digest?.endsWith('-0--0') ? 'keep' : 'need'
}

function besideForeign(wanted: WantedFile, item: ForeignItem): SyncKind {
  if (wanted.kind === 'zarr') return item.kind === 'folder' ? 'check' : 'conflict'
  return item.kind === 'file' && item.sizeBytes === wanted.sizeBytes ? 'check' : 'conflict'
}

/** Null where the two do not tell. */
function hasBytes(one: Bytes, other: Bytes): boolean | null {
  if (one.kind !== other.kind) return false
  if (one.digest !== null && other.digest !== null && isSameKind(one.digest, other.digest))
    return one.digest === other.digest
  if (one.sizeBytes !== other.sizeBytes) return false
  return one.sha256 !== null && other.sha256 !== null ? one.sha256 === other.sha256 : null
}

function isSameKind(one: string, other: string): boolean {
  return one.slice(0, one.indexOf(':')) === other.slice(0, other.indexOf(':'))
}

/** On a disk that does not tell `A` from `a` a file is there under the name that it had. */
function spelledOther(kind: SyncKind, wanted: WantedFile, own: OwnFile | null): string | null {
  return kind === 'keep' && own !== null && own.localPath !== wanted.localPath
    ? own.localPath
    : null
}

/** Serves needs from our own files that leave their places; each is moved once. */
function fill(needs: readonly Need[], leaving: readonly OwnFile[]) {
  const inOrder = [...needs].sort((a, b) => compareText(placeOf(a), placeOf(b)))
  const displaced = needs.flatMap(({ occupant }) => occupant ?? [])
  // Files whose assets are gone or go elsewhere first.
  const waiting = byBytes([...sorted(leaving), ...sorted(displaced)])
  const pairs = new Map<Need, OwnFile>()
  const moved = new Set<OwnFile>()
  const isFree = ({ occupant }: Need) => occupant === null || moved.has(occupant)
  // A file may take the place of one that nothing wants any more; folders cannot.
  const mayServe = (need: Need) =>
    isFree(need) || (need.wanted.kind === 'blob' && need.occupant?.kind === 'blob')
  const needAt = new Map(needs.map((need) => [need.occupant, need]))
  const open = () => inOrder.filter((need) => !pairs.has(need))
  const serve = (need: Need): OwnFile | null => {
    const own = need.wanted.isPart ? null : waiting.get(bytesKey(need.wanted) ?? '')?.shift()
    if (!own) return null
    pairs.set(need, own)
    moved.add(own)
    return own
  }
  // A file that moves frees its place, which may be the one that another needs.
  const serveFree = () => {
    const queue = open().filter(isFree)
    for (const need of queue) {
      const own = serve(need)
      const freed = own && needAt.get(own)
      if (freed && !pairs.has(freed)) queue.push(freed)
    }
  }
  serveFree()
  // What is left may be a ring of folders; one that stays where it is, is updated.
  for (const need of open()) serve(need)
  const blocked = [...pairs.keys()].filter((need) => !mayServe(need))
  for (const need of blocked) {
    const own = pairs.get(need)
    if (!own) continue
    pairs.delete(need)
    moved.delete(own)
    waiting.get(bytesKey(own) ?? '')?.unshift(own)
    const after = needAt.get(own)
    if (after && !mayServe(after)) blocked.push(after)
  }
  serveFree()
  const filled = needs.map((need) => {
    const own = pairs.get(need)
    const replaces = !isFree(need)
    if (own) return { ...rowOf('rename', need.wanted, own.localPath), replaces }
    return { ...rowOf(replaces ? 'update' : 'add', need.wanted, null), replaces }
  })
  return { filled, moved }
}

function byBytes(files: readonly OwnFile[]): ReadonlyMap<string, OwnFile[]> {
  const found = new Map<string, OwnFile[]>()
  for (const own of files) {
    const key = own.isChanged ? null : bytesKey(own)
    if (key === null) continue
    const others = found.get(key)
    if (others) others.push(own)
    else found.set(key, [own])
  }
  return found
}

function placeOf({ wanted }: Need): string {
  return wanted.localPath
}

function sorted(files: readonly OwnFile[]): readonly OwnFile[] {
  return [...files].sort((a, b) => compareText(a.localPath, b.localPath))
}

function bytesKey({ kind, digest, sizeBytes }: Bytes): string | null {
  return digest === null ? null : `${kind} ${digest} ${sizeBytes}`
}

function rowOf(kind: SyncKind, file: WantedFile | OwnFile, from: string | null): SyncRow {
  const { path, localPath, sizeBytes } = file
  const failure = 'failure' in file ? file.failure : null
  const replaces = false
  return {
    kind: from === null ? kind : 'rename',
    path,
    localPath,
    from,
    sizeBytes,
    replaces,
    failure,
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

export function syncTallies(rows: readonly SyncRow[]): SyncPlan['tallies'] {
  const tallies = Object.fromEntries(syncKinds.map((kind) => [kind, { files: 0, bytes: 0 }]))
  for (const { kind, sizeBytes } of rows) {
    const { files = 0, bytes = 0 } = tallies[kind] ?? {}
    tallies[kind] = { files: files + 1, bytes: bytes + sizeBytes }
  }
  return tallies as SyncPlan['tallies']
}

/** Why such changes must not be made without a person's word. */
export function asksOf(
  tallies: SyncPlan['tallies'],
  limits: SyncLimits,
  found: {
    readonly isKept: boolean
    /** Files whose bytes give way to others. */
    readonly replaced: number
    /** Assets in the whole listing. */
    readonly listed: number
    readonly ownFiles: number
    readonly freeBytes: number
  },
): readonly SyncAsk[] {
  const removed = found.isKept ? 0 : tallies.vanish.files
  const touched = removed + found.replaced
  const share = touched < SHARE_FROM ? 0 : touched / Math.max(1, found.ownFiles)
  const fetched = tallies.add.bytes + tallies.update.bytes
  const left = found.freeBytes - fetched
  const asks: SyncAsk[] = []
  const ask = (kind: SyncAsk['kind'], value: number, limit: number | null) => {
    if (limit !== null && value > limit) asks.push({ kind, value, limit })
  }
  if (found.listed === 0) ask('empty-listing', removed, 0)
  ask('files', touched, limits.removedFiles)
  ask('share', share, limits.removedShare)
  ask('fetch-bytes', fetched, limits.fetchBytes)
  if (limits.freeBytes !== null && fetched > 0 && left < limits.freeBytes) {
    asks.push({ kind: 'free-space', value: left, limit: limits.freeBytes })
  }
  return asks
}

/** Whether a pick of an order means an asset, as far as its path tells. */
export function isInPick(path: string, pick: Order['ref']['pick']): boolean {
  switch (pick.kind) {
    case 'dandiset':
      return true
    case 'folder':
      return path.startsWith(`${pick.path.replace(/\/$/, '')}/`)
    case 'prefix':
      return path.startsWith(pick.prefix)
    case 'item':
      return path === pick.path
    // What these mean is known of the files that are there, and not of those that are gone.
    case 'glob':
    case 'asset':
    case 'blob':
    case 'zarr':
    case 'dandiset-yaml':
      return false
    default:
      return pick satisfies never
  }
}
