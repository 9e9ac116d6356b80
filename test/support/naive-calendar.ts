/** Calendars counted out a quarter of an hour at a time, with nothing but what the platform says a clock shows. */
import { type Schedule, startMinutes } from '../../main/model/schedule.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Clocks change at quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS

export type Rule = Pick<Schedule, 'when' | 'window' | 'timeZone'>

/** What is known of a time zone's clocks: looking at them is most of the work. */
interface Zone {
  readonly format: Intl.DateTimeFormat
  /** By quarter of an hour. */
  readonly offsets: Map<number, number>
  readonly moments: Map<number, number>
}

const zones = new Map<string, Zone>()

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known) return known
  const style = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const
  const format = new Intl.DateTimeFormat('sv-SE', style)
  const zone = { format, offsets: new Map(), moments: new Map() }
  zones.set(timeZone, zone)
  return zone
}

/** How far the wall is ahead of UTC during the quarter of an hour that begins then. */
function offsetAt(quarter: number, { offsets, format }: Zone): number {
  const known = offsets.get(quarter)
  if (known !== undefined) return known
  const offset = Date.parse(`${format.format(quarter).replace(' ', 'T')}Z`) - quarter
  offsets.set(quarter, offset)
  return offset
}

/** The first moment at which the wall shows this time, as if it were UTC, or a later one. */
function momentOf(wall: number, timeZone: string): number {
  const zone = zoneOf(timeZone)
  const moment = zone.moments.get(wall) ?? searchMoment(wall, zone)
  zone.moments.set(wall, moment)
  return moment
}

function searchMoment(wall: number, zone: Zone): number {
  for (let time = wall - 15 * HOUR_MS; ; time += QUARTER_MS) {
    const quarter = Math.floor(time / QUARTER_MS) * QUARTER_MS
    const moment = Math.max(quarter, wall - offsetAt(quarter, zone))
    if (moment < quarter + QUARTER_MS) return moment
    time += Math.max(0, moment - quarter - 3 * HOUR_MS)
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
