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

/** Steps between two looks at the clock. */
const stepsAtOnce = 32

/** Takes the steps of something long to its end, with a pause whenever the turn was long enough. */
export async function stepsInTurns<T>(steps: Generator<void, T>): Promise<T> {
  const turns = createTurns()
  for (;;) {
    await turns.pause()
    for (let taken = 0; taken < stepsAtOnce; taken++) {
      const step = steps.next()
      if (step.done) return step.value
    }
  }
}
