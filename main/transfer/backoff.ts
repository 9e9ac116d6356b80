/** First pause, doubled with each try: 0.5, 1, 2, 4, … 60 s, each times a random 0.5…1. */
const FIRST_MS = 500
const LONGEST_MS = 60_000

/**
 * Pause before try number `attempt` (from 1), in ms. `retryAfterMs` from the server is a floor.
 * `random` gives 0…1, so that many clients do not come back at the same moment.
 */
export function backoffMs(
  attempt: number,
  retryAfterMs: number | null,
  random: () => number,
): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16))
  return Math.max(retryAfterMs ?? 0, Math.round(full * (0.5 + random() / 2)))
}
