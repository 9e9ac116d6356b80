/** Two listings of a dandiset side by side: what came, went, changed or has another name. */
import { hasSameBytes } from './asset-detail.ts'
import type { Entry } from './entry.ts'
import { takeAll } from './steps.ts'

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

/** A comparison as far as it is kept: every path once, in the order of code points, and sums. */
export interface Compared {
  readonly differences: readonly Difference[]
  readonly tallies: Comparison['tallies']
}

/** Sorted in one go: less than a millisecond. */
const STRETCH = 100

/** What a merge keeps of an entry that is at one side alone. */
interface Lone {
  readonly difference: Difference
  readonly bytesKey: string | null
}

/**
 * Merges two listings, both in the order of their paths' code points. A file that is gone at one
 * path and new at another with the same bytes was renamed; each is paired once, in order of path.
 * Comes to rest after each entry, so that others can have their turn.
 */
export function* compareEntries(
  left: Iterable<Entry>,
  right: Iterable<Entry>,
): Generator<void, Compared> {
  const { both, gone, fresh } = yield* merge(left, right)
  const { arrivals, moved } = yield* paired(gone, fresh)
  const departures: Difference[] = []
  for (const { difference } of gone) {
    yield
    if (!moved.has(difference)) departures.push(difference)
  }
  const differences = yield* inOrder(yield* inOrder(both, arrivals), departures)
  return { differences, tallies: yield* talliesInSteps(differences) }
}

function renamedFrom({ path, wasBytes }: Difference, to: Difference): Difference {
  return { ...to, kind: 'renamed', from: path, wasBytes }
}

function* paired(gone: readonly Lone[], fresh: readonly Lone[]) {
  const waiting = new Map<string, Difference[]>()
  // The last first, so that the one to be taken next is at the end.
  for (const { bytesKey, difference } of gone.toReversed()) {
    yield
    if (bytesKey === null) continue
    const others = waiting.get(bytesKey)
    if (others) others.push(difference)
    else waiting.set(bytesKey, [difference])
  }
  const moved = new Set<Difference>()
  const arrivals: Difference[] = []
  for (const { bytesKey, difference } of fresh) {
    yield
    const from = bytesKey === null ? undefined : waiting.get(bytesKey)?.pop()
    if (from) moved.add(from)
    arrivals.push(from ? renamedFrom(from, difference) : difference)
  }
  return { arrivals, moved }
}

/** Two lists in the order of their paths as one. */
function* inOrder<T extends { readonly path: string }>(
  one: readonly T[],
  two: readonly T[],
): Generator<void, readonly T[]> {
  const all: T[] = []
  let at = 0
  for (const difference of one) {
    yield
    for (let next = two[at]; next && comparePaths(next.path, difference.path) < 0; next = two[at]) {
      yield
      all.push(next)
      at += 1
    }
    all.push(difference)
  }
  for (; at < two.length; at++) {
    yield
    all.push(two[at] as T)
  }
  return all
}

function* merge(left: Iterable<Entry>, right: Iterable<Entry>) {
  const both: Difference[] = []
  const gone: Lone[] = []
  const fresh: Lone[] = []
  const leave = (entry: Entry) =>
    gone.push({ difference: differenceOf('removed', entry, entry), bytesKey: bytesKey(entry) })
  const lefts = left[Symbol.iterator]()
  let was = lefts.next()
  for (const entry of right) {
    yield
    while (!was.done && comparePaths(was.value.path, entry.path) < 0) {
      yield
      leave(was.value)
      was = lefts.next()
    }
    if (was.done || was.value.path !== entry.path) {
      fresh.push({ difference: differenceOf('added', entry, null), bytesKey: bytesKey(entry) })
    } else {
      both.push(differenceOf(kindOf(was.value, entry), entry, was.value))
      was = lefts.next()
    }
  }
  for (; !was.done; was = lefts.next()) {
    yield
    leave(was.value)
  }
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

/** Sorts short stretches, then merges them two by two; comes to rest in between. */
export function* sortedByPath<T extends { readonly path: string }>(
  all: readonly T[],
): Generator<void, readonly T[]> {
  const stretches: (readonly T[])[] = []
  for (let at = 0; at < all.length; at += STRETCH) {
    yield
    const stretch = all.slice(at, at + STRETCH)
    stretches.push(stretch.sort((a, b) => comparePaths(a.path, b.path)))
  }
  for (let one = stretches.shift(); one; one = stretches.shift()) {
    const two = stretches.shift()
    if (!two) return one
    stretches.push(yield* inOrder(one, two))
  }
  return []
}

export function talliesOf(differences: Iterable<Difference>): Comparison['tallies'] {
  return takeAll(talliesInSteps(differences))
}

function* talliesInSteps(
  differences: Iterable<Difference>,
): Generator<void, Comparison['tallies']> {
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
    yield
    tallies[kind].files += 1
    tallies[kind].bytes += sizeBytes
  }
  return tallies
}

interface OpenFolder {
  /** Ends in `/`. */
  readonly path: string
  /** Boxes before those below it. */
  readonly before: number
  isWhole: boolean
}

/**
 * Boxes to tick so that exactly the wanted of all paths are chosen: a folder where everything below
 * it is meant, else the files. Folders end in `/`. The paths come in the order of their code points,
 * where all that is below a folder stands together. Comes to rest after each path.
 */
export function* ticksFor(
  paths: Iterable<{ readonly path: string; readonly isWanted: boolean }>,
): Generator<void, readonly string[]> {
  const boxes: string[] = []
  const open: OpenFolder[] = []
  const close = () => {
    const folder = open.pop()
    const above = open.at(-1)
    if (folder?.isWhole) boxes.splice(folder.before, boxes.length, folder.path)
    else if (above) above.isWhole = false
  }
  for (const { path, isWanted } of paths) {
    yield
    while (!path.startsWith(open.at(-1)?.path ?? '')) close()
    const known = open.at(-1)?.path.length ?? 0
    for (let at = path.indexOf('/', known); at >= 0; at = path.indexOf('/', at + 1)) {
      open.push({ path: path.slice(0, at + 1), before: boxes.length, isWhole: true })
    }
    const folder = open.at(-1)
    if (isWanted) boxes.push(path)
    else if (folder) folder.isWhole = false
  }
  while (open.length > 0) close()
  return boxes
}
