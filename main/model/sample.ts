/** Some of many files, by a rule that gives the same ones tomorrow. */
import type { FileFacts } from './facts.ts'
import { compareNatural } from './natural-order.ts'
import { type Sample, type Selection, selector } from './selection.ts'

export type Sampled = Pick<FileFacts, 'path' | 'sizeBytes' | 'subject' | 'session' | 'modalities'>

/** The selection's decision for each of a version's files; a sample needs to know all of them. */
export function chooserOf(
  selection: Selection,
  all: readonly FileFacts[],
): (facts: FileFacts) => boolean {
  const holds = selector(selection)
  if (selection.sample === null) return holds
  const ruled = all.filter(holds).sort((a, b) => compareNatural(a.path, b.path))
  const paths = new Set(sampled(selection.sample, ruled).map(({ path }) => path))
  return ({ path }) => paths.has(path)
}

/** The sample of files that are given in natural order; in that order. */
export function sampled<File extends Sampled>(
  sample: Sample,
  files: readonly File[],
): readonly File[] {
  switch (sample.kind) {
    case 'session-per-subject':
      return firstSessions(files)
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
 * where it has some, its files outside of sessions are left out.
 */
function firstSessions<File extends Sampled>(files: readonly File[]): readonly File[] {
  const sessions = new Map<string, Set<string>>()
  for (const { subject, session } of files) {
    if (subject === null) continue
    const known = sessions.get(subject) ?? new Set()
    if (session !== null) known.add(session)
    sessions.set(subject, known)
  }
  const first = new Map([...sessions].map(([subject, of]) => [subject, firstOf(of)]))
  return files.filter(({ subject, session }) => subject !== null && first.get(subject) === session)
}

function firstOf(sessions: ReadonlySet<string>): string | null {
  let first: string | null = null
  for (const session of sessions) {
    if (first === null || compareNatural(session, first) < 0) first = session
  }
  return first
}

/** Files that name no modality count as one more. */
function smallest<File extends Sampled>(files: readonly File[]): readonly File[] {
  const least = new Map<string, File>()
  for (const file of files) {
    for (const modality of file.modalities.length === 0 ? [''] : file.modalities) {
      const known = least.get(modality)
      if (known === undefined || file.sizeBytes < known.sizeBytes) least.set(modality, file)
    }
  }
  const chosen = new Set(least.values())
  return files.filter((file) => chosen.has(file))
}

/** One that is too large is passed over, so that smaller ones behind it still come. */
function fitting<File extends Sampled>(files: readonly File[], bytes: number): readonly File[] {
  let left = bytes
  return files.filter(({ sizeBytes }) => {
    if (sizeBytes > left) return false
    left -= sizeBytes
    return true
  })
}

function drawn<File extends Sampled>(
  files: readonly File[],
  { files: wanted, seed }: { readonly files: number; readonly seed: number },
): readonly File[] {
  if (files.length <= wanted) return files
  const lots = Float64Array.from(files, ({ path }) => lotOf(path, seed))
  const last = lots.toSorted()[wanted] ?? Number.POSITIVE_INFINITY
  return files.filter((_, at) => (lots[at] ?? 0) < last)
}

/** 53 bits that depend on path and seed alone. */
function lotOf(path: string, seed: number): number {
  let high = 0x811c9dc5 ^ (seed % 0x1_0000_0000)
  let low = 0x9e3779b9 ^ Math.floor(seed / 0x1_0000_0000) ^ (seed % 0x1_0000_0000)
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at)
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ code, 0x85ebca6b)
    low ^= low >>> 13
  }
  return mixed(high) * 0x20_0000 + (mixed(low ^ high) >>> 11)
}

function mixed(value: number): number {
  let bits = value ^ (value >>> 16)
  bits = Math.imul(bits, 0x7feb352d)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}
