import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Body } from './call.ts'
import { chunksOf } from './content/content.ts'
import type { RecordedRequest } from './record.ts'

/** What the wire does to a body that the handler meant to be whole. */
export interface Wire {
  /** The connection is reset after this many bytes. */
  readonly cutAfterBytes?: number
  /** The connection is closed properly after this many bytes. */
  readonly closeAfterBytes?: number
  /** The answer ends properly after this many bytes. */
  readonly endAfterBytes?: number
  /** Nothing more is sent after this many bytes; the connection stays open. */
  readonly stallAfterBytes?: number
  /** Offset in the object of the byte whose bits are inverted. */
  readonly flipAtByte?: number
  readonly bytesPerSecond?: number
}

/** Sends the body with back-pressure and ends the answer, unless the wire forbids it. */
export async function sendBody(
  response: ServerResponse,
  body: Body,
  wire: Wire,
  record: RecordedRequest,
): Promise<void> {
  const limit = Math.min(
    wire.cutAfterBytes ?? Number.POSITIVE_INFINITY,
    wire.closeAfterBytes ?? Number.POSITIVE_INFINITY,
    wire.stallAfterBytes ?? Number.POSITIVE_INFINITY,
    wire.endAfterBytes ?? Number.POSITIVE_INFINITY,
  )
  for (const chunk of chunksOfBody(body, wire)) {
    const room = limit - record.bytesSent
    const piece = chunk.length > room ? chunk.subarray(0, room) : chunk
    if (!(await write(response, piece, wire, record))) return
    if (piece.length < chunk.length || record.bytesSent >= limit) break
  }
  finish(response, wire, record.bytesSent)
}

/** Ends the answer as the wire wants it; a body that is over sooner ends properly. */
function finish(response: ServerResponse, wire: Wire, sentBytes: number): void {
  if (sentBytes >= (wire.cutAfterBytes ?? Number.POSITIVE_INFINITY)) {
    closeAfterFlush(response, 'reset')
  } else if (sentBytes >= (wire.closeAfterBytes ?? Number.POSITIVE_INFINITY)) {
    closeAfterFlush(response, 'end')
  } else if (sentBytes >= (wire.stallAfterBytes ?? Number.POSITIVE_INFINITY)) {
    response.flushHeaders()
  } else response.end()
}

/** A reset throws away what the other side has not read yet: it is given this long to read. */
const RESET_AFTER_MS = 100

/** Closes the connection once what was written has left the process. */
function closeAfterFlush(response: ServerResponse, how: 'reset' | 'end'): void {
  response.flushHeaders()
  const socket = response.socket
  if (!socket) return
  if (how === 'end') socket.end()
  else socket.write('', () => setTimeout(() => socket.resetAndDestroy(), RESET_AFTER_MS))
}

async function write(
  response: ServerResponse,
  chunk: Buffer,
  wire: Wire,
  record: RecordedRequest,
): Promise<boolean> {
  if (response.destroyed) return false
  if (chunk.length === 0) return true
  if (wire.bytesPerSecond !== undefined)
    return writeSlowly(response, chunk, wire.bytesPerSecond, record)
  record.bytesSent += chunk.length
  if (response.write(chunk)) return true
  return drained(response)
}

async function drained(response: ServerResponse): Promise<boolean> {
  if (response.destroyed) return false
  const stop = new AbortController()
  const signal = stop.signal
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })])
  } finally {
    stop.abort()
  }
  return !response.destroyed
}

async function writeSlowly(
  response: ServerResponse,
  chunk: Buffer,
  bytesPerSecond: number,
  record: RecordedRequest,
): Promise<boolean> {
  // Twenty steps a second look smooth and cost little.
  const step = Math.max(1, Math.floor(bytesPerSecond / 20))
  for (let at = 0; at < chunk.length; at += step) {
    const piece = chunk.subarray(at, at + step)
    if (response.destroyed) return false
    record.bytesSent += piece.length
    if (!response.write(piece) && !(await drained(response))) return false
    await delay((piece.length / bytesPerSecond) * 1000)
  }
  return true
}

/** The body in pieces, with what the wire does to its bytes. */
export function* chunksOfBody(body: Body, wire: Wire = {}): Generator<Buffer> {
  if (body.kind === 'none') return
  if (body.kind === 'bytes') {
    yield flipped(body.bytes, 0, wire.flipAtByte)
    return
  }
  if (body.kind === 'stream') {
    yield* body.chunks()
    return
  }
  let at = body.start
  for (const chunk of chunksOf(body.content, body.start, body.end)) {
    yield flipped(chunk, at, wire.flipAtByte)
    at += chunk.length
  }
}

function flipped(chunk: Buffer, offset: number, flipAt: number | undefined): Buffer {
  if (flipAt === undefined || flipAt < offset || flipAt >= offset + chunk.length) return chunk
  const copy = Buffer.from(chunk)
  copy[flipAt - offset] = (copy[flipAt - offset] ?? 0) ^ 0xff
  return copy
}
