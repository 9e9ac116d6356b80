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

function makeTicks(pattern: string, timeZone: string): Ticks {
  const options = { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard' } as const
  const cron = new Cron(pattern, options)
  // Throws here rather than later when the zone is unknown.
  const next = (time: number) => cron.nextRun(new Date(time))?.getTime() ?? null
  next(0)
  /** Neighbours asked for last: most questions are about the time between them. */
  let from: number | null = null
  let to: number | null = null
  let isKnown = false

  function look(time: number): void {
    if (isKnown && (from === null || from <= time)) {
      if (to === null || time < to) return
      const following = next(to)
      if (following === null || time < following) {
        from = to
        to = following
        return
      }
    }
    // croner looks at whole seconds, strictly before.
    const second = Math.floor(time / SECOND_MS) * SECOND_MS + SECOND_MS
    from = cron.previousRuns(1, new Date(second))[0]?.getTime() ?? null
    to = next(time)
    isKnown = true
  }

  return {
    after(time) {
      look(time)
      return to
    },
    upTo(time) {
      look(time)
      return from
    },
  }
}
