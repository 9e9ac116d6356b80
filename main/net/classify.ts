import { Failure, type FailureDetails, type Remedy } from '../model/failure.ts'
import { isHtml, retryAfterMs } from './headers.ts'

/** Codes of Node and undici. Whatever is not listed is a bug and stays what it is. */
const unreachable = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
  'UND_ERR_CONNECT_TIMEOUT',
])
const timeout = new Set(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const cut = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EPROTO',
  'UND_ERR_SOCKET',
  'UND_ERR_INFO',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_HEADERS_OVERFLOW',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
])

/**
 * The `Failure` for an error of the network: `net.unreachable`, `net.timeout`, `net.cut` or
 * `net.certificate`. A `Failure`, and an error of another kind, come back as they are.
 */
export function networkFailure(error: unknown, url: string): unknown {
  if (error instanceof Failure) return error
  const code = codeOf(error)
  const details = { host: hostOf(url), url: redactUrl(url), reason: code }
  if (isCertificate(code)) return new Failure('net.certificate', 'ask-user', details, error)
  if (timeout.has(code)) return new Failure('net.timeout', 'retry-later', details, error)
  if (unreachable.has(code)) return new Failure('net.unreachable', 'retry-later', details, error)
  if (cut.has(code) || code.startsWith('HPE_')) {
    return new Failure('net.cut', 'retry-later', details, error)
  }
  const refusal = proxyRefusal(error)
  if (refusal === null) return error
  return new Failure('net.unreachable', 'retry-later', { ...details, reason: refusal }, error)
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return ''
  const code = ownCode(error)
  if (code !== 'UND_ERR_PRX_TLS' && code !== '' && code !== 'UND_ERR_SOCKET') return code
  const inner = error.cause === undefined ? '' : codeOf(error.cause)
  return inner === '' ? code : inner
}

function ownCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici's parser names its errors without their codes.
  return error.name === 'HTTPParserError' ? 'HPE_UNTOLD' : ''
}

function isCertificate(code: string): boolean {
  return /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|CRL_|INVALID_CA|INVALID_PURPOSE)/.test(
    code,
  )
}

/** undici tells what a proxy said to CONNECT only in words. */
function proxyRefusal(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const match =
    /^Proxy response \((\d{3})\)/.exec(error.message) ??
    /^Proxy Authentication Required \((407)\)/.exec(error.message)
  if (error.message === 'Proxy ended the line') return 'proxy-ended'
  return match === null ? null : `proxy-${match[1]}`
}

export interface StatusContext {
  /** `document`: the API's and S3's listings; `data`: the bytes of an asset. */
  readonly kind: 'document' | 'data'
  readonly nowMs: number
  /** First bytes of the body as text; S3 says there why it refused. */
  readonly bodyStart?: string
  /** Named in failures of access. */
  readonly instance?: string
}

export interface StatusAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly url: string
}

/** The `Failure` for an answer that is no success; it carries no token and no signed query. */
export function statusFailure(answer: StatusAnswer, context: StatusContext): Failure {
  const { status } = answer
  const details = statusDetails(answer, context)
  const make = (code: Failure['code'], remedy: Remedy) => new Failure(code, remedy, details)
  if (status === 407) return make('net.unreachable', 'ask-user')
  if (status === 511) return make('remote.html', 'ask-user')
  if (status === 401) return make('auth.required', 'ask-user')
  if (status === 403) return refusal(answer, context, details)
  if (status === 404 || status === 410) {
    return make(context.kind === 'data' ? 'remote.gone' : 'remote.not-found', 'give-up')
  }
  if (status === 412) return make('remote.changed', 'give-up')
  if (status === 416) return make('range.wrong', 'retry-now')
  if (isThrottle(status, details)) return make('http.throttled', 'retry-later')
  if (isPassing(status, context)) return make('http.status', 'retry-later')
  return make('http.status', 'give-up')
}

/** The `Failure` for a web page in place of data: a proxy, a portal or a router wrote it. */
export function htmlFailure(answer: StatusAnswer): Failure {
  const { status, url } = answer
  return new Failure('remote.html', 'retry-later', {
    status,
    host: hostOf(url),
    url: redactUrl(url),
  })
}

function statusDetails(answer: StatusAnswer, context: StatusContext): FailureDetails {
  const retry = retryAfterMs(answer.headers['retry-after'], context.nowMs)
  const code = /<Code>(\w{1,64})<\/Code>/.exec(context.bodyStart ?? '')?.[1]
  return {
    status: answer.status,
    host: hostOf(answer.url),
    url: redactUrl(answer.url),
    ...(retry !== null && { retryAfterMs: retry }),
    ...(code !== undefined && { reason: code }),
    ...(context.instance !== undefined && { instance: context.instance }),
  }
}

function refusal(answer: StatusAnswer, context: StatusContext, details: FailureDetails): Failure {
  const body = context.bodyStart ?? ''
  if (isSigned(answer.url) || /Request has expired|ExpiredToken/.test(body)) {
    return new Failure('auth.expired', 'retry-now', details)
  }
  if (isHtml(answer.headers['content-type'], body)) {
    return new Failure('remote.html', 'ask-user', details)
  }
  return new Failure('auth.denied', 'ask-user', details)
}

function isThrottle(status: number, details: FailureDetails): boolean {
  if (status === 429) return true
  return status === 503 && (details.reason === 'SlowDown' || 'retryAfterMs' in details)
}

function isPassing(status: number, context: StatusContext): boolean {
  if (status === 408 || status === 425 || status >= 500) return true
  return status === 400 && /<Code>RequestTimeout</.test(context.bodyStart ?? '')
}

/** Whether the URL carries a signature, so that it ends by itself. */
function isSigned(url: string): boolean {
  return /[?&](X-Amz-Signature|X-Amz-Credential|Signature|AWSAccessKeyId)=/i.test(url)
}

/** A URL that may be shown and kept: no user, no password, no signed or secret query. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)'
  const parsed = new URL(url)
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  const names = [...parsed.searchParams.keys()]
  const secret = names.some((name) =>
    /^x-amz-|signature|token|key|secret|password|auth/i.test(name),
  )
  if (!secret) return parsed.href
  parsed.search = ''
  return `${parsed.href}?…`
}

/** Host with port, or an empty text when the URL is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
