/** What a run that asks would do, for a person to look at. */
import type { FailureRecord } from './failure.ts'
import type { SyncAsk, SyncPlan } from './sync.ts'

export interface ReviewedOrder {
  readonly key: string
  readonly title: string
  /** Null when it cannot be told. */
  readonly plan: SyncPlan | null
  readonly failure: FailureRecord | null
}

export type RunReview =
  | { readonly kind: 'orders'; readonly orders: readonly ReviewedOrder[] }
  /** More dandisets are found than the schedule may take; they are looked at one by one afterwards. */
  | {
      readonly kind: 'what'
      readonly asks: readonly SyncAsk[]
      readonly fingerprint: string
      readonly titles: readonly string[]
    }

/** What the trash still has of a run. */
export interface RunTrash {
  readonly files: number
  readonly bytes: number
  /** When the first of them is removed for good; null when there is none. */
  readonly endsAt: number | null
}
