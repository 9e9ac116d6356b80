/** What the scheduler hands to whoever does the work of a run, and what it gets back. */
import { type RunHold, runHolds } from '../../model/conditions.ts'
import type { FailureRecord } from '../../model/failure.ts'
import type { HoldReason } from '../../model/job.ts'
import type { RunOutcome, RunTally, RunView, RunWait, Schedule } from '../../model/schedule.ts'
import type { RunAsk } from '../../model/scheduled-sync.ts'

export interface ScheduledWork {
  readonly schedule: Schedule
  /** As it was left; with jobs when an earlier stretch made some. */
  readonly run: RunView
  /** Aborted with a `RunStop` when the run must rest. */
  readonly signal: AbortSignal
  /** Remembers jobs. Call before they are made: a run is gone on with by them after a crash. */
  keepJobs(jobIds: readonly string[]): void
}

export type RunResult =
  /** It rests because the signal said so, and can be gone on with. */
  | { readonly kind: 'rests' }
  | {
      readonly kind: 'ended'
      readonly outcome: Exclude<RunOutcome, 'skipped' | 'superseded'>
      readonly failure: FailureRecord | null
      readonly asks: readonly RunAsk[]
      readonly tally: RunTally
    }

export interface ScheduledRunner {
  /** Begins or goes on with the work of a run; a signal aborted ends it with `rests`. */
  run(work: ScheduledWork): Promise<RunResult>
  /** Holds what a run that is not under way left behind, with the reason. */
  hold(run: RunView, wait: RunWait): void
  /** The reason is another one now; what a person let go on goes on. */
  tellWait(run: RunView, wait: RunWait): void
  /** Forgets unfinished work; files and partials stay. */
  drop(run: RunView): Promise<void>
}

/** Why a run must rest. */
export class RunStop extends Error {
  override readonly name = 'RunStop'
  readonly reason: RunWait
  constructor(reason: RunWait) {
    super(reason)
    this.reason = reason
  }
}

/** Why the jobs of a run that rests hold. */
export function holdReasonOf(wait: RunWait): HoldReason {
  if (wait === 'window' || isRunHold(wait)) return wait
  return 'schedule'
}

/** Whether a job holds because its schedule wants it so. */
export function isOfSchedule(reason: HoldReason | null): boolean {
  return reason !== null && reason !== 'person' && reason !== 'disk-full'
}

function isRunHold(wait: RunWait): wait is RunHold {
  return runHolds.some((hold) => hold === wait)
}

/** How long whoever runs only what is due waits for a run that does not move. */
export function patienceFor(wait: RunWait | 'untold' | null): 'always' | 'in-window' | 'never' {
  switch (wait) {
    case null:
    case 'untold':
    case 'folder':
      return 'always'
    case 'mains':
    case 'metered':
    case 'vpn':
    case 'network':
    case 'hours':
      return 'in-window'
    case 'window':
    case 'pause':
    case 'off':
    case 'closed':
    case 'budget':
      return 'never'
    default:
      return wait satisfies never
  }
}
