import { setImmediate as breath } from 'node:timers/promises'

/** Whoever works through many rows shares the thread with what answers windows. */
const longestTurnMs = 6
/** Rows between two looks at the clock. */
const rowsAtOnce = 512

export interface Turns {
  /** Lets others go on when the turn was long enough. */
  pause(): Promise<void> | undefined
}

export function createTurns(): Turns {
  let began = performance.now()
  return {
    pause() {
      if (performance.now() - began < longestTurnMs) return undefined
      return breath().then(() => {
        began = performance.now()
      })
    },
  }
}

/** Visits 0 to below `count`, with a pause whenever the turn was long enough. */
export async function inTurns(count: number, visit: (at: number) => void): Promise<void> {
  const turns = createTurns()
  for (let from = 0; from < count; from += rowsAtOnce) {
    await turns.pause()
    const to = Math.min(count, from + rowsAtOnce)
    for (let at = from; at < to; at++) visit(at)
  }
}
