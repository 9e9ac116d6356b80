/** When schedules run: the one place that counts in calendars. */
import type { Occurrence } from '../model/schedule.ts'
import { lastWindowEnd, startsOf, type Timing, windowAt } from './windows.ts'

/** Starts outside the window that are passed over before a rule counts as one that never runs. */
const MOST_PASSED_OVER = 2000
/** What a run that was missed stands for is counted up to here. */
const MOST_MISSED = 1000
/** Later than this after its start a run was missed and is caught up. */
const LATE_MS = 60_000

/**
 * What was found last. Where most starts lie outside the window a search passes over thousands of
 * them, and schedules are looked at every half minute.
 */
interface Memory {
  ahead: { readonly from: number; readonly next: Occurrence | null } | null
  behind: { readonly upTo: number; readonly start: number | null } | null
}

const KEPT = 200
const memories = new Map<string, Memory>()

function memoryOf({ when, window, timeZone }: Timing): Memory {
  const key = JSON.stringify([when, window, timeZone])
  const known = memories.get(key)
  if (known) return known
  const memory: Memory = { ahead: null, behind: null }
  if (memories.size >= KEPT) memories.clear()
  memories.set(key, memory)
  return memory
}

/** The next runs after a time, at most `count`. */
export function occurrences(timing: Timing, from: number, count: number): readonly Occurrence[] {
  const found: Occurrence[] = []
  for (let after = from; found.length < count; ) {
    const next = nextOccurrence(timing, after)
    if (next === null) break
    found.push(next)
    after = next.start
  }
  return found
}

/** The first run after a time; null when there is none. */
export function nextOccurrence(timing: Timing, from: number): Occurrence | null {
  const memory = memoryOf(timing)
  const { ahead } = memory
  if (ahead && ahead.from <= from && from < (ahead.next?.start ?? Number.POSITIVE_INFINITY))
    return ahead.next
  const next = findNext(timing, from)
  memory.ahead = { from, next }
  return next
}

function findNext(timing: Timing, from: number): Occurrence | null {
  const starts = startsOf(timing)
  let after = from
  for (let passed = 0; passed < MOST_PASSED_OVER; passed++) {
    const start = starts.after(after)
    if (start === null) return null
    const { isIn, until } = windowAt(timing, start)
    if (isIn) return { start, latestEnd: until }
    if (until === null) return null
    // The window may open at the very minute of the next start.
    after = Math.max(start, until - 1)
  }
  return null
}

export interface DueRun {
  readonly plannedFor: number
  /** When the window allows it: now, or when it opens next. */
  readonly startsAt: number
  readonly isCaughtUp: boolean
  /** Earlier runs that it stands for. */
  readonly missed: number
}

/**
 * The newest run planned after `last` and not after `now`; those before it are not made up for one
 * by one. Null when none is due.
 */
export function dueRun(timing: Timing, last: number, now: number): DueRun | null {
  const plannedFor = newestStart(timing, now)
  if (plannedFor === null || plannedFor <= last) return null
  const { isIn, until } = windowAt(timing, now)
  return {
    plannedFor,
    startsAt: isIn ? now : (until ?? now),
    isCaughtUp: now - plannedFor > LATE_MS,
    missed: countStarts(timing, last, plannedFor),
  }
}

/** Start of the newest run up to a time. */
function newestStart(timing: Timing, now: number): number | null {
  const memory = memoryOf(timing)
  const start = findNewest(timing, now, memory.behind)
  memory.behind = { upTo: now, start }
  return start
}

/** `known`: the answer for another time, which is still the answer when no run began since. */
function findNewest(timing: Timing, now: number, known: Memory['behind']): number | null {
  const starts = startsOf(timing)
  let upTo = now
  for (let passed = 0; passed < MOST_PASSED_OVER; passed++) {
    const start = starts.upTo(upTo)
    if (known && known.upTo <= now && (start ?? 0) <= known.upTo) return known.start
    if (start === null || windowAt(timing, start).isIn) return start
    const end = lastWindowEnd(timing, start)
    if (end === null) return null
    upTo = end - 1
  }
  return null
}

/** Starts between two times, neither of them counted. */
function countStarts(timing: Timing, from: number, to: number): number {
  let count = 0
  let next = nextOccurrence(timing, from)
  while (next !== null && next.start < to && count < MOST_MISSED) {
    count += 1
    next = nextOccurrence(timing, next.start)
  }
  return count
}
