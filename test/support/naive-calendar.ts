/** Calendars counted out minute by minute, with nothing but what the platform says a clock shows. */
import { type Schedule, startMinutes } from '../../main/model/schedule.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Clocks change at quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS

export type Rule = Pick<Schedule, 'when' | 'window' | 'timeZone'>

/** A time that a wall shows, as if it were UTC. */
function wallAt(time: number, timeZone: string): number {
  return time + offsetAt(time, timeZone)
}

const offsets = new Map<string, number>()
const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(time: number, timeZone: string): number {
  const quarter = Math.floor(time / QUARTER_MS) * QUARTER_MS
  const key = `${timeZone}${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offset = shownAt(quarter, timeZone) - quarter
  offsets.set(key, offset)
  return offset
}

function shownAt(time: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, format)
  return Date.parse(`${format.format(time).replace(' ', 'T')}Z`)
}

const moments = new Map<string, number>()

/** The first moment at which the wall shows this time or a later one. */
function momentOf(wall: number, timeZone: string): number {
  const key = `${timeZone}${wall}`
  const moment = moments.get(key) ?? searchMoment(wall, timeZone)
  moments.set(key, moment)
  return moment
}

function searchMoment(wall: number, timeZone: string): number {
  for (let time = wall - 15 * 3_600_000; ; time += MINUTE_MS) {
    const missing = wall - wallAt(time, timeZone)
    if (missing <= 0) return time
    if (missing > 3 * 3_600_000) time += missing - 3 * 3_600_000
  }
}

function isRunDay(day: number, { when }: Rule): boolean {
  const date = new Date(day)
  switch (when.kind) {
    case 'weekly':
      return when.days.some((each) => each % 7 === date.getUTCDay())
    case 'monthly':
      return when.day === 'last'
        ? new Date(day + DAY_MS).getUTCDate() === 1
        : date.getUTCDate() === when.day
    case 'daily':
    case 'hours':
      return true
    case 'cron':
      throw new Error('cron is croner’s alone')
    default:
      return when satisfies never
  }
}

/** Windows of the days from one wall day to another, [from, to). */
export function naiveWindows(
  rule: Rule,
  from: number,
  to: number,
): readonly (readonly [start: number, end: number])[] {
  const { window, when, timeZone } = rule
  if (window === null) return [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]
  const windows: (readonly [number, number])[] = []
  for (let day = dayBefore(from); day <= to + DAY_MS; day += DAY_MS) {
    if (when.kind === 'weekly' && !isRunDay(day, rule)) continue
    const start = momentOf(day + window.startMinute * MINUTE_MS, timeZone)
    const crosses = window.endMinute < window.startMinute
    const wallEnd = day + window.endMinute * MINUTE_MS + (crosses ? DAY_MS : 0)
    const end = momentOf(wallEnd, timeZone)
    const length = wallEnd - day - window.startMinute * MINUTE_MS
    windows.push([start, end > start ? end : start + length])
  }
  return windows
}

/** All starts after `from` and up to `to`, in order, each once. */
export function naiveStarts(rule: Rule, from: number, to: number): readonly number[] {
  const windows = naiveWindows(rule, from, to)
  const starts = new Set<number>()
  for (let day = dayBefore(from); day <= to + DAY_MS; day += DAY_MS) {
    if (!isRunDay(day, rule)) continue
    for (const minute of startMinutes(rule.when)) {
      const start = momentOf(day + minute * MINUTE_MS, rule.timeZone)
      const isOpen = windows.some(([opens, closes]) => opens <= start && start < closes)
      if (isOpen && start > from && start <= to) starts.add(start)
    }
  }
  return [...starts].sort((a, b) => a - b)
}

function dayBefore(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS - 2 * DAY_MS
}
