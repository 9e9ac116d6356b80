import type { Call, ServiceName } from './call.ts'

/** A whole number of seconds, or the same as an HTTP date. */
export type RetryAfter =
  | { readonly seconds: number; readonly form?: 'seconds' | 'date' }
  | undefined

/** What goes wrong. Byte counts are bytes of the body, offsets are offsets in the object. */
export type FaultKind =
  /** The connection is reset after so many bytes. */
  | { readonly name: 'cut'; readonly afterBytes: number }
  /** The right Content-Length, then a proper close after so many bytes. */
  | { readonly name: 'truncate'; readonly afterBytes: number }
  /** A Content-Length that is too small and a body to match. */
  | { readonly name: 'shorten'; readonly toBytes: number }
  /** So many bytes, then silence on an open connection. */
  | { readonly name: 'stall'; readonly afterBytes: number }
  /** 200 with the whole object for a request with Range. */
  | { readonly name: 'ignore-range' }
  /** 206 whose Content-Range is off by so many bytes (default 1). */
  | { readonly name: 'wrong-content-range'; readonly byBytes?: number }
  | { readonly name: 'flip'; readonly atByte: number }
  /** Another object under the same key: other bytes, another ETag, 412 for the old one. */
  | { readonly name: 'replaced' }
  /** 403, as for a presigned URL past its time. */
  | { readonly name: 'expired' }
  | { readonly name: 'forbidden' }
  | { readonly name: 'gone' }
  | { readonly name: 'precondition-failed' }
  | { readonly name: 'range-not-satisfiable' }
  | { readonly name: 'too-many-requests'; readonly retryAfter?: RetryAfter }
  | { readonly name: 'unavailable'; readonly retryAfter?: RetryAfter }
  /** 500 with an HTML page. */
  | { readonly name: 'server-error' }
  | { readonly name: 'bad-gateway' }
  | { readonly name: 'gateway-timeout' }
  | { readonly name: 'slow'; readonly bytesPerSecond: number }
  | { readonly name: 'latency'; readonly delayMs: number }
  /** No answer before the test says so. */
  | { readonly name: 'hold'; readonly until: () => Promise<void> }
  /** More than `limit` requests at once are reset, or answered with 503 where `answer` says so. */
  | { readonly name: 'connection-limit'; readonly limit: number; readonly answer?: 'reset' | '503' }
  /** Closed without an answer. */
  | { readonly name: 'drop' }
  /** A listing whose last page has a next one, for ever. */
  | { readonly name: 'endless-listing' }
  /** Every page after the first starts with the last rows of the page before. */
  | { readonly name: 'duplicate-page' }
  /** The first row vanishes once the first page was read, so the others move up. */
  | { readonly name: 'shifting-listing' }
  | { readonly name: 'redirect-loop' }
  /** 302 to another origin, which serves the same and records what it is sent. */
  | { readonly name: 'redirect-elsewhere' }
  /** 503 with an HTML page, as from a host without a running process. */
  | { readonly name: 'dead' }
  /** 200 with an HTML page in place of the answer, as from a captive portal. */
  | { readonly name: 'captive' }

export interface FaultScope {
  readonly service?: ServiceName
  readonly method?: string
  /** Part of the decoded path and query, a pattern for it, or a test. Absent: every request. */
  readonly where?: string | RegExp | ((call: Call) => boolean)
  /** How many matching requests pass before it begins. Default 0. */
  readonly skip?: number
  /** How many requests it hits. Default: all. */
  readonly times?: number
}

export type FaultRule = FaultKind & FaultScope
