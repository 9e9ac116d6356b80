/** Runs of schedules as syncs: one for each order, after one another. */
import { type FailureRecord, recordOf } from '../../model/failure.ts'
import type { JobView, Order } from '../../model/job.ts'
import type { RunTally, RunView, RunWait, ScheduleDraft } from '../../model/schedule.ts'
import {
  type AcceptedPlan,
  isWithin,
  orderKey,
  orderTitle,
  type RunAsk,
  WHAT_KEY,
} from '../../model/scheduled-sync.ts'
import type { Sync, SyncPlan, SyncResult } from '../../model/sync.ts'
import type { ScheduledSync } from '../../store/sync.ts'
import type { Context } from '../context.ts'
import type { Jobs } from '../jobs.ts'
import type { Syncs } from '../sync/sync.ts'
import type { RunRetries } from './run-retries.ts'
import type { OrdersOfSchedule, ScheduleOrders } from './schedule-orders.ts'
import {
  holdReasonOf,
  isOfSchedule,
  type RunResult,
  type ScheduledRunner,
  type ScheduledWork,
} from './scheduled-run.ts'

export interface SyncRunnerOptions {
  readonly context: Pick<Context, 'store' | 'clock' | 'publisher' | 'signal'>
  readonly syncs: Pick<Syncs, 'run'>
  readonly jobs: Pick<Jobs, 'cancel'>
  readonly ordersOf: OrdersOfSchedule
  readonly retries: Pick<RunRetries, 'wait'>
}

/** Passing trouble is waited for so long, with growing pauses, since nobody is there to try again. */
const PATIENCE_MS = 12 * 3_600_000
const SHORTEST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 900_000

/** How far back jobs are looked for that are to be forgotten. */
const EARLIER_RUNS = 10

/** What was tried, and why not all of it went well. */
interface Tried {
  readonly failures: readonly FailureRecord[]
  readonly asks: readonly RunAsk[]
}

export function createSyncRunner(options: SyncRunnerOptions): ScheduledRunner {
  const { context, syncs, jobs, ordersOf, retries } = options
  const { store, clock, publisher } = context
  const { runs } = store.schedules

  function isStopped({ signal }: ScheduledWork): boolean {
    return signal.aborted || context.signal.aborted
  }

  /** Again and again while the trouble may pass; once when a person is there to see it. */
  async function patiently<T>(
    work: ScheduledWork,
    act: () => Promise<T>,
    troubleOf: (result: T) => FailureRecord | null,
  ): Promise<T> {
    const begunAt = clock.now()
    for (let attempt = 1; ; attempt++) {
      const result = await act()
      const trouble = troubleOf(result)
      if (trouble === null || !/^retry-/.test(trouble.remedy)) return result
      const isOver = work.run.isByHand || clock.now() - begunAt > PATIENCE_MS
      if (isOver || isStopped(work)) return result
      const signal = AbortSignal.any([work.signal, context.signal])
      const retry = { at: clock.now() + waitMs(attempt), failure: trouble }
      await retries.wait(work.run.id, retry, signal)
      if (isStopped(work)) return result
    }
  }

  async function meant({
    schedule,
    signal,
  }: ScheduledWork): Promise<ScheduleOrders | FailureRecord> {
    try {
      return await ordersOf(schedule, AbortSignal.any([signal, context.signal]))
    } catch (error) {
      return recordOf(error)
    }
  }

  function accepted(runId: number, key: string): AcceptedPlan | null {
    return runs.get(runId)?.consent?.plans.find((plan) => plan.key === key) ?? null
  }

  /** Lets a plan through that a person saw, and what is left of it after a rest. */
  function mayDo(runId: number, key: string, plan: SyncPlan): boolean {
    const consent = runs.get(runId)?.consent
    const seen = accepted(runId, key)
    if (!consent || !seen) return false
    if (seen.within !== null) return isWithin(plan.tallies, seen.within)
    if (plan.fingerprint !== seen.fingerprint) return false
    const plans = consent.plans.map((each) =>
      each.key === key ? { ...each, within: plan.tallies } : each,
    )
    store.transact(() => runs.setConsent(runId, { ...consent, plans }))
    return true
  }

  async function syncOnce(sync: Sync, { run, signal, keepJobs }: ScheduledWork) {
    const key = orderKey(sync.order.ref)
    const result = await syncs.run(sync, {
      accept: (plan) => mayDo(run.id, key, plan),
      isVouchedFor: run.consent?.isVouchedFor ?? false,
      signal,
      scheduled: { runId: run.id, key },
      onJob: (jobId) => keepJobs([...jobsOf(run.id), jobId]),
    })
    store.transact(() => store.sync.forgetFailedTries(run.id, key, result.runId))
    return result
  }

  /** Those that are still there. */
  function jobsOf(runId: number): readonly string[] {
    return (runs.get(runId)?.jobIds ?? []).filter((id) => store.jobs.phase(id) !== null)
  }

  function unfinished({ id }: RunView): readonly string[] {
    return jobsOf(id).filter((jobId) => store.jobs.phase(jobId) !== 'ended')
  }

  /** Those that hold for their schedule get the reason; others only when they are asked for. */
  function setHold(run: RunView, wait: RunWait, isAsked: (job: JobView) => boolean): void {
    for (const id of unfinished(run)) {
      const job = store.jobs.get(id)
      if (job && (isOfSchedule(job.holdReason) || isAsked(job)))
        store.jobs.setIntent(id, 'hold', holdReasonOf(wait))
      publisher.touchJob(id)
    }
  }

  async function drop(run: RunView): Promise<void> {
    await Promise.all(unfinished(run).map((id) => jobs.cancel(id, 'keep')))
  }

  /** History tells what earlier runs did; their jobs would fill the list of transfers. */
  async function forgetEarlierJobs(run: RunView): Promise<void> {
    if (jobsOf(run.id).length === 0) return
    const { rows } = runs.page(run.scheduleId, 0, EARLIER_RUNS)
    const earlier = rows.filter(({ id, phase }) => id !== run.id && phase === 'ended')
    for (const jobId of earlier.flatMap(({ jobIds }) => jobIds)) {
      const job = store.jobs.get(jobId)
      if (job?.phase === 'ended' && job.counts.failed === 0) await jobs.cancel(jobId, 'keep')
    }
  }

  /** Whether all of them had their turn. */
  async function syncAll(orders: readonly Order[], work: ScheduledWork): Promise<boolean> {
    const { schedule, run } = work
    const isDone = new Set(store.sync.scheduled(run.id).flatMap(doneKey))
    for (const order of orders) {
      if (isDone.has(orderKey(order.ref))) continue
      const sync = syncOf(schedule, order)
      const { outcome } = await patiently(work, () => syncOnce(sync, work), troubleOf)
      if (outcome === 'stopped' || isStopped(work)) return false
    }
    return true
  }

  function askOfWhat({ schedule, run }: ScheduledWork, { asks, fingerprint }: ScheduleOrders) {
    if (asks.length === 0 || accepted(run.id, WHAT_KEY)?.fingerprint === fingerprint) return null
    return { key: WHAT_KEY, title: schedule.name, asks, fingerprint }
  }

  async function tryAll(work: ScheduledWork): Promise<Tried | 'stopped'> {
    const found = await patiently(
      work,
      () => meant(work),
      (it) => ('code' in it ? it : null),
    )
    if ('code' in found) return isStopped(work) ? 'stopped' : { failures: [found], asks: [] }
    const ask = askOfWhat(work, found)
    if (ask) return { failures: found.failures, asks: [ask] }
    const isThrough = await syncAll(found.orders, work)
    return isThrough ? { failures: found.failures, asks: [] } : 'stopped'
  }

  return {
    async run(work) {
      const tried = await tryAll(work)
      if (tried === 'stopped' && isStopped(work)) return { kind: 'rests' }
      // A full disk lets a job wait, which would go on by itself at any hour.
      await drop(work.run)
      await forgetEarlierJobs(work.run)
      return endOf(tried, store.sync.scheduled(work.run.id))
    },
    hold: (run, wait) => setHold(run, wait, (job) => job.intent === 'run'),
    tellWait: (run, wait) => setHold(run, wait, () => false),
    drop,
  }
}

/** What keeps one of a schedule's orders in step. */
export function syncOf({ remove, trashDays, limits, newest }: ScheduleDraft, order: Order): Sync {
  return { order, remove, trashDays, limits, newest }
}

function doneKey({ key, result }: ScheduledSync): readonly string[] {
  return result?.outcome === 'done' ? [key] : []
}

function troubleOf({ outcome, failure }: SyncResult): FailureRecord | null {
  return outcome === 'failed' ? failure : null
}

function waitMs(attempt: number): number {
  return Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (attempt - 1))
}

function endOf(tried: Tried | 'stopped', syncs: readonly ScheduledSync[]): RunResult {
  // Of each order its last sync tells how it ended.
  const last = [...new Map(syncs.map((sync) => [sync.key, sync])).values()]
  const { failures, asks } = tried === 'stopped' ? { failures: [], asks: [] } : tried
  const failure = failures[0] ?? last.map((it) => it.result?.failure).find(Boolean) ?? null
  const allAsks = [...asks, ...last.flatMap(askOf)]
  const tally = tallyOf(syncs, last)
  return { kind: 'ended', outcome: outcomeOf(), failure, asks: allAsks, tally }

  function outcomeOf() {
    if (tried === 'stopped') return 'stopped'
    if (allAsks.length > 0) return 'asks'
    return failure !== null || tally.failed > 0 ? 'failed' : 'done'
  }
}

function askOf({ key, result }: ScheduledSync): readonly RunAsk[] {
  if (result?.outcome !== 'asks') return []
  const { asks, fingerprint } = result
  return [{ key, title: orderTitle(key), asks, fingerprint }]
}

/** What failed or differs is told again by each sync of an order, so that only the last counts. */
function tallyOf(syncs: readonly ScheduledSync[], last: readonly ScheduledSync[]): RunTally {
  const sum = (of: readonly ScheduledSync[], what: keyof RunTally) =>
    of.reduce((all, { result }) => all + (result?.[what] ?? 0), 0)
  return {
    added: sum(syncs, 'added'),
    changed: sum(syncs, 'changed'),
    renamed: sum(syncs, 'renamed'),
    removed: sum(syncs, 'removed'),
    failed: sum(last, 'failed'),
    conflicts: sum(last, 'conflicts'),
    bytes: sum(syncs, 'bytes'),
  }
}
