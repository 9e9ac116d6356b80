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
export function openingsFrom(
  timing: Timing,
  now: number,
  { isUnderWay, count }: { readonly isUnderWay: boolean; readonly count: number },
): readonly Opening[] {
  const found: Opening[] = []
  let from = isUnderWay ? openFrom(timing, now) : (nextOccurrence(timing, now)?.start ?? null)
  while (from !== null && found.length < count) {
    const { until: to } = windowAt(timing, from)
    found.push({ from, to })
    from = to === null ? null : openFrom(timing, to)
  }
  return found
}

/** The time itself while the window is open. */
function openFrom(timing: Timing, time: number): number | null {
  const { isIn, until } = windowAt(timing, time)
  return isIn ? time : until
}
