import { type SpeedRule, slowest, type Timetable } from '../model/timetable.ts'
import { type Timing, windowAt } from './windows.ts'

export interface TimetableState {
  /** The slowest of the rules that hold. */
  readonly rule: SpeedRule | null
  /** Until when nothing changes; null: for ever. */
  readonly until: number | null
}

const HALF_DAY = 12 * 60
const DAY = 24 * 60

/** What a timetable says now, by clocks on the wall of a time zone. */
export function timetableAt(rules: Timetable, timeZone: string, now: number): TimetableState {
  const states = rules.map((rule) => ({ rule, windows: windowsOf(rule, timeZone, now) }))
  const holding = states.filter(({ windows }) => windows.some(({ isIn }) => isIn))
  const moments = states.flatMap(({ windows }) => windows.map(({ until }) => until))
  const untils = moments.filter((until) => until !== null)
  return {
    rule: slowest(holding.map(({ rule }) => rule)),
    until: untils.length === 0 ? null : Math.min(...untils),
  }
}

/** A whole day is two halves, since a window ends when it begins in no calendar. */
function windowsOf({ days, fromMinute, toMinute }: SpeedRule, timeZone: string, now: number) {
  if (days.length === 0) return []
  const middle = (fromMinute + HALF_DAY) % DAY
  const pieces: readonly (readonly [number, number])[] =
    fromMinute === toMinute
      ? [
          [fromMinute, middle],
          [middle, toMinute],
        ]
      : [[fromMinute, toMinute]]
  return pieces.map(([startMinute, endMinute]) => {
    const timing: Timing = {
      when: { kind: 'weekly', atMinute: startMinute, days: daysOf(days, startMinute < fromMinute) },
      window: { startMinute, endMinute },
      timeZone,
    }
    return windowAt(timing, now)
  })
}

/** The second half of a day that does not begin at midnight may begin on the next. */
function daysOf(days: SpeedRule['days'], isNextDay: boolean): SpeedRule['days'] {
  if (!isNextDay) return days
  return days.map((day) => ((day % 7) + 1) as SpeedRule['days'][number])
}
