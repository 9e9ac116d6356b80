import type { FailureRecord } from './failure.ts'

/** What fetching an order would do, before a byte is fetched. Bytes are counts of 8 bits. */
export interface Plan {
  readonly files: number
  readonly bytes: number
  /** Not there yet. */
  readonly fetch: Tally
  /** A partial of an earlier run is there. */
  readonly resume: Tally
  /** There with the right size: the digest is compared, then it is left as it is. */
  readonly keep: Tally
  /** There and different: the mode says to replace it. */
  readonly replace: Tally
  readonly folder: string
  readonly freeBytes: number
  /** What the disk lacks; 0 when it fits. */
  readonly missingBytes: number
  /** Each with the path and the reason; a job can start with these, but those files will fail. */
  readonly problems: readonly PlanProblem[]
  /** All problems, of which `problems` holds the first hundred. */
  readonly problemCount: number
}

export interface Tally {
  readonly files: number
  readonly bytes: number
}

export interface PlanProblem {
  readonly path: string
  readonly failure: FailureRecord
}
