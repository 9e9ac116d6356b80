/** Two listings of a dandiset side by side: what came, went, changed or has another name. */
import { hasSameBytes } from './asset-detail.ts'
import type { Entry } from './entry.ts'

export const differenceKinds = [
  'added',
  'changed',
  'renamed',
  'removed',
  'same',
  'unknown',
] as const
/** `unknown`: at both places, but one of them tells no digest. */
export type DifferenceKind = (typeof differenceKinds)[number]

export interface Difference {
  readonly kind: DifferenceKind
  /** On the right; on the left for what was removed. */
  readonly path: string
  /** Where it was on the left, when that is another path. */
  readonly from: string | null
  /** On the right; on the left for what was removed. */
  readonly sizeBytes: number
  /** On the left; null for what was not there. */
  readonly wasBytes: number | null
}

export interface DifferenceTally {
  readonly files: number
  readonly bytes: number
}

export interface Comparison {
  readonly id: number
  readonly tallies: Readonly<Record<DifferenceKind, DifferenceTally>>
  /** What is added or changed and not known to be there under another name. */
  readonly toFetch: DifferenceTally
  /** For what is to be fetched, from what the line gave lately; null when that is not known. */
  readonly seconds: readonly [low: number, high: number] | null
}

/**
 * Merges two listings, both in the order of their paths' code points. A file that is gone at one
 * path and new at another with the same bytes was renamed; each is paired once, in order of path.
 */
export function compareEntries(
  left: Iterable<Entry>,
  right: Iterable<Entry>,
): readonly Difference[] {
  const { both, gone, fresh } = merge(left, right)
  const waiting = new Map<string, Entry[]>()
  for (const entry of gone) {
    const key = bytesKey(entry)
    if (key !== null) waiting.set(key, [...(waiting.get(key) ?? []), entry])
  }
  const moved = new Set<Entry>()
  const arrivals = fresh.map((entry): Difference => {
    const from = waiting.get(bytesKey(entry) ?? '')?.shift()
    if (!from) return differenceOf('added', entry, null)
    moved.add(from)
    return { ...differenceOf('renamed', entry, from), from: from.path }
  })
  const departures = gone
    .filter((entry) => !moved.has(entry))
    .map((entry) => differenceOf('removed', entry, entry))
  return inOrder(inOrder(both, arrivals), departures)
}

/** Two lists in the order of their paths as one. */
function inOrder(one: readonly Difference[], two: readonly Difference[]): readonly Difference[] {
  const all: Difference[] = []
  let at = 0
  for (const difference of one) {
    for (let next = two[at]; next && comparePaths(next.path, difference.path) < 0; next = two[at]) {
      all.push(next)
      at += 1
    }
    all.push(difference)
  }
  for (const rest of two.slice(at)) all.push(rest)
  return all
}

function merge(left: Iterable<Entry>, right: Iterable<Entry>) {
  const both: Difference[] = []
  const gone: Entry[] = []
  const fresh: Entry[] = []
  const lefts = left[Symbol.iterator]()
  let was = lefts.next()
  for (const entry of right) {
    while (!was.done && comparePaths(was.value.path, entry.path) < 0) {
      gone.push(was.value)
      was = lefts.next()
    }
    if (was.done || was.value.path !== entry.path) fresh.push(entry)
    else {
      both.push(differenceOf(kindOf(was.value, entry), entry, was.value))
      was = lefts.next()
    }
  }
  for (; !was.done; was = lefts.next()) gone.push(was.value)
  return { both, gone, fresh }
}

function kindOf(left: Entry, right: Entry): DifferenceKind {
  const isSame = hasSameBytes(left, right)
  if (isSame === null) return 'unknown'
  return isSame ? 'same' : 'changed'
}

function differenceOf(
  kind: DifferenceKind,
  { path, sizeBytes }: Entry,
  was: Entry | null,
): Difference {
  return { kind, path, from: null, sizeBytes, wasBytes: was?.sizeBytes ?? null }
}

/** The archive keeps the same bytes once, so a blob's id stands for them; nothing without either. */
function bytesKey({ kind, blobId, checksum, sizeBytes }: Entry): string | null {
  if (checksum) return `${kind} ${checksum.kind} ${checksum.value} ${sizeBytes}`
  return blobId === null ? null : `${kind} blob ${blobId} ${sizeBytes}`
}

/** By code point, as SQLite and S3 sort; JavaScript's own order differs above U+FFFF. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left === right) continue
    const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdfff
    if (isHigh(left) !== isHigh(right)) return isHigh(left) ? 1 : -1
    return left - right
  }
  return a.length - b.length
}

export function talliesOf(differences: Iterable<Difference>): Comparison['tallies'] {
  const none = () => ({ files: 0, bytes: 0 })
  const tallies = {
    added: none(),
    changed: none(),
    renamed: none(),
    removed: none(),
    same: none(),
    unknown: none(),
  }
  for (const { kind, sizeBytes } of differences) {
    tallies[kind].files += 1
    tallies[kind].bytes += sizeBytes
  }
  return tallies
}

/**
 * Boxes to tick so that exactly these of all paths are chosen: a folder where everything below it
 * is meant, else the files. Folders end in `/`.
 */
export function ticksFor(wanted: ReadonlySet<string>, all: Iterable<string>): readonly string[] {
  const counts = new Map<string, { all: number; wanted: number }>()
  for (const path of all) {
    for (const folder of foldersAbove(path)) {
      const count = counts.get(folder) ?? { all: 0, wanted: 0 }
      count.all += 1
      if (wanted.has(path)) count.wanted += 1
      counts.set(folder, count)
    }
  }
  const isWhole = (folder: string) => {
    const count = counts.get(folder)
    return count !== undefined && count.all === count.wanted
  }
  const ticks = new Set<string>()
  for (const path of wanted) ticks.add(foldersAbove(path).find(isWhole) ?? path)
  return [...ticks]
}

/** The uppermost first. */
function foldersAbove(path: string): readonly string[] {
  const folders: string[] = []
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    folders.push(path.slice(0, at + 1))
  }
  return folders
}
