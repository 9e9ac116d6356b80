import { setTimeout as sleep } from 'node:timers/promises'

const TICK_MS = 50
const UNLIMITED = 0x7fffffff

/** What workers need of a limit: two Int32 cells, `[tokens, limited]`. */
export type BandwidthCells = SharedArrayBuffer

export interface Bandwidth {
  readonly cells: BandwidthCells
  /** Bytes per second over all workers; null lifts the limit. At once. */
  setLimit(bytesPerSecond: number | null): void
  close(): void
}

/** One token bucket that all workers draw from; the main thread fills it every 50 ms. */
export function createBandwidth(): Bandwidth {
  const cells = new SharedArrayBuffer(8)
  const [TOKENS, LIMITED] = [0, 1]
  const view = new Int32Array(cells)
  let timer: NodeJS.Timeout | undefined
  Atomics.store(view, TOKENS, UNLIMITED)

  return {
    cells,
    setLimit(bytesPerSecond) {
      clearInterval(timer)
      Atomics.store(view, LIMITED, bytesPerSecond === null ? 0 : 1)
      if (bytesPerSecond === null) return
      const share = Math.max(1, Math.round((bytesPerSecond * TICK_MS) / 1000))
      Atomics.store(view, TOKENS, share)
      timer = setInterval(() => {
        const now = Atomics.load(view, TOKENS)
        Atomics.store(view, TOKENS, Math.min(now + share, share * 4))
      }, TICK_MS)
      timer.unref()
    },
    close() {
      clearInterval(timer)
    },
  }
}

/** Worker side: call with the bytes just read; resolves when the bucket allows more. */
export function createThrottle(
  cells: BandwidthCells,
): (bytes: number, signal: AbortSignal) => Promise<void> | null {
  const view = new Int32Array(cells)
  return (bytes, signal) => {
    if (Atomics.load(view, 1) === 0) return null
    const left = Atomics.sub(view, 0, bytes) - bytes
    return left > 0 ? null : refilled(view, signal)
  }
}

async function refilled(view: Int32Array, signal: AbortSignal): Promise<void> {
  while (Atomics.load(view, 1) === 1 && Atomics.load(view, 0) <= 0) {
    await sleep(TICK_MS / 2, undefined, { signal })
  }
}
