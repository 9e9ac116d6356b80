/** What holds runs of schedules beside their times: the conditions that a person has set. */
import type { SurroundingsPort } from '../machine/surroundings.ts'
import {
  type ConditionHold,
  conditionHold,
  isUnconditional,
  type Surroundings,
} from '../model/conditions.ts'
import type { Schedule } from '../model/schedule.ts'
import type { Clock } from './context.ts'

export interface RunHolds {
  /** Why nothing of the schedule may move now; `untold` until the computer has answered. */
  of(schedule: Schedule): ConditionHold | 'untold' | null
  /** Call after each look at the runs: the computer is asked for as long as one of them depends on it. */
  looked(): void
  close(): void
}

export interface RunHoldsOptions {
  readonly clock: Clock
  readonly surroundings: SurroundingsPort
  /** Told when an answer differs from what was known. */
  onChange(): void
}

/** How often the computer is asked again while a run depends on the answer. */
const POLL_MS = 30_000
/** An older answer, of before a sleep perhaps, is none. */
const FRESH_MS = 2 * POLL_MS

export function createRunHolds({ clock, surroundings, onChange }: RunHoldsOptions): RunHolds {
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

  return {
    of({ conditions }) {
      if (isUnconditional(conditions)) return null
      isNeeded = true
      const told = fresh()
      return told === null ? 'untold' : conditionHold(conditions, told)
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
