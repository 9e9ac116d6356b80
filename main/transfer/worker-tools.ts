import type { Http } from '../net/http.ts'

/** What a worker's tasks share. */
export interface WorkerTools {
  /** A client that goes through this proxy; null goes straight. */
  http(proxy: string | null): Http
  /** Null when the bandwidth limit allows more at once. */
  throttle(bytes: number, signal: AbortSignal): Promise<void> | null
  readonly stallMs: number
}

/** One task under way in a worker. */
export interface RunningTask {
  readonly signal: AbortSignal
  /** Bytes of a part that are in the partial. */
  have: number
  /** Makes `have` true for the disk; null when there is nothing to flush. */
  flush: (() => Promise<void>) | null
  /** Whether nothing new is to be begun. */
  isEnding: boolean
  /** Adds to the bytes that the next progress report tells. */
  count(bytes: number): void
}
