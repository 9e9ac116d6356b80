/** Rules that say which new dandisets a person wants to know of, and what was found by them. */
import type { CatalogueQuery } from './catalogue.ts'
import type { Sample } from './selection.ts'

export const followSamples = [
  'one-session',
  'session-per-subject',
  'smallest-per-modality',
] as const

/** What is done about a dandiset that is new; each is told as well. */
export type FollowAction =
  | { readonly kind: 'tell' }
  /** It goes on the watch list. */
  | { readonly kind: 'watch' }
  /** Some of its files are fetched, once. */
  | {
      readonly kind: 'fetch'
      readonly destination: string
      readonly sample: (typeof followSamples)[number]
    }

/** What a person decides. */
export interface FollowDraft {
  readonly name: string
  readonly query: CatalogueQuery
  readonly action: FollowAction
}

export interface FollowRule extends FollowDraft {
  readonly id: string
  readonly isOn: boolean
  /** When it last looked; null: what is there already is still to be noted, and never told. */
  readonly lookedAt: number | null
}

/** A dandiset that was new to a rule; it is told once. */
export interface FollowFind {
  readonly id: number
  /** The rule may be gone, or say something else by now. */
  readonly ruleId: string
  readonly ruleName: string
  readonly instance: string
  readonly dandisetId: string
  readonly title: string
  /** A number such as `0.210831.2033`, or `draft`. */
  readonly version: string
  readonly foundAt: number
  readonly isRead: boolean
  readonly isWatched: boolean
  /** The job that fetches some of it; null for none. */
  readonly jobId: string | null
}

export interface FollowState {
  readonly rules: readonly FollowRule[]
  readonly unread: number
  /** Newest first. */
  readonly watched: readonly FollowFind[]
}

export type FollowProblem = 'name-empty' | 'name-taken' | 'query-empty' | 'query-part' | 'folder'

/** One of the samples as a selection has it. */
export function sampleOf(sample: (typeof followSamples)[number]): Sample {
  return { kind: sample }
}
