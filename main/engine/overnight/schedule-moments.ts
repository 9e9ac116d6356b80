/** Moments at which what a schedule may do changes, and whether its times let a run move. */
import type { RunView, Schedule } from '../../model/schedule.ts'
import { limitBy } from '../../model/timetable.ts'
import { nextOccurrence } from '../../schedule/occurrences.ts'
import { timetableAt } from '../../schedule/timetable.ts'
import { windowAt } from '../../schedule/windows.ts'

/** Why a run does not move by the times of its schedule; a person's word goes before the window. */
export function waitForTimes(
  schedule: Schedule,
  run: RunView,
  now: number,
): 'pause' | 'off' | 'window' | null {
  if (isPaused(schedule, now)) return 'pause'
  if (run.isByHand) return null
  if (!schedule.isOn) return 'off'
  return windowAt(schedule, now).isIn ? null : 'window'
}

/** Pauses that are over are gone; a clock that was ahead does not keep runs from being due. */
export function upToDate(schedule: Schedule, now: number): Schedule {
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

export function momentsOf(schedule: Schedule, now: number): readonly (number | null)[] {
  const next = schedule.isOn ? (nextOccurrence(schedule, now)?.start ?? null) : null
  return [next, schedule.pause?.until ?? null]
}

/** When a run's window ends or opens. */
export function untilOf(schedule: Schedule, now: number): number | null {
  return windowAt(schedule, now).until
}

/** How fast a schedule lets its runs go; null: as fast as it goes. */
export function limitAt(schedule: Schedule, now: number): number | null {
  const { timetable, timeZone, speedLimitBytesPerSecond } = schedule
  const { rule } = timetableAt(timetable, timeZone, now)
  return limitBy(rule, speedLimitBytesPerSecond).bytesPerSecond
}

/** Whether it has a window, which is open. */
export function hasOpenWindow(schedule: Schedule, now: number): boolean {
  const { isIn, until } = windowAt(schedule, now)
  return isIn && until !== null
}
