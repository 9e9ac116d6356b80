import type { Night, Stretch } from '../model/overnight.ts'
import { nextOccurrence } from './occurrences.ts'
import { type Timing, windowAt } from './windows.ts'

/** A stretch in which the window is open; without a window it has no end. */
export interface Opening {
  readonly from: number
  readonly to: number | null
}

/**
 * When bytes of a run may move: from its start, then whenever the window opens, since what is not
 * done goes on then. A run that is under way already does not wait for the next start.
 */
export function* openingsFrom(
  timing: Timing,
  now: number,
  isUnderWay: boolean,
): Generator<Opening> {
  let from = isUnderWay ? openFrom(timing, now) : (nextOccurrence(timing, now)?.start ?? null)
  for (let night = 0; from !== null && night < MOST_NIGHTS; night++) {
    const { until: to } = windowAt(timing, from)
    yield { from, to }
    from = to === null ? null : openFrom(timing, to)
  }
}

/** More nights are told as that. */
const MOST_NIGHTS = 60

/** The time itself while the window is open. */
function openFrom(timing: Timing, time: number): number | null {
  const { isIn, until } = windowAt(timing, time)
  return isIn ? time : until
}

/** A limit, and until when it holds; null: for ever. */
export interface LimitState {
  readonly bytesPerSecond: number | null
  readonly until: number | null
}

/** An opening cut where the speed limit changes. */
export function nightOf({ from, to }: Opening, limitAt: (time: number) => LimitState): Night {
  const end = to ?? Number.POSITIVE_INFINITY
  const stretches: Stretch[] = []
  for (let at = from; at < end; ) {
    const { bytesPerSecond, until } = limitAt(at)
    const isLast = until === null || until <= at || stretches.length === MOST_STRETCHES
    const next = isLast ? end : Math.min(end, until)
    stretches.push({ from: at, to: next, limitBytesPerSecond: bytesPerSecond })
    at = next
  }
  return stretches
}

/** Some weeks of changes, for what has no end. */
const MOST_STRETCHES = 200
