/** HTTP for everybody: pools per origin, redirects by hand, proxies, the system's certificates. */
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { buildConnector as connecting, Dispatcher } from 'undici'
import { Failure } from '../model/failure.ts'
import { trustedCertificates } from './certificates.ts'
import { networkFailure, redactUrl } from './classify.ts'
import { type Environment, proxyOfEnvironment, proxyOfRule } from './proxy.ts'
import { tunnelPool } from './tunnels.ts'
import { Agent, buildConnector, ProxyAgent } from './undici-parts.ts'

const mostRedirects = 5
/** A line that brings no byte for this long is given up. */
const stallMs = 30_000
/** Names, connection and TLS together. */
const connectMs = 15_000

/** All but `proxyFor` can be cloned into a worker thread. */
export interface HttpOptions {
  readonly userAgent: string
  readonly connectionsPerOrigin: number
  /** Proxy and certificate variables are read from here; `process.env` is never touched. */
  readonly env: Environment
  /** Proxy of a URL when the environment names none: a URL or Electron's `PROXY host:port; DIRECT`. */
  readonly proxyFor?: (url: string) => Promise<string | null> | string | null
  /** The same as a table of origins, for a worker. `*` stands for all others. */
  readonly proxies?: Readonly<Record<string, string>>
}

export interface HttpRequest {
  readonly url: string
  /** `GET` when absent. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** `follow` when absent. */
  readonly redirect?: 'follow' | 'manual'
  readonly headersTimeoutMs?: number
  readonly bodyTimeoutMs?: number
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The URL that answered, after redirects. */
  readonly url: string
  /** Must be read to its end, destroyed or given to `discard`. Its errors are undici's. */
  readonly body: Readable
}

export interface Http {
  /**
   * Sends one request and waits for its headers; any status is an answer. Throws `net.*` and, for a
   * loop or too many redirects, `remote.invalid`; rejects with the signal's reason when aborted,
   * and an abort later destroys the body.
   */
  send(request: HttpRequest): Promise<HttpAnswer>
  /** Waits for requests under way. */
  close(): Promise<void>
}

/** Makes an HTTP client with pools of its own; one a thread. */
export function createHttp(options: HttpOptions): Http {
  const dispatchers = createDispatchers(options)
  return {
    send: (request) => sendFollowing(request, options, dispatchers),
    close: () => dispatchers.close(),
  }
}

/** Frees the connection of an answer whose body nobody needs; small bodies are read to their end. */
export async function discard(answer: HttpAnswer): Promise<void> {
  answer.body.on('error', () => {})
  if (!(Number(answer.headers['content-length']) < 65_536)) {
    answer.body.destroy()
    return
  }
  answer.body.resume()
  await finished(answer.body).catch(() => {})
}

async function sendFollowing(
  request: HttpRequest,
  options: HttpOptions,
  dispatchers: Dispatchers,
): Promise<HttpAnswer> {
  let current = withDefaults(request, options)
  const seen = new Set([current.url])
  for (;;) {
    const answer = await sendOnce(current, await dispatchers.of(current.url))
    const target = request.redirect === 'manual' ? null : redirectTarget(answer)
    if (target === null) return answer
    await discard(answer)
    if (seen.has(target) || seen.size > mostRedirects) throw redirectFailure(request, seen.size)
    if (isDowngrade(current.url, target)) throw redirectFailure(request, seen.size)
    seen.add(target)
    current = redirected(current, target)
  }
}

function withDefaults(request: HttpRequest, options: HttpOptions): HttpRequest {
  const headers: Record<string, string> = {
    'user-agent': options.userAgent,
    'accept-encoding': 'identity',
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name.toLowerCase()] = value
  }
  return { ...request, headers }
}

async function sendOnce(request: HttpRequest, dispatcher: Dispatcher): Promise<HttpAnswer> {
  const { origin, pathname, search } = new URL(request.url)
  request.signal.throwIfAborted()
  try {
    const data = await dispatcher.request({
      origin,
      path: pathname + search,
      method: (request.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal: request.signal,
      headersTimeout: request.headersTimeoutMs ?? stallMs,
      bodyTimeout: request.bodyTimeoutMs ?? stallMs,
    })
    const headers = flatHeaders(data.headers)
    return { status: data.statusCode, headers, url: request.url, body: data.body }
  } catch (error) {
    request.signal.throwIfAborted()
    throw networkFailure(error, request.url)
  }
}

function flatHeaders(headers: Record<string, string | string[] | undefined>) {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** The absolute target of a redirect; null when the answer is none. */
export function redirectTarget(answer: Omit<HttpAnswer, 'body'>): string | null {
  const location = answer.headers.location
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return null
  if (!URL.canParse(location, answer.url)) return null
  const target = new URL(location, answer.url)
  return /^https?:$/.test(target.protocol) ? target.href : null
}

function isDowngrade(from: string, to: string): boolean {
  return from.startsWith('https:') && to.startsWith('http:')
}

function redirected(request: HttpRequest, target: string): HttpRequest {
  if (new URL(request.url).origin === new URL(target).origin) return { ...request, url: target }
  const { authorization: _, cookie: __, ...headers } = request.headers ?? {}
  return { ...request, url: target, headers }
}

function redirectFailure(request: HttpRequest, hops: number): Failure {
  const details = { url: redactUrl(request.url), asked: 'an answer', came: 'redirects', hops }
  return new Failure('remote.invalid', 'retry-later', details)
}

interface Dispatchers {
  of(url: string): Promise<Dispatcher>
  close(): Promise<void>
}

function createDispatchers(options: HttpOptions): Dispatchers {
  const byProxy = new Map<string, Dispatcher>()
  const secure = onceSecureContext(options.env)
  const connections = options.connectionsPerOrigin
  const of = async (url: string) => {
    const proxy = await proxyOf(url, options)
    const known = byProxy.get(proxy ?? '')
    if (known !== undefined) return known
    const made = proxy === null ? direct(connections, secure) : proxied(proxy, connections, secure)
    byProxy.set(proxy ?? '', made)
    return made
  }
  const close = async () => {
    const closing = [...byProxy.values()].map((dispatcher) => dispatcher.close())
    byProxy.clear()
    await Promise.allSettled(closing)
  }
  return { of, close }
}

async function proxyOf(url: string, options: HttpOptions): Promise<string | null> {
  const fromEnvironment = proxyOfEnvironment(url, options.env)
  if (fromEnvironment !== undefined) return fromEnvironment
  const listed = options.proxies?.[new URL(url).origin] ?? options.proxies?.['*']
  if (listed !== undefined) return proxyOfRule(listed)
  return proxyOfRule((await options.proxyFor?.(url)) ?? null)
}

function onceSecureContext(env: Environment): () => SecureContext {
  let context: SecureContext | null = null
  return () => {
    context ??= createSecureContext({ ca: [...trustedCertificates(env)] })
    return context
  }
}

function poolOptions(connections: number) {
  return {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 20_000,
    keepAliveMaxTimeout: 120_000,
  }
}

function direct(connections: number, secure: () => SecureContext): Dispatcher {
  const plain = buildConnector({ timeout: connectMs })
  let encrypted: connecting.connector | null = null
  const connect: connecting.connector = (target, done) => {
    if (target.protocol !== 'https:') return plain(target, done)
    encrypted ??= buildConnector({ timeout: connectMs, secureContext: secure() })
    return encrypted(target, done)
  }
  return new Agent({ ...poolOptions(connections), connect })
}

function proxied(proxy: string, connections: number, secure: () => SecureContext): Dispatcher {
  const connection = { timeout: connectMs, secureContext: secure() }
  return new ProxyAgent({
    ...poolOptions(connections),
    uri: proxy,
    requestTls: connection,
    proxyTls: connection,
    proxyTunnel: false,
    clientFactory: tunnelPool,
  })
}
