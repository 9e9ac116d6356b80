import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Body, Call, Handler, Reply, ServiceName } from './call.ts'
import type { Effect } from './fault-effects.ts'
import type { RecordedRequest, Recorder } from './record.ts'
import { chunksOfBody, sendBody } from './respond.ts'

export interface Listener {
  /** `http://host:port` or `https://…`, without a slash at the end. */
  readonly origin: string
  readonly server: Server
  readonly close: () => Promise<void>
}

export interface ListenOptions {
  readonly service: ServiceName
  readonly host: string
  /** The name that URLs carry. Default: the host. */
  readonly name?: string
  /** Key and certificate as PEM: https alone. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** 0 takes a free one. */
  readonly port: number
  readonly handle: Handler
  readonly recorder: Recorder
  readonly effectOn: (call: Call) => Effect
}

/** Serves one service on a port of its own, through the faults, into the record. */
export async function listen(options: ListenOptions): Promise<Listener> {
  let origin = ''
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    serve(options, origin, request, response).catch((error: unknown) => fail(response, error))
  }
  const how = { keepAliveTimeout: 60_000, noDelay: true }
  const server = options.tls
    ? createTlsServer({ ...how, ...options.tls }, answer)
    : createServer(how, answer)
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  origin = `${options.tls ? 'https' : 'http'}://${options.name ?? host}:${port}`
  return { origin, server, close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function serve(
  options: ListenOptions,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = callOf(options.service, request)
  const record = recordOf(call, origin)
  options.recorder.add(record)
  response.on('close', () => {
    record.outcome = response.writableFinished ? 'finished' : 'closed'
    effect.release()
  })
  const effect = options.effectOn(call)
  record.faults = effect.names
  await effect.wait()
  if (effect.drop) return void request.socket.resetAndDestroy()
  const reply = await effect.reply(options.handle)
  await send({ response, method: call.method, effect, record }, reply)
}

interface Exchange {
  readonly response: ServerResponse
  readonly method: string
  readonly effect: Effect
  readonly record: RecordedRequest
}

async function send(exchange: Exchange, reply: Reply): Promise<void> {
  const { response, method, effect, record } = exchange
  if (response.destroyed) return
  record.status = reply.status
  if (reply.statusText === undefined) response.writeHead(reply.status, reply.headers)
  else response.writeHead(reply.status, reply.statusText, reply.headers)
  if (method === 'HEAD' || reply.body.kind === 'none') response.end()
  else if (effect.names.length === 0 && isSmall(reply.body)) {
    const bytes = Buffer.concat([...chunksOfBody(reply.body)])
    record.bytesSent = bytes.length
    response.end(bytes)
  } else await sendBody(response, reply.body, effect.wire, record)
}

// One write for headers and body is worth a copy of this much.
const smallBytes = 64 * 1024

function isSmall(body: Body): boolean {
  if (body.kind === 'bytes') return body.bytes.length <= smallBytes
  return body.kind === 'range' && body.end - body.start <= smallBytes
}

function callOf(service: ServiceName, request: IncomingMessage): Call {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  let query: URLSearchParams | undefined
  return {
    service,
    method: request.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    get query() {
      query ??= new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1))
      return query
    },
    headers: request.headers,
    body: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    },
  }
}

function recordOf(call: Call, origin: string): RecordedRequest {
  return {
    time: Date.now(),
    service: call.service,
    method: call.method,
    url: `${origin}${call.target}`,
    headers: call.headers,
    range: call.headers.range,
    status: 0,
    bytesSent: 0,
    faults: [],
    outcome: 'open',
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  response.writeHead(500, { 'Content-Type': 'text/plain' })
  response.end(text)
}
