/** Which runs wait to try again after passing trouble, until when and why. */
import type { FailureRecord } from '../../model/failure.ts'

export interface RunRetry {
  /** ms since 1970. */
  readonly at: number
  readonly failure: FailureRecord
}

export interface RunRetries {
  of(runId: number): RunRetry | null
  /** Resolves when it is time, when a person wants it now, or when the signal is aborted. */
  wait(runId: number, retry: RunRetry, signal: AbortSignal): Promise<void>
  /** Ends the wait. */
  tryNow(runId: number): void
}

interface Parts {
  readonly clock: {
    now(): number
    sleep(ms: number, signal?: AbortSignal): Promise<void>
  }
  /** Told when a wait begins or ends. */
  readonly onChange: () => void
}

export function createRunRetries({ clock, onChange }: Parts): RunRetries {
  const waits = new Map<number, { readonly retry: RunRetry; readonly end: AbortController }>()
  return {
    of: (runId) => waits.get(runId)?.retry ?? null,
    async wait(runId, retry, signal) {
      const end = new AbortController()
      waits.set(runId, { retry, end })
      onChange()
      const waitMs = Math.max(0, retry.at - clock.now())
      await clock.sleep(waitMs, AbortSignal.any([signal, end.signal])).catch(() => {})
      waits.delete(runId)
      onChange()
    },
    tryNow: (runId) => waits.get(runId)?.end.abort(new Error('a person wants it now')),
  }
}
