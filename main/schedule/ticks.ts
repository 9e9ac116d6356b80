/** Times that a pattern names, as croner counts them through all changes of the clocks. */
import { Cron } from 'croner'

export interface Ticks {
  /** The first after a time; null when there is none. */
  after(time: number): number | null
  /** The last at or before a time; null when there is none. */
  upTo(time: number): number | null
}

/**
 * A time that does not exist is the first moment after the gap; one that comes twice is the first.
 * Throws for a pattern or zone that croner does not understand.
 */
export function ticksOf(pattern: string, timeZone: string): Ticks {
  const key = `${timeZone} ${pattern}`
  const known = made.get(key)
  if (known) return known
  const ticks = makeTicks(pattern, timeZone)
  if (made.size >= KEPT) made.clear()
  made.set(key, ticks)
  return ticks
}

const KEPT = 200
const made = new Map<string, Ticks>()
const SECOND_MS = 1000
/** Further away it is quicker to begin anew. */
const MOST_STEPS = 4
const MOST_TIMES = 2000

function makeTicks(pattern: string, timeZone: string): Ticks {
  const options = { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard' } as const
  const cron = new Cron(pattern, options)
  const next = (time: number) => cron.nextRun(new Date(time))?.getTime() ?? null
  /** croner looks at whole seconds, strictly before. */
  const newest = (time: number) => {
    const second = Math.floor(time / SECOND_MS) * SECOND_MS + SECOND_MS
    return cron.previousRuns(1, new Date(second))[0]?.getTime() ?? null
  }
  // Throws here rather than later when the zone is unknown.
  next(0)
  /** Neighbours, in order: questions come close to each other, and croner takes a millisecond. */
  let times: number[] = []
  /** Nothing comes before the first of them, or after the last. */
  let isFirst = false
  let isLast = false

  function reset(time: number): void {
    const from = newest(time)
    const to = next(time)
    times = [from, to].filter((each) => each !== null)
    isFirst = from === null
    isLast = to === null
  }

  function extend(time: number): void {
    const [first = 0] = times
    const last = times.at(-1) ?? 0
    if (time < first) {
      const before = newest(first - 1)
      if (before === null) isFirst = true
      else times.unshift(before)
    } else {
      const after = next(last)
      if (after === null) isLast = true
      else times.push(after)
    }
  }

  function isKnown(time: number): boolean {
    const [first] = times
    const last = times.at(-1)
    const isStart = isFirst || (first !== undefined && first <= time)
    return isStart && (isLast || (last !== undefined && time < last))
  }

  /** How many of the times known are at or before this one. */
  function look(time: number): number {
    for (let step = 0; step < MOST_STEPS && times.length > 0 && !isKnown(time); step++) extend(time)
    if (!isKnown(time) || times.length > MOST_TIMES) reset(time)
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? 0) <= time) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    after(time) {
      const before = look(time)
      return times[before] ?? null
    },
    upTo(time) {
      const before = look(time)
      return times[before - 1] ?? null
    },
  }
}
