import type { IncomingHttpHeaders } from 'node:http'
import type { Content } from './content/content.ts'

export type ServiceName = 'api' | 's3' | 'webdav' | 'elsewhere'

/** One request, as the handlers of all services see it. */
export interface Call {
  readonly service: ServiceName
  readonly method: string
  /** Path and query as they were sent. */
  readonly target: string
  /** The part before the question mark, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: () => Promise<Buffer>
  readonly quirk?: ListingQuirk
}

/** How a listing misbehaves because a fault asks for it. */
export type ListingQuirk = 'endless' | 'duplicate' | 'shifting'

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Bytes `start` up to, not including, `end`. */
  | {
      readonly kind: 'range'
      readonly content: Content
      readonly start: number
      readonly end: number
    }
  | { readonly kind: 'stream'; readonly chunks: () => Iterable<Buffer> }

export interface Reply {
  readonly status: number
  readonly statusText?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

export type Handler = (call: Call) => Reply | Promise<Reply>

export function bytesReply(
  status: number,
  type: string,
  bytes: Buffer | string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const body = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)
  return {
    status,
    headers: { 'Content-Type': type, 'Content-Length': String(body.length), ...headers },
    body: { kind: 'bytes', bytes: body },
  }
}

export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'Content-Length': '0', ...headers }, body: { kind: 'none' } }
}

export function jsonReply(status: number, value: unknown, headers = {}): Reply {
  return bytesReply(status, 'application/json', JSON.stringify(value), headers)
}

export function htmlReply(status: number, html: string, headers = {}): Reply {
  return bytesReply(status, 'text/html; charset=utf-8', html, headers)
}
