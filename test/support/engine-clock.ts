import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../main/engine/context.ts'

/** A clock on which every wait is over at once: it is put on by what was asked for. */
export interface WarpClock extends Clock {
  /** All waits so far, ms. */
  readonly waits: readonly number[]
  /** Puts the clock on. */
  skip(ms: number): void
}

/** Enough for the servers of a test to see one request end before the next one begins. */
const LONGEST_REAL_MS = 15

export function createWarpClock(): WarpClock {
  const waits: number[] = []
  let aheadMs = 0
  return {
    waits,
    now: () => Date.now() + aheadMs,
    skip: (ms) => {
      aheadMs += ms
    },
    async sleep(ms, signal) {
      waits.push(ms)
      const realMs = Math.min(ms, LONGEST_REAL_MS)
      try {
        await delay(realMs, undefined, { signal })
      } catch (error) {
        throw signal.aborted ? signal.reason : error
      }
      aheadMs += ms - realMs
    },
  }
}
