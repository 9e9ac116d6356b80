/** Whole documents (JSON, XML, YAML): read with a size limit, asked again after passing failures. */
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Failure } from '../model/failure.ts'
import { hostOf, htmlFailure, networkFailure, redactUrl, statusFailure } from './classify.ts'
import { isHtml } from './headers.ts'
import { discard, type Http, type HttpAnswer, type HttpRequest } from './http.ts'
import { type Pauses, realPauses } from './pauses.ts'

const mostTries = 5
const firstPauseMs = 400
const longestPauseMs = 20_000
/** A server that asks for a longer wait is reported: nobody watches a document for minutes. */
const longestObeyedMs = 60_000
const mebibyte = 1_048_576
const defaultMostBytes = 256 * mebibyte

export interface DocumentRequest extends HttpRequest {
  /** Bytes after decompression; 256 MiB when absent. */
  readonly mostBytes?: number
  /** Statuses that are an answer; 200 when absent. */
  readonly accepted?: readonly number[]
  /** Named in failures of access. */
  readonly instance?: string
  readonly tries?: number
}

export interface Document {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly url: string
  readonly text: string
}

/**
 * Fetches a document. Passing failures are tried again with jittered back-off and `Retry-After`;
 * a refused token is left out once, since it makes public documents unreadable too. Throws the
 * `Failure` of the last try; rejects with the signal's reason when aborted.
 */
export async function fetchDocument(
  http: Http,
  request: DocumentRequest,
  pauses: Pauses = realPauses,
): Promise<Document> {
  let current = request
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchOnce(http, current, pauses)
    } catch (error) {
      request.signal.throwIfAborted()
      const next = nextTry(error, { request: current, attempt, pauses })
      await pauses.sleep(next.pauseMs, request.signal)
      current = next.request
    }
  }
}

interface Tried {
  readonly request: DocumentRequest
  readonly attempt: number
  readonly pauses: Pauses
}

/** What to try next and after which pause; throws the error when nothing is left to try. */
function nextTry(error: unknown, tried: Tried): { request: DocumentRequest; pauseMs: number } {
  const { request, attempt, pauses } = tried
  if (isRefusedToken(error, request)) return { request: withoutToken(request), pauseMs: 0 }
  const pauseMs = pauseAfter(error, attempt, pauses)
  if (pauseMs === null || attempt >= (request.tries ?? mostTries)) throw error
  return { request, pauseMs }
}

async function fetchOnce(http: Http, request: DocumentRequest, pauses: Pauses): Promise<Document> {
  const headers = { 'accept-encoding': 'gzip', ...request.headers }
  const answer = await http.send({ ...request, headers })
  const accepted = request.accepted ?? [200]
  if (accepted.includes(answer.status)) {
    const text = await readText(answer, request.mostBytes ?? defaultMostBytes)
    return { status: answer.status, headers: answer.headers, url: answer.url, text }
  }
  const bodyStart = await startOfBody(answer)
  const context = { kind: 'document', nowMs: pauses.now(), bodyStart } as const
  const instance = request.instance === undefined ? {} : { instance: request.instance }
  throw statusFailure(answer, { ...context, ...instance })
}

/** Waits grow 0.4, 0.8, 1.6 … s, each cut by chance to half or more; null when trying is no use. */
function pauseAfter(error: unknown, attempt: number, pauses: Pauses): number | null {
  if (!(error instanceof Failure)) return null
  if (error.remedy === 'retry-now') return 0
  if (error.remedy !== 'retry-later' || error.code === 'remote.html') return null
  const asked = error.details.retryAfterMs
  if (typeof asked === 'number' && asked > longestObeyedMs) return null
  const growing = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs)
  const jittered = growing * (0.5 + pauses.random() / 2)
  return Math.round(Math.max(jittered, typeof asked === 'number' ? asked : 0))
}

function isRefusedToken(error: unknown, request: DocumentRequest): boolean {
  if (!(error instanceof Failure) || error.code !== 'auth.required') return false
  return request.headers?.authorization !== undefined
}

function withoutToken(request: DocumentRequest): DocumentRequest {
  const { authorization: _, ...headers } = request.headers ?? {}
  return { ...request, headers }
}

/** The whole body as text; `remote.html` for a web page, `remote.invalid` when it is too long. */
async function readText(answer: HttpAnswer, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of decoded(answer)) {
    sizeBytes += chunk.length
    if (sizeBytes > mostBytes) throw tooLong(answer, mostBytes)
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  const isPage = isHtml(answer.headers['content-type'], text.slice(0, 512))
  if (isPage && answer.status < 300) throw htmlFailure(answer)
  return text
}

function tooLong(answer: HttpAnswer, mostBytes: number): Failure {
  const details = { url: redactUrl(answer.url), asked: `at most ${mostBytes} bytes`, came: 'more' }
  return new Failure('remote.invalid', 'give-up', details)
}

/** The body's bytes, decompressed; errors of the network and of the compression are failures. */
export async function* decoded(answer: HttpAnswer): AsyncGenerator<Buffer> {
  const body = decompressed(answer)
  try {
    for await (const chunk of body) yield chunk as Buffer
  } catch (error) {
    throw networkFailure(error, answer.url)
  } finally {
    answer.body.on('error', () => {}).destroy()
  }
}

function decompressed(answer: HttpAnswer): Readable {
  const encoding = answer.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity') return answer.body
  if (encoding === 'gzip' || encoding === 'x-gzip') {
    const gunzip = createGunzip()
    answer.body.on('error', (error) => gunzip.destroy(error))
    return answer.body.pipe(gunzip)
  }
  const came = `content-encoding ${encoding}`
  throw new Failure('remote.invalid', 'give-up', {
    url: redactUrl(answer.url),
    asked: 'gzip',
    came,
  })
}

/** The first kilobytes of a refusal, where S3 and the API say why; empty when they cannot be read. */
export async function startOfBody(answer: HttpAnswer): Promise<string> {
  let text = ''
  try {
    for await (const chunk of decoded(answer)) {
      text += chunk.toString('utf8')
      if (text.length > 4096) break
    }
  } catch {
    await discard(answer)
  }
  return text
}

/** `remote.invalid`: what was asked of whom, and what came instead. */
export function invalidAnswer(url: string, asked: string, came: string): Failure {
  const details = { url: redactUrl(url), host: hostOf(url), asked, came: came.slice(0, 200) }
  return new Failure('remote.invalid', 'give-up', details)
}
