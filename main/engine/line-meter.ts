/** Keeps how fast the line was, in stretches of ten seconds in which something moved. */
import type { Meter } from '../queue/meter.ts'
import type { Store } from '../store/database.ts'

const STRETCH_MS = 10_000

export interface LineMeter {
  /** Bytes that came over the line. */
  add(bytes: number): void
  /** Call at a steady beat. A stretch in which nothing moves is not one of the line's. */
  tick(nowMs: number, isMoving: boolean): void
  /** Keeps what was measured of the stretch under way. */
  close(nowMs: number): void
}

export function createLineMeter(store: Pick<Store, 'lineSpeeds' | 'gather'>): LineMeter {
  let bytes = 0
  let since: number | null = null

  function keep(now: number): void {
    if (since === null) return
    const ms = now - since
    if (ms >= 1000 && bytes > 0) {
      const speed = { bytes, ms }
      store.gather(() => store.lineSpeeds.add(now, speed))
    }
    since = null
    bytes = 0
  }

  return {
    add(more) {
      bytes += more
    },
    tick(now, isMoving) {
      if (!isMoving) return keep(now)
      if (since === null) {
        since = now
        return
      }
      if (now - since < STRETCH_MS) return
      keep(now)
      since = now
    },
    close: keep,
  }
}

/** The same meter, which tells others of what came over the line too. */
export function measured(meter: Meter, others: readonly Pick<LineMeter, 'add'>[]): Meter {
  return {
    ...meter,
    add(transferId, jobId, bytes) {
      for (const other of others) other.add(bytes)
      meter.add(transferId, jobId, bytes)
    },
  }
}
