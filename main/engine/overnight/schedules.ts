/** What people ask of schedules: to see, save, switch, pause and try them. */
import { randomUUID } from 'node:crypto'
import { isAbsolute, resolve } from 'node:path'
import { Failure } from '../../model/failure.ts'
import type {
  RunView,
  Schedule,
  ScheduleDraft,
  ScheduleState,
  ScheduleView,
} from '../../model/schedule.ts'
import type { SchedulePreview, ScheduleProblem } from '../../model/schedule-problems.ts'
import type { RunConsent } from '../../model/scheduled-sync.ts'
import { nextOccurrence, occurrences } from '../../schedule/occurrences.ts'
import { previewOf, problemsOf } from '../../schedule/preview.ts'
import { nextMorning, windowAt } from '../../schedule/windows.ts'
import type { Context } from '../context.ts'
import type { RunRetries } from './run-retries.ts'
import { createWhatProblems } from './schedule-what-problems.ts'
import type { Scheduler } from './scheduler.ts'

const SHOWN_RUNS = 5

export type PauseWish =
  | { readonly kind: 'minutes'; readonly minutes: number }
  | { readonly kind: 'tomorrow' }
  | { readonly kind: 'until-told' }
  | { readonly kind: 'none' }

export type Schedules = ReturnType<typeof createSchedules>

interface Parts {
  readonly context: Context
  readonly scheduler: Scheduler
  readonly retries: Pick<RunRetries, 'of' | 'tryNow'>
  /** Called after each change of a schedule that is kept. */
  readonly onChanged: () => void
}

export function createSchedules({ context, scheduler, retries, onChanged }: Parts) {
  const { store, clock, publisher } = context
  const { schedules } = store
  const whatProblems = createWhatProblems(store)

  function known(id: string): Schedule {
    const schedule = schedules.get(id)
    if (!schedule) throw new Failure('request.invalid', 'give-up', { scheduleId: id })
    return schedule
  }

  function others(id: string | null): readonly Schedule[] {
    return schedules.all().filter((schedule) => schedule.id !== id)
  }

  function keep(schedule: Schedule): ScheduleView {
    store.transact(() => schedules.put(schedule))
    publisher.publish({ kind: 'schedules.changed' })
    scheduler.look()
    onChanged()
    return viewOf(known(schedule.id))
  }

  function viewOf(schedule: Schedule): ScheduleView {
    const now = clock.now()
    const open = schedules.runs.open().filter((run) => run.scheduleId === schedule.id)
    const current =
      open.find(({ phase }) => phase === 'running') ??
      open.find(({ startedAt }) => startedAt !== null) ??
      open[0] ??
      null
    const next = schedule.isOn ? occurrences(schedule, now, SHOWN_RUNS + 1) : []
    return {
      schedule,
      state: (current && retryingOf(current)) ?? stateOf(schedule, current, now),
      next: next.filter(({ start }) => start !== schedule.skipStart).slice(0, SHOWN_RUNS),
      last: schedules.runs.last(schedule.id),
      current,
    }
  }

  function retryingOf({ id, phase }: RunView): ScheduleState | null {
    const retry = phase === 'running' ? retries.of(id) : null
    return retry && { kind: 'retrying', ...retry }
  }

  return {
    list: (): readonly ScheduleView[] => schedules.all().map(viewOf),
    /** Throws `input.invalid` with the field and the reason of the first problem. */
    async save(id: string | null, asked: ScheduleDraft): Promise<ScheduleView> {
      const now = clock.now()
      const before = id === null ? null : known(id)
      const draft = placed(asked)
      const plain = problemsOf(draft, others(id), now)
      const [problem] = [...plain, ...(await whatProblems(draft.what))]
      if (problem) throw failureOf(problem)
      if (before === null) return keep(newSchedule(draft, now))
      // What is under way would go on with what was meant before.
      if (!isSame(meaningOf(before), meaningOf(draft))) await scheduler.drop(before.id)
      const isTimedAlike = isSame(timingOf(before), timingOf(draft))
      const timed = isTimedAlike ? {} : { since: now, skipStart: null }
      return keep({ ...before, ...draft, ...timed })
    },
    async remove(id: string): Promise<void> {
      await scheduler.drop(known(id).id)
      store.transact(() => schedules.remove(id))
      publisher.publish({ kind: 'schedules.changed' })
      scheduler.look()
      onChanged()
    },
    /** What was missed while it was off is not made up for. */
    turn(id: string, isOn: boolean): ScheduleView {
      const schedule = known(id)
      if (schedule.isOn === isOn) return viewOf(schedule)
      return keep({ ...schedule, isOn, skipStart: null, ...(isOn ? { since: clock.now() } : {}) })
    },
    runNow(id: string): ScheduleView {
      const { current, state } = viewOf(known(id))
      if (current && state.kind === 'retrying') retries.tryNow(current.id)
      else scheduler.runNow(id)
      return viewOf(known(id))
    },
    /** A run with a person's consent to what the newest one asks: now, or when the times let it. */
    goOn(id: string, consent: RunConsent, isNow: boolean): ScheduleView {
      scheduler.goOn(known(id).id, consent, isNow)
      return viewOf(known(id))
    },
    skipNext(id: string, isSkipped: boolean): ScheduleView {
      const schedule = known(id)
      const next = isSkipped ? nextOccurrence(schedule, clock.now()) : null
      return keep({ ...schedule, skipStart: next?.start ?? null })
    },
    pause(id: string, wish: PauseWish): ScheduleView {
      const schedule = known(id)
      return keep({ ...schedule, pause: pauseOf(wish, schedule, clock.now()) })
    },
    history: (id: string | null, offset: number, limit: number) =>
      schedules.runs.page(id, offset, limit),
    async preview(id: string | null, draft: ScheduleDraft): Promise<SchedulePreview> {
      const preview = previewOf(draft, others(id), clock.now())
      return { ...preview, problems: [...preview.problems, ...(await whatProblems(draft.what))] }
    },
  }
}

function newSchedule(draft: ScheduleDraft, now: number): Schedule {
  const own = { id: randomUUID(), isOn: true, skipStart: null, pause: null, since: now }
  return { ...draft, ...own }
}

/** The folder without detours. */
function placed(draft: ScheduleDraft): ScheduleDraft {
  const { destination } = draft.how
  if (!isAbsolute(destination))
    throw new Failure('input.invalid', 'ask-user', { field: 'destination', value: destination })
  return {
    ...draft,
    name: draft.name.trim(),
    how: { ...draft.how, destination: resolve(destination) },
  }
}

function failureOf({ field, reason, other = '', said = '' }: ScheduleProblem): Failure {
  return new Failure('input.invalid', 'ask-user', {
    field,
    reason: `schedule.${reason}`,
    other,
    text: said,
  })
}

function meaningOf({ what, selection, how, remove, newest, limits }: ScheduleDraft): unknown {
  return { what, selection, how, remove, newest, limits }
}

function timingOf({ when, window, timeZone }: ScheduleDraft): unknown {
  return { when, window, timeZone }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function pauseOf(wish: PauseWish, schedule: Schedule, now: number): Schedule['pause'] {
  switch (wish.kind) {
    case 'minutes':
      return { until: now + wish.minutes * 60_000 }
    case 'tomorrow':
      return { until: nextMorning(schedule.timeZone, now) }
    case 'until-told':
      return { until: null }
    case 'none':
      return null
    default:
      return wish satisfies never
  }
}

function stateOf(schedule: Schedule, current: RunView | null, now: number): ScheduleState {
  const { isOn, pause } = schedule
  const window = windowAt(schedule, now)
  if (current?.phase === 'running')
    return { kind: 'running', until: current.isByHand ? null : window.until }
  if (pause) return { kind: 'paused', until: pause.until }
  if (!isOn && !current?.isByHand) return { kind: 'off' }
  if (current) {
    const reason = current.waitsFor ?? 'closed'
    return { kind: 'waiting', reason, until: reason === 'window' ? window.until : null }
  }
  const after = schedule.skipStart ?? now
  const next = nextOccurrence(schedule, Math.max(now, after))
  return next ? { kind: 'next', at: next.start } : { kind: 'never' }
}
