import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../main/engine/context.ts'

/** A clock that stands still until it is put on; short waits, between two tries, are over soon. */
export interface HandClock extends Clock {
  set(time: number): void
}

const SHORT_MS = 20_000
const REAL_MS = 5

export function createHandClock(start: number): HandClock {
  let now = start
  const waiting = new Set<() => void>()
  return {
    now: () => now,
    set(time) {
      now = time
      for (const see of [...waiting]) see()
    },
    sleep(ms, signal) {
      if (ms < SHORT_MS) return delay(REAL_MS, undefined, { signal })
      const until = now + ms
      return new Promise((resolve, reject) => {
        const stop = () => {
          waiting.delete(see)
          reject(signal.reason)
        }
        const see = () => {
          if (now < until) return
          waiting.delete(see)
          signal.removeEventListener('abort', stop)
          resolve()
        }
        if (signal.aborted) return stop()
        signal.addEventListener('abort', stop, { once: true })
        waiting.add(see)
      })
    },
  }
}
