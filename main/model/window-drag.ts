/** A transfer window that is moved or resized by hand; the start of the run stays within it. */
import {
  isWithinWindow,
  type Recurrence,
  type ScheduleDraft,
  type ScheduleWindow,
  windowMinutes,
} from './schedule.ts'

export type WindowTimes = Pick<ScheduleDraft, 'when' | 'window'>

/** What a hand has hold of. */
export type WindowGrip = 'whole' | 'start' | 'end'

/** Times are set in quarters of an hour. */
export const GRIP_STEP = 15
const DAY = 24 * 60

/** Minutes before the beginning are those of the day before. */
export function dragged(times: WindowTimes, grip: WindowGrip, byMinutes: number): WindowTimes {
  const { when, window } = times
  if (window === null) return times
  const next = draggedWindow(window, grip, byMinutes)
  return { when: withStart(when, window, next, grip), window: next }
}

function draggedWindow(window: ScheduleWindow, grip: WindowGrip, by: number): ScheduleWindow {
  const { startMinute, endMinute } = window
  if (grip === 'whole') {
    const moved = wrapped(startMinute + toStep(startMinute, by))
    return { startMinute: moved, endMinute: wrapped(moved + windowMinutes(window)) }
  }
  const more = grip === 'start' ? -toStep(startMinute, by) : toStep(endMinute, by)
  const length = Math.min(DAY - GRIP_STEP, Math.max(GRIP_STEP, windowMinutes(window) + more))
  return grip === 'start'
    ? { startMinute: wrapped(endMinute - length), endMinute }
    : { startMinute, endMinute: wrapped(startMinute + length) }
}

/** How far a minute goes when it ends on a step. */
function toStep(minute: number, by: number): number {
  return Math.round((minute + by) / GRIP_STEP) * GRIP_STEP - minute
}

function withStart(
  when: Recurrence,
  before: ScheduleWindow,
  next: ScheduleWindow,
  grip: WindowGrip,
): Recurrence {
  if (when.kind === 'cron' || when.kind === 'hours') return when
  if (!isWithinWindow(when.atMinute, before)) return when
  const since = wrapped(when.atMinute - before.startMinute)
  if (grip === 'whole') return { ...when, atMinute: wrapped(next.startMinute + since) }
  const isKept = since !== 0 && isWithinWindow(when.atMinute, next)
  return isKept ? when : { ...when, atMinute: next.startMinute }
}

const wrapped = (minute: number) => ((minute % DAY) + DAY) % DAY
