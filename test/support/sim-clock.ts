import type { Clock } from '../../main/engine/context.ts'

/**
 * A clock on the wall over a clock that only ticks while the machine is awake, as timers do: a
 * suspended machine, or a person who sets the clock, moves the first alone.
 */
export interface SimClock extends Clock {
  /** ms that the machine was awake. */
  awake(): number
  /** Lets time pass; whoever sleeps is woken at its moment. */
  pass(ms: number): Promise<void>
  /** Puts the wall clock on, or back. */
  jump(ms: number): void
  /** Whoever sleeps is never woken: the program was killed. */
  kill(): void
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** Enough for what a wake-up sets off, in a program that waits for nothing but this clock. */
const TURNS = 24

export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await Promise.resolve()
}

export function createSimClock(start: number): SimClock {
  let awake = 0
  let ahead = start
  let sleepers = new Set<Sleeper>()

  function first(): Sleeper | null {
    let found: Sleeper | null = null
    for (const sleeper of sleepers) if (found === null || sleeper.at < found.at) found = sleeper
    return found
  }

  return {
    now: () => awake + ahead,
    awake: () => awake,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        const mine = sleepers
        const stop = () => {
          mine.delete(sleeper)
          reject(signal.reason)
        }
        const wake = () => {
          mine.delete(sleeper)
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const sleeper = { at: awake + ms, wake }
        if (signal.aborted) return reject(signal.reason)
        signal.addEventListener('abort', stop, { once: true })
        mine.add(sleeper)
      })
    },
    async pass(ms) {
      const end = awake + ms
      for (let next = first(); next !== null && next.at <= end; next = first()) {
        awake = Math.max(awake, next.at)
        next.wake()
        await settled()
      }
      awake = end
    },
    jump(ms) {
      ahead += ms
    },
    kill() {
      sleepers = new Set()
    },
  }
}
