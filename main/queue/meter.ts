/** Turns arriving bytes into speeds that do not jump and times that are honest. */
import type { Pace } from '../model/job.ts'

/** Time constants of the two averages, in ms; their difference gives the range of an estimate. */
const QUICK_MS = 4_000
const SLOW_MS = 40_000

interface Averages {
  quick: number
  slow: number
  /** How long the averages have been fed, ms. */
  age: number
}

export interface Meter {
  /** Bytes that came over the line now. Resumed and skipped bytes are never told here. */
  add(transferId: number, jobId: string, bytes: number): void
  /** Bytes in sight but not yet in the journal are forgotten, since the journal tells them now. */
  settle(transferId: number): void
  forget(transferId: number): void
  /** Nothing moves: all speeds are nothing. */
  rest(): void
  /** Bytes of a transfer since it was last settled. */
  ahead(transferId: number): number
  /** Call at a steady beat; averages move only here. */
  tick(nowMs: number): void
  /** Speed, and the seconds that `leftBytes` take at it. */
  pace(scope: string | number | null, leftBytes: number): Pace
}

export function createMeter(startMs: number): Meter {
  const fresh = new Map<string | number | null, number>()
  const averages = new Map<string | number | null, Averages>()
  const aheadOf = new Map<number, number>()
  let last = startMs

  function count(scope: string | number | null, bytes: number): void {
    fresh.set(scope, (fresh.get(scope) ?? 0) + bytes)
    if (!averages.has(scope)) averages.set(scope, { quick: 0, slow: 0, age: 0 })
  }

  return {
    add(transferId, jobId, bytes) {
      count(null, bytes)
      count(jobId, bytes)
      count(transferId, bytes)
      aheadOf.set(transferId, (aheadOf.get(transferId) ?? 0) + bytes)
    },
    settle: (transferId) => void aheadOf.delete(transferId),
    forget(transferId) {
      aheadOf.delete(transferId)
      averages.delete(transferId)
      fresh.delete(transferId)
    },
    rest() {
      averages.clear()
      fresh.clear()
    },
    ahead: (transferId) => aheadOf.get(transferId) ?? 0,
    tick(now) {
      const span = now - last
      if (span <= 0) return
      last = now
      for (const [scope, average] of averages) {
        feed(average, ((fresh.get(scope) ?? 0) / span) * 1000, span)
        if (average.quick < 1 && average.age > SLOW_MS) averages.delete(scope)
      }
      fresh.clear()
    },
    pace(scope, leftBytes) {
      const average = averages.get(scope)
      if (!average || average.quick < 1) return { bytesPerSecond: 0, etaSeconds: null }
      const fast = Math.max(average.quick, average.slow)
      const slow = Math.max(1, Math.min(average.quick, average.slow))
      return {
        bytesPerSecond: Math.round(average.quick),
        etaSeconds: [leftBytes / fast, leftBytes / slow],
      }
    },
  }
}

/** Averages that start from the first rates rather than from zero. */
function feed(average: Averages, rate: number, span: number): void {
  average.age += span
  const weight = (constant: number) =>
    Math.max(1 - Math.exp(-span / constant), Math.min(1, span / average.age))
  average.quick += (rate - average.quick) * weight(QUICK_MS)
  average.slow += (rate - average.slow) * weight(SLOW_MS)
}
