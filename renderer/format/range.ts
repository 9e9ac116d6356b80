import { ageDaysOf } from '../../main/model/age.ts'
import type { Range } from '../../main/model/selection.ts'
import { formatBytes, parseBytes } from './bytes.ts'
import { formatDate } from './time.ts'

/** Ranges as people type them: "P60 to P90", "8–12 weeks", "over 1 GB", "2021 to 2023-06". */

type End = 'from' | 'to'
/** One end; null when it is none. `unit` is what the other end says where this one says none. */
type ReadEnd = (text: string, end: End, unit: string) => number | null

const from = /^(?:>=?|≥|over|above|from|since|after|at least|older than|more than|larger than)\s*/i
const to =
  /^(?:<=?|≤|under|below|up to|until|to|before|at most|younger than|less than|smaller than)\s*/i
const between = /\s*(?:\bto\b|\band\b|–|—|\.{2,}|…|\s-\s)\s*/i

export function readSizes(text: string): Range | null {
  return readRange(text.replace(/(\d\s*[a-z]*)-(?=\d)/i, '$1 to '), readSize, 'from')
}

export function readAges(text: string): Range | null {
  return readRange(text.replace(/(\d\s*[a-z]*)-(?=[p\d])/i, '$1 to '), readAge, 'both')
}

/** Whole days, months or years in the time zone of this computer, both ends included. */
export function readDates(text: string): Range | null {
  const strict = /^\s*(before|after)\s+(.+)$/i.exec(text)
  if (!strict?.[2]) return readRange(text, readDate, 'both')
  const range = readRange(strict[2], readDate, 'both')
  if (range?.from == null || range.to === null) return null
  return strict[1]?.toLowerCase() === 'before'
    ? { from: null, to: range.from - 1 }
    : { from: range.to + 1, to: null }
}

function readRange(text: string, read: ReadEnd, alone: 'from' | 'both'): Range | null {
  const trimmed = text.trim().replace(/^between\s+/i, '')
  const open = openRange(trimmed, read)
  if (open !== undefined) return open
  const [first = '', second, ...more] = trimmed.split(between)
  if (more.length > 0) return null
  if (second !== undefined)
    return ordered(read(first, 'from', unitOf(second)), read(second, 'to', ''))
  const low = read(first, 'from', '')
  if (low === null) return null
  return alone === 'from' ? { from: low, to: null } : ordered(low, read(first, 'to', ''))
}

/** undefined when neither end is named as open. */
function openRange(text: string, read: ReadEnd): Range | null | undefined {
  if (from.test(text) && !between.test(text.replace(from, ''))) {
    const value = read(text.replace(from, ''), 'from', '')
    return value === null ? null : { from: value, to: null }
  }
  if (to.test(text)) {
    const value = read(text.replace(to, ''), 'to', '')
    return value === null ? null : { from: null, to: value }
  }
  return undefined
}

function ordered(low: number | null, high: number | null): Range | null {
  return low === null || high === null || low > high ? null : { from: low, to: high }
}

const unitOf = (text: string) => /[a-z]+\s*$/i.exec(text)?.[0].trim() ?? ''

function readSize(text: string, _end: End, unit: string): number | null {
  return parseBytes(/[a-z]/i.test(text) ? text : `${text}${unit}`)
}

/** "60", "P60" (days after birth), "8 weeks", "2 y", "P1Y6M" as days, counted as metadata's are. */
function readAge(text: string, _end: End, unit: string): number | null {
  const said = /^p?(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(text.trim())
  const word = said?.[2] || unit || 'd'
  if (said && !/^(?:d|days?|w|weeks?|m|mo|months?|y|years?|p)$/i.test(word)) return null
  const letter = word.charAt(0).toUpperCase()
  const iso = said ? `P${said[1]}${letter === 'P' ? 'D' : letter}` : text
  return ageDaysOf(iso)?.[0] ?? null
}

function readDate(text: string, end: End): number | null {
  const parts = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text.trim())
  if (!parts) return null
  const [year, month, day] = parts.slice(1).map((it) => (it === undefined ? null : Number(it)))
  if (year == null || (month != null && (month < 1 || month > 12))) return null
  const first = new Date(year, (month ?? 1) - 1, day ?? 1)
  if (day != null && first.getDate() !== day) return null
  if (end === 'from') return first.getTime()
  return afterwards(year, month ?? null, day ?? null).getTime() - 1
}

function afterwards(year: number, month: number | null, day: number | null): Date {
  if (month === null) return new Date(year + 1, 0, 1)
  return day === null ? new Date(year, month, 1) : new Date(year, month - 1, day + 1)
}

const daysPerYear = 365.25

function formatDays(days: number): string {
  if (days < 2 * daysPerYear) return `${trimmed(days)} d`
  return `${trimmed(days / daysPerYear)} y`
}

/** From one age to another, in days; the upper end may be open. */
export function formatAge([from, to]: readonly [number, number]): string {
  if (from === to) return formatDays(from)
  return Number.isFinite(to) ? `${formatDays(from)} – ${formatDays(to)}` : `≥ ${formatDays(from)}`
}

const trimmed = (value: number) =>
  String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))

export const sizeWords = (range: Range) => rangeWords(range, formatBytes)
export const ageWords = (range: Range) => rangeWords(range, formatDays)
export const dateWords = (range: Range) => rangeWords(range, formatDate)

function rangeWords({ from: low, to: high }: Range, format: (value: number) => string): string {
  if (low === null) return high === null ? '' : `≤ ${format(high)}`
  if (high === null) return `≥ ${format(low)}`
  const [first, last] = [format(low), format(high)]
  if (first === last) return first
  const unit = /\s[a-zA-Z]+$/.exec(last)?.[0] ?? ''
  return `${unit !== '' && first.endsWith(unit) ? first.slice(0, -unit.length) : first} – ${last}`
}
