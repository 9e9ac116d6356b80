/** Runs schedules: notices what is due, begins and rests runs, sleeps until the next of either. */
import { Failure, recordOf } from '../model/failure.ts'
import {
  noFiles,
  type RunPause,
  type RunView,
  type RunWait,
  type Schedule,
} from '../model/schedule.ts'
import { folderKey } from '../model/schedule-problems.ts'
import { dueRun, nextOccurrence } from '../schedule/occurrences.ts'
import { windowAt } from '../schedule/windows.ts'
import type { Store } from '../store/database.ts'
import type { Context } from './context.ts'
import { type RunResult, RunStop, type ScheduledRunner } from './scheduled-run.ts'

/** Of the engine, what keeps time and what is kept. */
type SchedulerContext = Pick<Context, 'clock' | 'log' | 'publisher'> & {
  readonly store: Pick<Store, 'schedules' | 'transact'>
}

export interface SchedulerOptions {
  readonly context: SchedulerContext
  readonly runner: ScheduledRunner
  /** Told the lowest limit of the schedules that run, null for none, when it changes. */
  onLimit(bytesPerSecond: number | null): void
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

export function createScheduler({ context, runner, onLimit }: SchedulerOptions): Scheduler {
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
      const isIdle = run.startedAt === null && !run.isByHand
      if (run.scheduleId === scheduleId && isIdle) endWithout(run.id, 'superseded', now)
    }
  }

  function endWithout(id: number, outcome: 'skipped' | 'superseded', at: number): void {
    runs.setEnded(id, { at, outcome, failure: null, tally: noFiles })
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
    const busy = underWay.get(run.id)
    if (busy) {
      if (wait !== null) busy.abort.abort(new RunStop(wait))
    } else if (wait === null) begin(schedule, run, now)
    else if (run.waitsFor !== wait) {
      transact(() => runs.setWaiting(run.id, wait, run.pauses))
      tell()
    }
  }

  function waitOf(schedule: Schedule, run: RunView, now: number): RunWait | null {
    if (isPaused(schedule, now)) return 'pause'
    if (!run.isByHand && !schedule.isOn) return 'off'
    if (!run.isByHand && !windowAt(schedule, now).isIn) return 'window'
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
    return { kind: 'ended', outcome: 'failed', failure, tally: noFiles }
  }

  function end(id: number, signal: AbortSignal, result: RunResult): void {
    const at = clock.now()
    const { reason } = signal
    underWay.delete(id)
    try {
      // A run that a person dropped is gone already.
      const run = runs.get(id)
      if (run?.phase === 'running')
        transact(() => {
          if (result.kind === 'ended') runs.setEnded(id, { at, ...result })
          else restRun(run, reason instanceof RunStop ? reason.reason : 'closed', at)
        })
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
      .map(({ schedule }) => schedule.speedLimitBytesPerSecond)
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
    alarm.abort()
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
          .map(() => untilOf(schedule, now)),
      ])
      .filter((moment) => moment !== null)
    return moments.length === 0 ? null : Math.min(...moments)
  }

  return {
    look,
    recover() {
      transact(() => {
        for (const run of runs.open()) {
          if (run.phase === 'running') restRun(run, 'closed', null)
          runner.hold(run)
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
      const run = { scheduleId, plannedFor: null, isCaughtUp: false, missed: 0, isByHand: true }
      transact(() => {
        runs.setByHand(waiting?.id ?? runs.add({ ...run, noticedAt: now }))
        // Who says so means it.
        if (schedule.pause) schedules.put({ ...schedule, pause: null })
      })
      tell()
      look()
    },
    async drop(scheduleId) {
      const open = runs.open().filter((run) => run.scheduleId === scheduleId)
      const busy = open.map(({ id }) => underWay.get(id)).filter((each) => each !== undefined)
      transact(() => {
        const over = { at: clock.now(), outcome: 'stopped', failure: null, tally: noFiles } as const
        for (const { id } of open) runs.setEnded(id, over)
      })
      for (const { abort } of busy) abort.abort(new RunStop('off'))
      await Promise.all(busy.map(({ ended }) => ended))
      await Promise.all(open.map((run) => runner.drop(runs.get(run.id) ?? run)))
    },
    async close() {
      isClosed = true
      alarm.abort()
      for (const { abort } of underWay.values()) abort.abort(new RunStop('closed'))
      await Promise.all([...underWay.values()].map(({ ended }) => ended))
    },
  }
}

/** More than a year of nights. */
const MOST_PAUSES = 500

/** Pauses that are over are gone; a clock that was ahead does not keep runs from being due. */
function upToDate(schedule: Schedule, now: number): Schedule {
  const isOver = schedule.pause !== null && !isPaused(schedule, now)
  if (!isOver && schedule.since <= now) return schedule
  return {
    ...schedule,
    pause: isOver ? null : schedule.pause,
    since: Math.min(schedule.since, now),
  }
}

function isPaused({ pause }: Schedule, now: number): boolean {
  return pause !== null && (pause.until === null || now < pause.until)
}

function momentsOf(schedule: Schedule, now: number): readonly (number | null)[] {
  const next = schedule.isOn ? (nextOccurrence(schedule, now)?.start ?? null) : null
  return [next, schedule.pause?.until ?? null]
}

/** When a run's window ends or opens. */
function untilOf(schedule: Schedule, now: number): number | null {
  return windowAt(schedule, now).until
}
