import type { Clock } from './context.ts'

/** Keeps requests of many at once apart, and all of them back while a server asks for it. */
export interface RequestPace {
  /** Resolves when the next request may begin. */
  turn(signal: AbortSignal): Promise<void>
  /** Nobody's turn comes before this many ms are over. */
  hold(ms: number): void
}

export function createRequestPace(clock: Clock, gapMs: number): RequestPace {
  let nextAt = 0
  let heldUntil = 0
  return {
    async turn(signal) {
      for (;;) {
        const at = Math.max(clock.now(), nextAt, heldUntil)
        nextAt = at + gapMs
        const waitMs = at - clock.now()
        if (waitMs > 0) await clock.sleep(waitMs, signal)
        signal.throwIfAborted()
        if (clock.now() >= heldUntil) return
      }
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms)
    },
  }
}
