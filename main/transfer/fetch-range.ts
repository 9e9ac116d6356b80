/** Fetches one byte range and proves that it is the one that was asked for. */
import type { Readable } from 'node:stream'
import { Failure } from '../model/failure.ts'
import { htmlFailure, networkFailure, redactUrl, statusFailure } from '../net/classify.ts'
import { isHtml, parseContentRange, plainEtag } from '../net/headers.ts'
import { discard, type Http, type HttpAnswer } from '../net/http.ts'

export interface RangeRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Validator without quotes; null sends none. */
  readonly etag: string | null
  /** First byte and number of bytes wanted; `length` is above 0. */
  readonly start: number
  readonly length: number
  /** Bytes of the whole file. */
  readonly fileBytes: number
  readonly stallMs: number
  readonly signal: AbortSignal
}

export interface RangeAnswer {
  readonly body: Readable
  /** Whether it told that it ends with the last byte wanted. */
  readonly isExact: boolean
  readonly etag: string | null
  /** The address that answered, after redirects. */
  readonly url: string
}

/**
 * Sends the request and checks status, range, length and validator before the first byte is used:
 * bytes of two states, or of another place in the file, are never mixed. A whole file needs no
 * Range header, so servers without ranges can still serve small files.
 */
export async function openRange(http: Http, request: RangeRequest): Promise<RangeAnswer> {
  const isWhole = request.start === 0 && request.length === request.fileBytes
  const headers: Record<string, string> = { ...request.headers, 'accept-encoding': 'identity' }
  if (!isWhole) headers.range = `bytes=${request.start}-${request.start + request.length - 1}`
  if (request.etag !== null) headers['if-match'] = `"${request.etag}"`
  const { url, signal, stallMs } = request
  const answer = await http.send({
    url,
    headers,
    signal,
    headersTimeoutMs: stallMs,
    bodyTimeoutMs: stallMs,
  })
  if (answer.status !== 200 && answer.status !== 206) throw await refusedStatus(answer)
  const failure = refusal(answer, request, isWhole)
  if (failure) {
    await discard(answer)
    throw failure
  }
  const isExact = Number(answer.headers['content-length']) === request.length
  return { body: answer.body, isExact, etag: plainEtag(answer.headers.etag), url: answer.url }
}

const REASON_BYTES = 2048

async function refusedStatus(answer: HttpAnswer): Promise<Failure> {
  let bodyStart = ''
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      bodyStart += new TextDecoder().decode(chunk)
      if (bodyStart.length >= REASON_BYTES) break
    }
  } catch {
    // The status alone is told when its reason cannot be read.
  }
  return statusFailure(answer, { kind: 'data', nowMs: Date.now(), bodyStart })
}

function refusal(answer: HttpAnswer, request: RangeRequest, isWhole: boolean): Failure | null {
  const sent = plainEtag(answer.headers.etag)
  if (request.etag !== null && sent !== null && sent !== request.etag) {
    return changed(request, { expected: request.etag, came: sent })
  }
  return answer.status === 200
    ? wholeRefusal(answer, request, isWhole)
    : rangeRefusal(answer, request)
}

function wholeRefusal(answer: HttpAnswer, request: RangeRequest, isWhole: boolean): Failure | null {
  const length = answer.headers['content-length']
  const isRightLength = Number(length) === request.fileBytes
  if (!isRightLength && isHtml(answer.headers['content-type'])) return htmlFailure(answer)
  if (!isWhole) return new Failure('range.ignored', 'retry-later', where(request))
  if (length === undefined || isRightLength) return null
  return changed(request, { expectedBytes: request.fileBytes, cameBytes: Number(length) })
}

function rangeRefusal(answer: HttpAnswer, request: RangeRequest): Failure | null {
  const range = parseContentRange(answer.headers['content-range'])
  const total = range?.totalBytes ?? null
  if (total !== null && total !== request.fileBytes) {
    return changed(request, { expectedBytes: request.fileBytes, cameBytes: total })
  }
  const lastByte = request.start + request.length - 1
  if (range?.firstByte === request.start && range.lastByte === lastByte) return null
  const came = answer.headers['content-range'] ?? 'none'
  return new Failure('range.wrong', 'retry-later', { ...where(request), came })
}

function changed(request: RangeRequest, details: Record<string, string | number>): Failure {
  return new Failure('remote.changed', 'retry-later', { ...where(request), ...details })
}

function where(request: RangeRequest): Record<string, string | number> {
  return { url: redactUrl(request.url), start: request.start, length: request.length }
}

/**
 * Hands every chunk on, no more and no fewer bytes than asked for. `take` may return a promise to
 * slow the stream down. Bytes that were taken stay taken when the stream fails.
 */
export async function drain(
  answer: RangeAnswer,
  request: RangeRequest,
  take: (chunk: Uint8Array) => Promise<void> | null,
): Promise<void> {
  let left = request.length
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      const wanted = chunk.length > left ? chunk.subarray(0, left) : chunk
      left -= wanted.length
      const wait = take(wanted)
      if (wait !== null) await wait
      // Leaving early costs an error and its stack; an exact answer ends here by itself.
      if (left === 0 && !answer.isExact) break
    }
  } catch (error) {
    request.signal.throwIfAborted()
    throw networkFailure(error, request.url)
  }
  if (left > 0) {
    throw new Failure('net.cut', 'retry-later', { ...where(request), missingBytes: left })
  }
}
