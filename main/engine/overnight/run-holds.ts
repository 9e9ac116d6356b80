/** What holds runs of schedules within their windows: conditions, hours of rest, the month's budget. */
import type { SurroundingsPort } from '../../machine/surroundings.ts'
import {
  conditionHold,
  isUnconditional,
  type RunHold,
  type Surroundings,
} from '../../model/conditions.ts'
import type { Schedule } from '../../model/schedule.ts'
import { timetableAt } from '../../schedule/timetable.ts'
import type { Context } from '../context.ts'
import type { BudgetKeeper } from './data-budget.ts'

export interface RunHolds {
  /** Why nothing of the schedule may move now; `untold` until the computer has answered. */
  of(schedule: Schedule): RunHold | 'untold' | null
  /** When that may change by the clock alone; null: never. */
  until(schedule: Schedule): number | null
  /** Call after each look at the runs: the computer is asked for as long as one of them depends on it. */
  looked(): void
  close(): void
}

export interface RunHoldsOptions {
  readonly context: Pick<Context, 'clock' | 'settings'>
  readonly surroundings: SurroundingsPort
  readonly budget: Pick<BudgetKeeper, 'state'>
  readonly timeZone: () => string
  /** Told when an answer differs from what was known. */
  onChange(): void
}

/** How often the computer is asked again while a run depends on the answer. */
const POLL_MS = 30_000
/** An older answer, of before a sleep perhaps, is none. */
const FRESH_MS = 2 * POLL_MS

export function createRunHolds(options: RunHoldsOptions): RunHolds {
  const { context, surroundings, budget, timeZone, onChange } = options
  const { clock, settings } = context
  let answer: { readonly at: number; readonly told: Surroundings } | null = null
  let isNeeded = false
  let isReading = false
  let isStale = false
  let watching: { readonly abort: AbortController; readonly stop: () => void } | null = null

  function fresh(): Surroundings | null {
    if (answer === null) return null
    const age = clock.now() - answer.at
    return age >= 0 && age < FRESH_MS ? answer.told : null
  }

  async function read(): Promise<void> {
    if (isReading) {
      isStale = true
      return
    }
    isReading = true
    const before = fresh()
    const told = await surroundings.read()
    isReading = false
    if (watching === null) return
    answer = { at: clock.now(), told }
    if (isStale) {
      isStale = false
      void read()
    }
    if (JSON.stringify(before) !== JSON.stringify(told)) onChange()
  }

  async function poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(POLL_MS, signal).catch(() => {})
      if (!signal.aborted) void read()
    }
  }

  function begin(): void {
    const abort = new AbortController()
    watching = { abort, stop: surroundings.watch(() => void read()) }
    void poll(abort.signal)
  }

  function end(): void {
    watching?.abort.abort()
    watching?.stop()
    watching = null
    answer = null
  }

  /** The schedule's own hours, and those of the settings. */
  function timetables(schedule: Schedule) {
    const now = clock.now()
    return [
      timetableAt(schedule.timetable, schedule.timeZone, now),
      timetableAt(settings().timetable, timeZone(), now),
    ]
  }

  return {
    of(schedule) {
      const { conditions } = schedule
      if (budget.state().isUsedUp) return 'budget'
      if (timetables(schedule).some(({ rule }) => rule?.bytesPerSecond === 0)) return 'hours'
      if (isUnconditional(conditions)) return null
      isNeeded = true
      const told = fresh()
      return told === null ? 'untold' : conditionHold(conditions, told)
    },
    until(schedule) {
      const { isUsedUp, until } = budget.state()
      const moments = [...timetables(schedule).map((each) => each.until), isUsedUp ? until : null]
      const known = moments.filter((moment) => moment !== null)
      return known.length === 0 ? null : Math.min(...known)
    },
    looked() {
      if (isNeeded && watching === null) begin()
      if (isNeeded && fresh() === null && !isReading) void read()
      if (!isNeeded && watching !== null) end()
      isNeeded = false
    },
    close: end,
  }
}
