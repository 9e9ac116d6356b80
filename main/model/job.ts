import type { RunHold } from './conditions.ts'
import type { ArchiveRef } from './entry.ts'
import type { PlaceMode } from './existing.ts'
import type { FailureRecord } from './failure.ts'
import type { SourcePreference } from './instance.ts'
import type { Layout } from './layout.ts'
import type { Selection } from './selection.ts'

/** What a person orders: all that is needed to list, choose, place and fetch. */
export interface Order {
  readonly ref: ArchiveRef
  readonly selection: Selection
  /** Absolute folder; the layout below it follows the `dandi` client. */
  readonly destination: string
  readonly source: SourcePreference
  readonly existing: PlaceMode
  readonly preserveTree: boolean
  readonly assets: boolean
  readonly dandisetYaml: boolean
  readonly layout: Layout
  /** What becomes of a name that the disk cannot hold or that is taken: a failure, or another name. */
  readonly names: 'keep' | 'adapt'
  /** Whether bytes that the library has already are copied or linked rather than fetched. */
  readonly reuse: ReuseMode
}

/** An order without what it chooses, which can be tens of thousands of files named one by one. */
export type JobOrder = Omit<Order, 'selection'>

export const reuseModes = ['copy', 'link', 'none'] as const
export type ReuseMode = (typeof reuseModes)[number]

/** What an order is unless somebody says otherwise. */
export const orderDefaults = {
  layout: { kind: 'archive' },
  names: 'keep',
  reuse: 'copy',
} as const satisfies Partial<Order>

/** `listing` until the transfers are known, `moving` until none is left, then `ended`. */
export type JobPhase = 'listing' | 'moving' | 'ended'

/**
 * Why a job holds: a person paused it, the disk is full, its schedule's window has not opened, its
 * schedule is paused or rests in these hours, a condition of its schedule is not met, or the month's
 * budget is used up.
 */
export type HoldReason = 'person' | 'disk-full' | 'window' | 'schedule' | RunHold

export interface JobCounts {
  readonly total: number
  readonly queued: number
  readonly running: number
  readonly verifying: number
  readonly done: number
  /** Part of `done`. */
  readonly skipped: number
  readonly failed: number
}

export interface JobView {
  readonly id: string
  readonly title: string
  readonly order: JobOrder
  /** The version that was resolved; null while it is not known yet. */
  readonly version: string | null
  /** The selection in words: "everything", "subject M01, nwb". */
  readonly summary: string
  /** Absolute folder that holds this job's files. */
  readonly folder: string
  readonly intent: 'run' | 'hold'
  readonly holdReason: HoldReason | null
  readonly phase: JobPhase
  readonly priority: number
  readonly position: number
  readonly counts: JobCounts
  readonly totalBytes: number
  /** Bytes on disk, those of earlier runs and skipped files included. */
  readonly receivedBytes: number
  /** Part of `receivedBytes` that needed no transfer in this job (skipped files). */
  readonly skippedBytes: number
  readonly verifiedBytes: number
  readonly createdAt: number
  readonly endedAt: number | null
  /** Why listing failed, when it did. */
  readonly failure: FailureRecord | null
}

/** One number moving: bytes per second now and how long the rest takes, as a range in seconds. */
export interface Pace {
  readonly bytesPerSecond: number
  readonly etaSeconds: readonly [low: number, high: number] | null
}
