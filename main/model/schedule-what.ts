/** What a schedule is about: dandisets by name, a saved cart, or what a saved search finds. */
import type { ArchiveRef } from './entry.ts'

/** Of a dandiset that was never published the newest version is the draft. */
export const searchVersions = ['newest', 'draft'] as const
export type SearchVersion = (typeof searchVersions)[number]

/** Looked up anew at each run. */
export type ScheduleWhat =
  /** A version of null is the newest published one at each run; `draft` is the draft. */
  | { readonly kind: 'refs'; readonly refs: readonly ArchiveRef[] }
  /** A cart file: what its rules choose, in the versions that it names. */
  | { readonly kind: 'cart'; readonly path: string }
  /** The dandisets that a saved search finds; a run asks when it finds more than `most`. */
  | {
      readonly kind: 'search'
      readonly name: string
      readonly version: SearchVersion
      readonly most: number
    }

/** How many dandisets a saved search may find before a run asks, unless a person says otherwise. */
export const MOST_FOUND = 20

/** Dandisets that are named one by one; none where they are looked up. */
export function refsOf(what: ScheduleWhat): readonly ArchiveRef[] {
  return what.kind === 'refs' ? what.refs : []
}
