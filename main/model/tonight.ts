/** What the next run of a schedule would do, as it is known now. */
import type { BudgetMonth } from './budgeted-nights.ts'
import type { FailureRecord } from './failure.ts'
import type { Overnight } from './overnight.ts'
import type { SyncAsk, SyncPlan, SyncRow } from './sync.ts'

export interface TonightRow extends Pick<SyncRow, 'kind' | 'localPath' | 'from' | 'sizeBytes'> {
  readonly dandisetId: string
}

/** Of one of the schedule's dandisets. */
export interface TonightFailure {
  /** Null when it is not known of which. */
  readonly dandisetId: string | null
  readonly failure: FailureRecord
}

export interface Tonight {
  /** When bytes begin to move, and until when; null: never, and without an end. */
  readonly from: number | null
  readonly to: number | null
  /** How many dandisets it is about. */
  readonly dandisets: number
  readonly tallies: SyncPlan['tallies']
  readonly bytesToFetch: number
  /** For which the run would ask instead. */
  readonly asks: readonly SyncAsk[]
  /** What could not be looked at; the rest is told. */
  readonly failures: readonly TonightFailure[]
  /** What changes and what stays though it differs, at most two hundred. */
  readonly rows: readonly TonightRow[]
  readonly totalRows: number
  readonly overnight: Overnight
  /** What the month's budget leaves, where that is less than what comes; null: it has room for all. */
  readonly budget: BudgetMonth | null
}
