import { setTimeout as delay } from 'node:timers/promises'

/** Clock, chance and waiting, handed in so that tests need no time. */
export interface Pauses {
  /** ms since 1970. */
  readonly now: () => number
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** Rejects with the signal's reason when aborted. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>
}

export const realPauses: Pauses = {
  now: Date.now,
  random: Math.random,
  sleep: async (delayMs, signal) => {
    try {
      await delay(delayMs, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  },
}
