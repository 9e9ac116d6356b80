/** How long a download takes, told from what the line gave before. */

/** A stretch of time in which something moved. */
export interface LineSpeed {
  readonly bytes: number
  readonly ms: number
}

/**
 * Seconds for so many bytes, from the faster to the slower quarter of what was measured lately;
 * null when too little was.
 */
export function expectedSeconds(
  bytes: number,
  speeds: readonly LineSpeed[],
): readonly [low: number, high: number] | null {
  const rates = speeds
    .filter((it) => it.ms > 0 && it.bytes > 0)
    .map((it) => (it.bytes / it.ms) * 1000)
    .sort((a, b) => a - b)
  const at = (share: number) => rates[Math.round((rates.length - 1) * share)]
  const slow = at(0.25)
  const fast = at(0.75)
  return slow === undefined || fast === undefined ? null : [bytes / fast, bytes / slow]
}
