/** Runs of schedules as jobs: one a dandiset, ordered anew at each run. */
import { randomUUID } from 'node:crypto'
import type { HoldReason, JobView, Order } from '../model/job.ts'
import { noFiles, type RunTally, type RunView, type Schedule } from '../model/schedule.ts'
import { refsOf } from '../model/schedule-what.ts'
import type { Context } from './context.ts'
import type { Jobs } from './jobs.ts'
import {
  type RunResult,
  RunStop,
  type ScheduledRunner,
  type ScheduledWork,
} from './scheduled-run.ts'

export interface JobRunner extends ScheduledRunner {
  /** Call when a job has ended or was removed. */
  settled(): void
}

export function createJobRunner({ store, publisher }: Context, jobs: () => Jobs): JobRunner {
  /** What waits for jobs to settle. */
  const waiting = new Set<() => void>()

  /** The jobs of a run, made or gone on with. */
  function begin({ schedule, run, keepJobs }: ScheduledWork): readonly string[] {
    const orders = ordersOf(schedule)
    const isNew = run.jobIds.length === 0
    const ids = isNew ? orders.map(() => randomUUID()) : run.jobIds
    if (isNew) keepJobs(ids)
    ids.forEach((id, index) => {
      const order = orders[index]
      if (store.jobs.get(id)) goOn(id)
      else if (order && !wasMade(run)) jobs().create(order, id)
    })
    return ids
  }

  function goOn(jobId: string): void {
    const reason = store.jobs.get(jobId)?.holdReason
    if (reason === 'window' || reason === 'schedule') jobs().resume(jobId)
  }

  function untilSettled(ids: readonly string[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const see = () => {
        if (!signal.aborted && ids.some(isOpen)) return
        waiting.delete(see)
        signal.removeEventListener('abort', see)
        resolve()
      }
      waiting.add(see)
      signal.addEventListener('abort', see)
      see()
    })
  }

  function isOpen(jobId: string): boolean {
    const phase = store.jobs.phase(jobId)
    return phase !== null && phase !== 'ended'
  }

  async function rest(ids: readonly string[], { reason }: RunStop): Promise<RunResult> {
    // What the program's end stops goes on from its rows.
    if (reason === 'closed') return { kind: 'rests' }
    const hold: HoldReason = reason === 'window' ? 'window' : 'schedule'
    const moving = ids.filter((id) => store.jobs.get(id)?.intent === 'run')
    await Promise.all(moving.filter(isOpen).map((id) => jobs().pause(id, hold)))
    return { kind: 'rests' }
  }

  return {
    async run(work) {
      const ids = begin(work)
      await untilSettled(ids, work.signal)
      const { reason } = work.signal
      if (reason instanceof RunStop && ids.some(isOpen)) return rest(ids, reason)
      return resultOf(ids.map((id) => store.jobs.get(id)).filter((job) => job !== null))
    },
    hold(run) {
      for (const id of run.jobIds.filter(isOpen)) {
        if (store.jobs.get(id)?.intent === 'run') store.jobs.setIntent(id, 'hold', 'window')
        publisher.touchJob(id)
      }
    },
    async drop(run) {
      await Promise.all(run.jobIds.filter(isOpen).map((id) => jobs().cancel(id, 'keep')))
    },
    settled() {
      for (const see of [...waiting]) see()
    },
  }
}

/** What such a run no longer has was cancelled by a person. */
function wasMade(run: RunView): boolean {
  return run.pauses.some(({ from }) => from !== null)
}

function ordersOf({ what, selection, how }: Schedule): readonly Order[] {
  return refsOf(what).map((ref) => ({ ref, selection, ...how }))
}

function resultOf(jobs: readonly JobView[]): RunResult {
  const failure = jobs.find((job) => job.failure !== null)?.failure ?? null
  const tally = jobs.map(tallyOf).reduce(sumOf, noFiles)
  if (jobs.length === 0) return { kind: 'ended', outcome: 'stopped', failure, tally }
  const hasFailed = failure !== null || tally.failed > 0
  return { kind: 'ended', outcome: hasFailed ? 'failed' : 'done', failure, tally }
}

function tallyOf({ counts, receivedBytes, skippedBytes }: JobView): RunTally {
  const added = counts.done - counts.skipped
  return { ...noFiles, added, failed: counts.failed, bytes: receivedBytes - skippedBytes }
}

function sumOf(a: RunTally, b: RunTally): RunTally {
  return {
    added: a.added + b.added,
    changed: a.changed + b.changed,
    renamed: a.renamed + b.renamed,
    removed: a.removed + b.removed,
    failed: a.failed + b.failed,
    bytes: a.bytes + b.bytes,
  }
}
