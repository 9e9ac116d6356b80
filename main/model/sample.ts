/** Some of many files, by a rule that gives the same ones tomorrow. */
import type { FileFacts } from './facts.ts'
import { lotOf, lotsEnd, markOf } from './lot.ts'
import { compareNatural } from './natural-order.ts'
import { type Sample, type Selection, selector } from './selection.ts'

export type Sampled = Pick<FileFacts, 'path' | 'sizeBytes' | 'subject' | 'session' | 'modalities'>

/** Files in the natural order of their paths, each asked for by its place. */
export interface SampledFiles {
  readonly count: number
  /** `markOf` its path. */
  mark(at: number): number
  sizeBytes(at: number): number
  subject(at: number): string | null
  session(at: number): string | null
  modalities(at: number): readonly string[]
}

/** The selection's decision for each of a version's files; a sample needs to know all of them. */
export function chooserOf(
  selection: Selection,
  all: readonly FileFacts[],
): (facts: FileFacts) => boolean {
  const holds = selector(selection)
  if (selection.sample === null) return holds
  const inOrder = all.filter(holds).sort((a, b) => compareNatural(a.path, b.path))
  const paths = new Set(sampled(selection.sample, inOrder).map(({ path }) => path))
  return ({ path }) => paths.has(path)
}

/** The sample of files that are given in natural order; in that order. */
export function sampled<File extends Sampled>(
  sample: Sample,
  files: readonly File[],
): readonly File[] {
  const steps = sampledSteps(sample, files)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** The same in small steps, since there can be many files. */
export function* sampledSteps<File extends Sampled>(
  sample: Sample,
  files: readonly File[],
): Generator<void, readonly File[]> {
  const file = (at: number) => files[at] as File
  const kept = yield* sampleSteps(sample, {
    count: files.length,
    mark: (at) => markOf(file(at).path),
    sizeBytes: (at) => file(at).sizeBytes,
    subject: (at) => file(at).subject,
    session: (at) => file(at).session,
    modalities: (at) => file(at).modalities,
  })
  return files.filter((_, at) => kept[at] === 1)
}

/** Files between two steps. */
const filesAtOnce = 256

/** By place 1 for what the sample keeps. */
export function sampleSteps(sample: Sample, files: SampledFiles): Generator<void, Uint8Array> {
  switch (sample.kind) {
    case 'one-session':
      return firstSessions(files, 'one')
    case 'session-per-subject':
      return firstSessions(files, 'all')
    case 'smallest-per-modality':
      return smallest(files)
    case 'first-bytes':
      return fitting(files, sample.bytes)
    case 'random':
      return drawn(files, sample)
    default:
      return sample satisfies never
  }
}

/**
 * Files without a subject are left out. Where a subject has no sessions, all its files are one;
 * where it has some, its files outside of sessions are left out. Of `one` subject: the first by name.
 */
function* firstSessions(files: SampledFiles, subjects: 'one' | 'all'): Generator<void, Uint8Array> {
  const known = yield* sessionsOf(files)
  const only = subjects === 'one' ? firstOf(known.keys()) : null
  const first = new Map<string, string | null>()
  for (const [subject, sessions] of known) {
    yield
    if (only === null || subject === only) first.set(subject, firstOf(sessions))
  }
  const kept = new Uint8Array(files.count)
  for (let at = 0; at < files.count; at++) {
    if (at % filesAtOnce === 0) yield
    const subject = files.subject(at)
    if (subject !== null && first.get(subject) === files.session(at)) kept[at] = 1
  }
  return kept
}

function* sessionsOf(files: SampledFiles): Generator<void, Map<string, Set<string>>> {
  const known = new Map<string, Set<string>>()
  for (let at = 0; at < files.count; at++) {
    if (at % filesAtOnce === 0) yield
    const subject = files.subject(at)
    if (subject === null) continue
    const session = files.session(at)
    const sessions = known.get(subject) ?? new Set()
    known.set(subject, sessions)
    if (session !== null) sessions.add(session)
  }
  return known
}

function firstOf(names: Iterable<string>): string | null {
  let first: string | null = null
  for (const name of names) {
    if (first === null || compareNatural(name, first) < 0) first = name
  }
  return first
}

/** Files that name no modality count as one more. */
function* smallest(files: SampledFiles): Generator<void, Uint8Array> {
  const least = new Map<string, number>()
  const none = ['']
  for (let at = 0; at < files.count; at++) {
    if (at % filesAtOnce === 0) yield
    const modalities = files.modalities(at)
    for (const modality of modalities.length === 0 ? none : modalities) {
      const known = least.get(modality)
      if (known === undefined || files.sizeBytes(at) < files.sizeBytes(known))
        least.set(modality, at)
    }
  }
  const kept = new Uint8Array(files.count)
  for (const at of least.values()) kept[at] = 1
  return kept
}

/** One that is too large is passed over, so that smaller ones behind it still come. */
function* fitting(files: SampledFiles, bytes: number): Generator<void, Uint8Array> {
  const kept = new Uint8Array(files.count)
  let left = bytes
  for (let at = 0; at < files.count; at++) {
    if (at % filesAtOnce === 0) yield
    const sizeBytes = files.sizeBytes(at)
    if (sizeBytes > left) continue
    left -= sizeBytes
    kept[at] = 1
  }
  return kept
}

function* drawn(
  files: SampledFiles,
  { files: wanted, seed }: { readonly files: number; readonly seed: number },
): Generator<void, Uint8Array> {
  const kept = new Uint8Array(files.count)
  if (files.count <= wanted) return kept.fill(1)
  // Lots are spread evenly, so that those of most files need not be put beside each other.
  for (let share = (wanted + 8 * Math.sqrt(wanted) + 16) / files.count; ; share *= 2) {
    const low = yield* lotsBelow(share * lotsEnd, files, seed)
    if (low.lots.length <= wanted) continue
    const last = numberBehind(wanted, Float64Array.from(low.lots))
    for (const [at, place] of low.places.entries()) if ((low.lots[at] ?? 0) < last) kept[place] = 1
    return kept
  }
}

function* lotsBelow(most: number, files: SampledFiles, seed: number) {
  const places: number[] = []
  const lots: number[] = []
  for (let at = 0; at < files.count; at++) {
    if (at % filesAtOnce === 0) yield
    const lot = lotOf(files.mark(at), seed)
    if (lot >= most) continue
    places.push(at)
    lots.push(lot)
  }
  return { places, lots }
}

/** The number that `before` others come before, without putting all in order; moves them about. */
function numberBehind(before: number, numbers: Float64Array): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const end = parted(numbers, low, high)
    if (before <= end) high = end
    else low = end + 1
  }
  return numbers[before] ?? Number.POSITIVE_INFINITY
}

/** Hoare's way: none up to the place returned, which is below `high`, is larger than one behind it. */
function parted(numbers: Float64Array, low: number, high: number): number {
  const at = (place: number) => numbers[place] ?? 0
  const pivot = at((low + high) >> 1)
  let left = low
  let right = high
  for (;;) {
    while (at(left) < pivot) left += 1
    while (at(right) > pivot) right -= 1
    if (left >= right) return right
    const moved = at(left)
    numbers[left++] = at(right)
    numbers[right--] = moved
  }
}
