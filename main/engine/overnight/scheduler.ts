/** Runs schedules: notices what is due, begins and rests runs, sleeps until the next of either. */
import { Failure, recordOf } from '../../model/failure.ts'
import {
  noFiles,
  type RunPause,
  type RunView,
  type RunWait,
  type Schedule,
} from '../../model/schedule.ts'
import { folderKey } from '../../model/schedule-problems.ts'
import type { RunConsent } from '../../model/scheduled-sync.ts'
import { dueRun } from '../../schedule/occurrences.ts'
import type { Store } from '../../store/database.ts'
import type { Context } from '../context.ts'
import type { RunHolds } from './run-holds.ts'
import {
  hasOpenWindow,
  limitAt,
  momentsOf,
  untilOf,
  upToDate,
  waitForTimes,
} from './schedule-moments.ts'
import { patienceFor, type RunResult, RunStop, type ScheduledRunner } from './scheduled-run.ts'

/** Of the engine, what keeps time and what is kept. */
type SchedulerContext = Pick<Context, 'clock' | 'log' | 'publisher'> & {
  readonly store: Pick<Store, 'schedules' | 'transact'>
}

export interface SchedulerOptions {
  readonly context: SchedulerContext
  readonly runner: ScheduledRunner
  readonly holds: RunHolds
  /** Told the lowest limit of the schedules that run, null for none, when it changes. */
  onLimit(bytesPerSecond: number | null): void
  /** Told when a run has ended or rests, once that is kept. */
  readonly onSettled?: (runId: number) => void
}

export interface Scheduler {
  /** Puts to rest what an earlier program left running. Call before jobs move. */
  recover(): void
  /** From now on runs begin when they are due. */
  start(): void
  /** Looks at the clock and at what is kept: after a change, a sleep or a step of the clock. */
  look(): void
  /** Begins a run now, window or not, or goes on with the one that waits. */
  runNow(scheduleId: string): void
  /** A run with a person's consent: now, or when the schedule lets it. */
  goOn(scheduleId: string, consent: RunConsent, isNow: boolean): void
  /**
   * Whether a run is under way, or waits for something that may come before its window ends: a
   * folder, a condition, the computer's answer.
   */
  isDue(): boolean
  /** Ends the schedule's runs that are not over and forgets their unfinished work. */
  drop(scheduleId: string): Promise<void>
  /** Runs rest, their rows say so, and nothing begins any more. */
  close(): Promise<void>
}

/** A step of the clock, which nobody tells, is noticed after so long. */
const RUNNING_MS = 30_000
const IDLE_MS = 3_600_000

interface UnderWay {
  readonly schedule: Schedule
  readonly abort: AbortController
  readonly ended: Promise<void>
}

export function createScheduler({
  context,
  runner,
  holds,
  onLimit,
  onSettled,
}: SchedulerOptions): Scheduler {
  const { store, clock, log, publisher } = context
  const { schedules, transact } = store
  const { runs } = schedules
  const underWay = new Map<number, UnderWay>()
  let isStarted = false
  let isClosed = false
  let limit: number | null = null
  let alarm = new AbortController()
  let lookedAt = 0
  let nextAt: number | null = null

  function look(): void {
    if (isClosed) return
    try {
      lookedAt = clock.now()
      if (isStarted) for (const schedule of schedules.all()) notice(schedule, lookedAt)
      for (const run of openRuns()) settle(run, lookedAt)
      holds.looked()
      tellLimit()
    } catch (error) {
      log.error('schedules', { error: String(error) })
    }
    setAlarm()
  }

  /** Keeps what is due before anything else is done about it: a run that is kept is not due again. */
  function notice(kept: Schedule, now: number): void {
    const schedule = upToDate(kept, now)
    if (schedule !== kept) transact(() => schedules.put(schedule))
    if (!schedule.isOn) return
    const last = Math.max(schedule.since, runs.lastPlanned(schedule.id, now) ?? 0)
    const due = dueRun(schedule, last, now)
    if (due === null) return
    const { plannedFor, isCaughtUp, missed } = due
    const { id: scheduleId, skipStart } = schedule
    transact(() => {
      const run = { scheduleId, plannedFor, isCaughtUp, missed, isByHand: false, noticedAt: now }
      const isSkipped = skipStart === plannedFor
      if (!isSkipped) supersede(scheduleId, now)
      const id = runs.add(run)
      if (isSkipped) endWithout(id, 'skipped', now)
      if (skipStart !== null && skipStart <= plannedFor)
        schedules.put({ ...schedule, skipStart: null })
    })
    tell()
  }

  /** A run that has not begun makes room for a newer one. */
  function supersede(scheduleId: string, now: number): void {
    for (const run of runs.open()) {
      const isIdle = run.startedAt === null && !run.isByHand && run.consent === null
      if (run.scheduleId === scheduleId && isIdle) endWithout(run.id, 'superseded', now)
    }
  }

  function endWithout(id: number, outcome: 'skipped' | 'superseded', at: number): void {
    runs.setEnded(id, { at, outcome, failure: null, asks: [], tally: noFiles })
  }

  /** Those that have begun first: they have parts on the disk. */
  function openRuns(): readonly RunView[] {
    const open = runs.open()
    return [
      ...open.filter((run) => run.startedAt !== null),
      ...open.filter((run) => run.startedAt === null),
    ]
  }

  function settle(run: RunView, now: number): void {
    const schedule = schedules.get(run.scheduleId)
    if (!schedule || !(isStarted || run.isByHand)) return
    const wait = waitOf(schedule, run, now)
    if (wait === 'untold') return
    const busy = underWay.get(run.id)
    if (busy) {
      if (wait !== null) busy.abort.abort(new RunStop(wait))
    } else if (wait === null) begin(schedule, run, now)
    else if (run.waitsFor !== wait) {
      transact(() => {
        runs.setWaiting(run.id, wait, run.pauses)
        runner.tellWait(run, wait)
      })
      tell()
    }
  }

  function waitOf(schedule: Schedule, run: RunView, now: number): RunWait | 'untold' | null {
    // Who says that it runs now means it.
    const wait = waitForTimes(schedule, run, now) ?? (run.isByHand ? null : holds.of(schedule))
    if (wait !== null) return wait
    const folder = folderKey(schedule.how.destination)
    for (const [id, other] of underWay)
      if (id !== run.id && folderKey(other.schedule.how.destination) === folder) return 'folder'
    return null
  }

  function begin(schedule: Schedule, run: RunView, now: number): void {
    const pauses = run.pauses.map((pause) => (pause.to === null ? { ...pause, to: now } : pause))
    transact(() => runs.setRunning(run.id, now, pauses))
    const abort = new AbortController()
    const { signal } = abort
    const keepJobs = (jobIds: readonly string[]) => transact(() => runs.setJobs(run.id, jobIds))
    const begun = { ...run, pauses }
    const work = Promise.resolve().then(() =>
      runner.run({ schedule, run: begun, signal, keepJobs }),
    )
    const ended = work.catch(failed).then((result) => end(run.id, signal, result))
    underWay.set(run.id, { schedule, abort, ended })
    tell()
  }

  function failed(error: unknown): RunResult {
    const failure = recordOf(error)
    log.error('scheduled run', { code: failure.code, ...failure.details })
    return { kind: 'ended', outcome: 'failed', failure, asks: [], tally: noFiles }
  }

  function end(id: number, signal: AbortSignal, result: RunResult): void {
    const at = clock.now()
    const { reason } = signal
    underWay.delete(id)
    try {
      // A run that a person dropped is gone already.
      const run = runs.get(id)
      if (run?.phase === 'running') {
        transact(() => {
          if (result.kind === 'ended') runs.setEnded(id, { at, ...result })
          else restRun(run, reason instanceof RunStop ? reason.reason : 'closed', at)
        })
        onSettled?.(id)
      }
    } catch (error) {
      log.error('scheduled run', { error: String(error) })
    }
    tell()
    look()
  }

  function restRun({ id, pauses }: RunView, reason: RunWait, from: number | null): void {
    const pause: RunPause = { reason, from, to: null }
    runs.setWaiting(id, reason, [...pauses, pause].slice(-MOST_PAUSES))
  }

  function tellLimit(): void {
    const limits = [...underWay.values()]
      .map(({ schedule }) => limitAt(schedules.get(schedule.id) ?? schedule, lookedAt))
      .filter((each) => each !== null)
    const lowest = limits.length === 0 ? null : Math.min(...limits)
    if (lowest !== limit) onLimit(lowest)
    limit = lowest
  }

  function tell(): void {
    publisher.publish({ kind: 'schedules.changed' })
  }

  function setAlarm(): void {
    nextAt = isClosed ? null : nextMoment(lookedAt)
    sleep()
  }

  /** One sleep, to the next moment at which something may change; none when nothing can. */
  function sleep(): void {
    // A reason of its own: the platform's brings a stack, at every look.
    alarm.abort('set anew')
    if (nextAt === null) return
    alarm = new AbortController()
    const longest = underWay.size > 0 ? RUNNING_MS : IDLE_MS
    const sleepMs = Math.min(longest, Math.max(1, nextAt - clock.now()))
    clock.sleep(sleepMs, alarm.signal).then(ring, () => {})
  }

  function ring(): void {
    const now = clock.now()
    const isAsThought = nextAt !== null && now >= lookedAt && now < nextAt
    lookedAt = now
    if (isAsThought) sleep()
    else look()
  }

  function nextMoment(now: number): number | null {
    const open = runs.open()
    const moments = schedules
      .all()
      .flatMap((schedule) => [
        ...(isStarted ? momentsOf(schedule, now) : []),
        ...open
          .filter(({ scheduleId }) => scheduleId === schedule.id)
          .flatMap(() => [untilOf(schedule, now), holds.until(schedule)]),
      ])
      .filter((moment) => moment !== null)
    return moments.length === 0 ? null : Math.min(...moments)
  }

  function mayMoveSoon(run: RunView, now: number): boolean {
    const schedule = schedules.get(run.scheduleId)
    if (!schedule) return false
    const patience = patienceFor(waitOf(schedule, run, now))
    return patience === 'always' || (patience === 'in-window' && hasOpenWindow(schedule, now))
  }

  return {
    look,
    isDue: () => underWay.size > 0 || runs.open().some((run) => mayMoveSoon(run, clock.now())),
    recover() {
      transact(() => {
        for (const run of runs.open()) {
          if (run.phase === 'running') restRun(run, 'closed', null)
          runner.hold(run, 'window')
        }
      })
    },
    start() {
      isStarted = true
      look()
    },
    runNow(scheduleId) {
      const now = clock.now()
      const waiting = openRuns().find((run) => run.scheduleId === scheduleId)
      const schedule = schedules.get(scheduleId)
      if (!schedule) throw new Failure('request.invalid', 'give-up', { scheduleId })
      transact(() => {
        runs.setByHand(waiting?.id ?? runs.add(askedRun(scheduleId, true, now)))
        // Who says so means it.
        if (schedule.pause) schedules.put({ ...schedule, pause: null })
      })
      tell()
      look()
    },
    goOn(scheduleId, consent, isNow) {
      const waiting = openRuns().find(
        (run) => run.scheduleId === scheduleId && run.phase === 'waiting',
      )
      transact(() => {
        const id = waiting?.id ?? runs.add(askedRun(scheduleId, isNow, clock.now()))
        runs.setConsent(id, consent)
        if (isNow) runs.setByHand(id)
      })
      tell()
      look()
    },
    async drop(scheduleId) {
      const open = runs.open().filter((run) => run.scheduleId === scheduleId)
      const busy = open.map(({ id }) => underWay.get(id)).filter((each) => each !== undefined)
      transact(() => {
        const none = { failure: null, asks: [], tally: noFiles }
        const over = { at: clock.now(), outcome: 'stopped', ...none } as const
        for (const { id } of open) runs.setEnded(id, over)
      })
      for (const { abort } of busy) abort.abort(new RunStop('off'))
      await Promise.all(busy.map(({ ended }) => ended))
      await Promise.all(open.map((run) => runner.drop(runs.get(run.id) ?? run)))
    },
    async close() {
      isClosed = true
      alarm.abort()
      holds.close()
      for (const { abort } of underWay.values()) abort.abort(new RunStop('closed'))
      await Promise.all([...underWay.values()].map(({ ended }) => ended))
    },
  }
}

function askedRun(scheduleId: string, isByHand: boolean, noticedAt: number) {
  const planned = { plannedFor: null, isCaughtUp: false, missed: 0 }
  return { scheduleId, isByHand, noticedAt, ...planned }
}

/** More than a year of nights. */
const MOST_PAUSES = 500
