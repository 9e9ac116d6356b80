import {
  type Recurrence,
  type Schedule,
  type ScheduleWindow,
  startMinutes,
  type WindowState,
  windowMinutes,
} from '../model/schedule.ts'
import { type Ticks, ticksOf } from './ticks.ts'

/** What says when a schedule may run. */
export type Timing = Pick<Schedule, 'when' | 'window' | 'timeZone'>

const MINUTE_MS = 60_000
/** No clock is put forward or back by more. */
const SHIFT_MINUTES = 120

export function startsOf({ when, timeZone }: Timing): Ticks {
  return ticksOf(patternOf(when), timeZone)
}

function patternOf(when: Recurrence): string {
  switch (when.kind) {
    case 'daily':
      return pattern(when.atMinute)
    case 'weekly':
      return pattern(when.atMinute, '*', when.days.join(','))
    case 'hours': {
      const hours = startMinutes(when).map((minute) => Math.floor(minute / 60))
      return `${when.atMinute % 60} ${hours.join(',')} * * *`
    }
    case 'monthly':
      return pattern(when.atMinute, when.day === 'last' ? 'L' : String(when.day))
    case 'cron':
      return when.text.trim()
    default:
      return when satisfies never
  }
}

function pattern(minute: number, day = '*', weekday = '*'): string {
  return `${minute % 60} ${Math.floor(minute / 60)} ${day} * ${weekday}`
}

/** Whether bytes may move, by the clocks on the wall of the schedule's time zone. */
export function windowAt(timing: Timing, now: number): WindowState {
  const opens = openingsOf(timing)
  if (opens === null) return { isIn: true, until: null }
  const end = lastWindowEnd(timing, now)
  return end !== null && now < end
    ? { isIn: true, until: end }
    : { isIn: false, until: opens.after(now) }
}

/** End of the newest window that opened up to a time; null when there is none. */
export function lastWindowEnd(timing: Timing, now: number): number | null {
  const { window, timeZone } = timing
  const start = openingsOf(timing)?.upTo(now) ?? null
  return window === null || start === null ? null : endOf(start, window, timeZone)
}

function openingsOf({ when, window, timeZone }: Timing): Ticks | null {
  if (window === null) return null
  const days = when.kind === 'weekly' ? when.days.join(',') : '*'
  return ticksOf(pattern(window.startMinute, '*', days), timeZone)
}

/** A window that lies within an hour that is left out keeps its length after it. */
function endOf(start: number, window: ScheduleWindow, timeZone: string): number {
  const minutes = windowMinutes(window)
  const end = ticksOf(pattern(window.endMinute), timeZone).after(start)
  const isWhole = end !== null && end - start <= (minutes + SHIFT_MINUTES) * MINUTE_MS
  return isWhole ? end : start + minutes * MINUTE_MS
}

/** "Until tomorrow" from the middle of a night means that this night is over by then. */
const MORNING = 8 * 60
const STILL_NIGHT_MS = 5 * 3_600_000

/** Eight in the morning of the day that a person calls tomorrow. */
export function nextMorning(timeZone: string, now: number): number | null {
  return ticksOf(pattern(MORNING), timeZone).after(now + STILL_NIGHT_MS)
}
