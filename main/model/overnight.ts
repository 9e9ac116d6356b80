/** How many nights a download takes, and what the first of them brings. Pure. */
import type { LineSpeed } from './line-time.ts'

/** Time in which bytes may move, at most so fast; a limit of null: as fast as the line is. */
export interface Stretch {
  /** ms since 1970; `to` may be infinite. */
  readonly from: number
  readonly to: number
  readonly limitBytesPerSecond: number | null
}

/** One opening of a window: its stretches, one after another. */
export type Night = readonly Stretch[]

/** What is still to come of a file. */
export interface ComingFile {
  readonly leftBytes: number
  readonly subject: string | null
}

export interface FirstNight {
  /** That are whole by its end. */
  readonly files: number
  /** That come in it, also those of a file that pauses at its end. */
  readonly bytes: number
  /** Whose files are all there by its end, in the order in which they come. */
  readonly subjects: readonly string[]
}

export interface Overnight {
  readonly files: number
  readonly bytes: number
  /** Whose files come. */
  readonly subjects: number
  /** Median of what the line gave; null when it was never measured. */
  readonly bytesPerSecond: number | null
  /** Null when it cannot be told: the speed is not known, or more nights are needed than were looked at. */
  readonly nights: number | null
  /** ms since 1970; null as above, and when nothing comes. */
  readonly finishedAt: number | null
  /** Null without a speed or a night. */
  readonly first: FirstNight | null
}

/** Of stretches in which something moved; null when there is none. */
export function medianSpeed(speeds: readonly LineSpeed[]): number | null {
  const rates = speeds
    .filter(({ ms, bytes }) => ms > 0 && bytes > 0)
    .map(({ ms, bytes }) => (bytes / ms) * 1000)
    .sort((a, b) => a - b)
  const upper = rates[Math.floor(rates.length / 2)]
  const lower = rates[Math.floor((rates.length - 1) / 2)]
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2
}

/**
 * `files` in the order in which they come, one after another; `nights` oldest first, of which no more
 * are taken than are needed.
 */
export function overnight(
  files: readonly ComingFile[],
  nights: Iterable<Night>,
  bytesPerSecond: number | null,
): Overnight {
  const bytes = files.reduce((sum, file) => sum + file.leftBytes, 0)
  const subjects = new Set(files.flatMap(({ subject }) => subject ?? [])).size
  const known = { files: files.length, bytes, subjects, bytesPerSecond }
  if (bytesPerSecond === null) return { ...known, nights: null, finishedAt: null, first: null }
  let first: FirstNight | null = null
  let left = bytes
  let count = 0
  for (const night of nights) {
    first ??= firstNight(files, room(night, bytesPerSecond))
    if (left === 0) break
    count += 1
    const end = endIn(night, left, bytesPerSecond)
    if (end !== null) return { ...known, nights: count, finishedAt: end, first }
    left -= room(night, bytesPerSecond)
  }
  return { ...known, nights: bytes === 0 ? 0 : null, finishedAt: null, first }
}

/** When so many bytes are there; null when the night has no room for them. */
function endIn(night: Night, bytes: number, bytesPerSecond: number): number | null {
  let left = bytes
  for (const stretch of night) {
    const speed = speedIn(stretch, bytesPerSecond)
    const fits = roomIn(stretch, speed)
    if (left <= fits) return stretch.from + (left / speed) * 1000
    left -= fits
  }
  return null
}

function speedIn({ limitBytesPerSecond }: Stretch, bytesPerSecond: number): number {
  return Math.min(bytesPerSecond, limitBytesPerSecond ?? bytesPerSecond)
}

/** An endless stretch in which nothing may move has no room. */
function roomIn({ from, to }: Stretch, speed: number): number {
  return speed === 0 ? 0 : ((to - from) / 1000) * speed
}

function room(night: Night, bytesPerSecond: number): number {
  return night.reduce((sum, it) => sum + roomIn(it, speedIn(it, bytesPerSecond)), 0)
}

function firstNight(files: readonly ComingFile[], roomBytes: number): FirstNight {
  const whole: ComingFile[] = []
  const open = new Set<string>()
  let bytes = 0
  for (const file of files) {
    const isWhole = open.size === 0 && bytes + file.leftBytes <= roomBytes
    if (isWhole) {
      whole.push(file)
      bytes += file.leftBytes
    } else open.add(file.subject ?? '')
  }
  const isCut = whole.length < files.length
  const ready = new Set(whole.flatMap(({ subject }) => subject ?? []))
  const subjects = [...ready].filter((subject) => !open.has(subject))
  return { files: whole.length, bytes: isCut ? roomBytes : bytes, subjects }
}
