import type { FailureCode, FailureRecord } from './failure.ts'
import type { Order, ReuseMode } from './job.ts'

/** What becomes of a file. */
export const verdicts = ['fetch', 'resume', 'reuse', 'keep', 'replace', 'problem'] as const
export type Verdict = (typeof verdicts)[number]

/** What an order would do, before a byte is fetched. Bytes are counts of 8 bits. */
export interface Plan {
  /** For asking which files; the newest plans are kept. */
  readonly planId: number
  readonly files: number
  readonly bytes: number
  /** Not there yet. */
  readonly fetch: Tally
  /** A partial of an earlier run is there. */
  readonly resume: Tally
  /** Somewhere else on this machine, fetched and verified before: copied or linked. */
  readonly reuse: Tally
  readonly reuseMode: ReuseMode
  /** There with the right size: the digest is compared, then it is left as it is. */
  readonly keep: Tally
  /** There and different: the mode says to replace it. */
  readonly replace: Tally
  readonly problem: Tally
  readonly folder: string
  /** What comes over the line. */
  readonly bytesToFetch: number
  /** What the disk must still take. */
  readonly bytesToTake: number
  readonly freeBytes: number
  /** What the disk lacks; 0 when it fits. */
  readonly missingBytes: number
  /** A range by what this line gave lately; null when nothing was measured yet. */
  readonly seconds: readonly [low: number, high: number] | null
  /** Each with the path and the reason; a job can start with these, but those files will fail. */
  readonly problems: readonly PlanProblem[]
  /** All problems, of which `problems` holds the first hundred. */
  readonly problemCount: number
  readonly waysOut: readonly WayOut[]
  /** Some of the files with the places that the layout gives them. */
  readonly preview: readonly PlanPlace[]
}

/** What several orders would do together; paths begin with the dandiset's number. */
export interface JointPlan extends Plan {
  readonly orders: readonly PlannedOrder[]
  /** Files whose place another order takes: these orders cannot start together. */
  readonly clashing: number
}

export interface PlannedOrder {
  readonly dandisetId: string
  readonly version: string
  readonly files: number
  readonly bytes: number
}

export interface Tally {
  readonly files: number
  readonly bytes: number
}

export interface PlanProblem {
  readonly path: string
  readonly failure: FailureRecord
}

export interface PlanPlace {
  readonly path: string
  /** Relative to the destination, `/` between segments. */
  readonly localPath: string
}

export interface PlanRow extends PlanPlace {
  readonly verdict: Verdict
  readonly sizeBytes: number
  readonly failure: FailureRecord | null
}

/** What a person can do about problems, and for how many files it helps. */
export interface WayOut {
  readonly kind:
    | 'adapt-names'
    | 'skip-existing'
    | 'replace-different'
    | 'other-folder'
    | 'leave-out'
  readonly files: number
}

/** The ways out of problems of these kinds, the mildest first. */
export function waysOutOf(
  problems: ReadonlyMap<FailureCode, number>,
  order: Pick<Order, 'names' | 'existing'>,
): readonly WayOut[] {
  const of = (code: FailureCode) => problems.get(code) ?? 0
  const files = [...problems.values()].reduce((sum, count) => sum + count, 0) - of('disk.denied')
  const ways: readonly WayOut[] = [
    { kind: 'adapt-names', files: order.names === 'adapt' ? 0 : of('disk.name') },
    { kind: 'skip-existing', files: order.existing === 'skip' ? 0 : of('disk.exists') },
    { kind: 'replace-different', files: of('disk.exists') },
    { kind: 'other-folder', files: of('disk.denied') },
    { kind: 'leave-out', files },
  ]
  return ways.filter((way) => way.files > 0)
}
