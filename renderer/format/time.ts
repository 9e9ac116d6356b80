import { lazily } from './lazily.ts'

const minute = 60
const hour = 3600
const day = 86_400

/** Two units at most: "45 s", "4 min", "4 h 10 min", "3 d 2 h". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < minute) return `${whole} s`
  if (whole < hour) return pair(whole, minute, ['min', 's'], whole < 10 * minute)
  if (whole < day) return pair(whole, hour, ['h', 'min'], true)
  return pair(whole, day, ['d', 'h'], whole < 10 * day)
}

/** How fine the second unit is. */
const steps: Readonly<Record<number, number>> = { [minute]: 1, [hour]: minute, [day]: hour }

function pair(
  seconds: number,
  unit: number,
  names: readonly [string, string],
  precise: boolean,
): string {
  const step = steps[unit] ?? 1
  const count = Math.round(seconds / step)
  const perUnit = unit / step
  const big = Math.floor(count / perUnit)
  const small = count % perUnit
  if (!precise) return `${Math.round(seconds / unit)} ${names[0]}`
  return small === 0 ? `${big} ${names[0]}` : `${big} ${names[0]} ${small} ${names[1]}`
}

/** An honest range: one rounded number when both ends are near, else "3–5 h". */
export function formatEta(range: readonly [number, number] | null): string | null {
  if (range === null) return null
  const [low, high] = range
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null
  if (high < 10) return 'a few seconds'
  if (high <= low * 1.35) return `about ${rounded((low + high) / 2)}`
  return span(low, high)
}

function rounded(seconds: number): string {
  if (seconds < minute) return formatDuration(Math.ceil(seconds / 10) * 10)
  if (seconds < hour) return formatDuration(Math.round(seconds / minute) * minute)
  if (seconds < 10 * hour) return formatDuration(Math.round(seconds / (10 * minute)) * 10 * minute)
  return formatDuration(Math.round(seconds / hour) * hour)
}

function span(low: number, high: number): string {
  const [unit, name] = unitOf(high)
  const from = Math.max(1, Math.floor(low / unit))
  const to = Math.ceil(high / unit)
  if (low < unit * 0.75) return `up to ${to} ${name}`
  return from === to ? `about ${to} ${name}` : `${from}–${to} ${name}`
}

function unitOf(seconds: number): readonly [number, string] {
  if (seconds < 2 * minute) return [1, 's']
  if (seconds < 2 * hour) return [minute, 'min']
  if (seconds < 2 * day) return [hour, 'h']
  return [day, 'd']
}

const dates = lazily(
  () => new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }),
)
const clocks = lazily(
  () => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
)
const longDates = lazily(
  () => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
)

/** 2021-09-14, in the time zone of this computer. */
export function formatDate(ms: number | null): string {
  return ms === null ? '' : dates().format(ms)
}

export function formatClock(ms: number): string {
  return clocks().format(ms)
}

export function formatDateTime(ms: number): string {
  return longDates().format(ms)
}

/** "just now", "12 min ago", "3 d ago", then the date. */
export function formatAgo(ms: number, now: number): string {
  const seconds = Math.max(0, (now - ms) / 1000)
  if (seconds < minute) return 'just now'
  if (seconds < hour) return `${Math.floor(seconds / minute)} min ago`
  if (seconds < day) return `${Math.floor(seconds / hour)} h ago`
  if (seconds < 30 * day) return `${Math.floor(seconds / day)} d ago`
  return formatDate(ms)
}
