import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Failure } from '../../main/model/failure.ts'
import { networkFailure } from '../../main/net/classify.ts'
import { createHttp, discard, type HttpOptions } from '../../main/net/http.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Handler = (request: IncomingMessage, response: ServerResponse) => void

async function listen(handler: Handler): Promise<{ url: string; server: Server }> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

function client(options: Partial<HttpOptions> = {}) {
  const http = createHttp({ userAgent: 'test/1', connectionsPerOrigin: 4, env: {}, ...options })
  closers.push(() => http.close())
  return http
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of body) text += chunk.toString()
  return text
}

const signal = new AbortController().signal

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Failure)) throw new Error(`no Failure but ${String(error)}`)
  return error
}

describe('one request', () => {
  it('carries user agent and headers and gives any status as an answer', async () => {
    const { url } = await listen((request, response) => {
      response.writeHead(418, { 'X-Two': ['a', 'b'] })
      response.end(`${request.headers['user-agent']} ${request.headers['accept-encoding']}`)
    })
    const answer = await client().send({ url: `${url}/a%20b?c=%2F`, signal })
    expect(answer.status).toBe(418)
    expect(answer.headers['x-two']).toBe('a, b')
    expect(answer.url).toBe(`${url}/a%20b?c=%2F`)
    expect(await textOf(answer.body)).toBe('test/1 identity')
  })

  it('rejects with the reason of an abort, before and while it waits', async () => {
    const { url } = await listen(() => {})
    const reason = new Error('stopped')
    await expect(client().send({ url, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const abort = new AbortController()
    const waiting = client().send({ url, signal: abort.signal })
    setImmediate(() => abort.abort(reason))
    await expect(waiting).rejects.toBe(reason)
  })

  it('gives up a server that says nothing and a body that stalls', async () => {
    const { url } = await listen((request, response) => {
      if (request.url === '/body') response.write('x')
    })
    const http = client()
    const silent = http.send({ url, signal, headersTimeoutMs: 200 })
    expect(await failureOf(silent)).toMatchObject({ code: 'net.timeout', remedy: 'retry-later' })
    const answer = await http.send({ url: `${url}/body`, signal, bodyTimeoutMs: 200 })
    const error = await textOf(answer.body).catch((reason: unknown) => reason)
    expect(networkFailure(error, url)).toMatchObject({ code: 'net.timeout' })
  })

  it('tells a cut, and what is no HTTP, from a closed port', async () => {
    const { url } = await listen((request, response) => {
      if (request.url === '/head') request.socket.destroy()
      else if (request.url === '/words') request.socket.end('welcome\r\n\r\n')
      else response.writeHead(200, { 'content-length': 100 }).write('x', () => response.destroy())
    })
    const http = client()
    for (const path of ['head', 'words']) {
      const failure = await failureOf(http.send({ url: `${url}/${path}`, signal }))
      expect(failure).toMatchObject({ code: 'net.cut' })
    }
    const answer = await http.send({ url, signal })
    const error = await textOf(answer.body).catch((reason: unknown) => reason)
    expect(networkFailure(error, url)).toMatchObject({ code: 'net.cut' })
    const closed = http.send({ url: 'http://127.0.0.1:9/', signal })
    expect(await failureOf(closed)).toMatchObject({ code: 'net.unreachable' })
    const unknown = http.send({ url: 'http://no.such.host.invalid/', signal })
    expect(await failureOf(unknown)).toMatchObject({ code: 'net.unreachable' })
  })

  it('opens as many connections as it may and no more', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    const { url } = await listen((_request, response) => {
      waiting.push(() => response.end('x'))
      most = Math.max(most, waiting.length)
    })
    for (const limit of [1, 3]) {
      const http = client({ connectionsPerOrigin: limit })
      const ask = async () => discard(await http.send({ url, signal }))
      const asked = [ask(), ask(), ask(), ask()]
      for (let answered = 0; answered < asked.length; answered += 1) {
        const expected = Math.min(limit, asked.length - answered)
        await expect.poll(() => waiting.length).toBe(expected)
        waiting.shift()?.()
      }
      await Promise.all(asked)
      expect(most).toBe(limit)
    }
  })
})

describe('redirects', () => {
  it('keep range and if-match everywhere and secrets at home', async () => {
    const seen: Record<string, IncomingMessage['headers']> = {}
    const other = await listen((request, response) => {
      seen.other = request.headers
      response.end('data')
    })
    const home = await listen((request, response) => {
      seen[request.url ?? ''] = request.headers
      const location = request.url === '/a' ? '/b' : `${other.url}/c`
      response.writeHead(302, { location }).end()
    })
    const headers = { Authorization: 'token t', cookie: 'c', Range: 'bytes=0-1', 'If-Match': '"e"' }
    const answer = await client().send({ url: `${home.url}/a`, headers, signal })
    expect(answer.url).toBe(`${other.url}/c`)
    expect(seen['/b']).toMatchObject({ authorization: 'token t', cookie: 'c' })
    expect(seen.other).toMatchObject({ range: 'bytes=0-1', 'if-match': '"e"' })
    expect(seen.other).not.toHaveProperty('authorization')
    expect(seen.other).not.toHaveProperty('cookie')
    await discard(answer)
  })

  it('are shown instead of followed when asked for', async () => {
    const { url } = await listen((_request, response) => {
      response.writeHead(302, { location: '/b' }).end()
    })
    const answer = await client().send({ url, signal, redirect: 'manual' })
    expect(answer.status).toBe(302)
    await discard(answer)
  })

  it('that loop or never end are a failure', async () => {
    let count = 0
    const { url } = await listen((request, response) => {
      count += 1
      const location = request.url === '/loop' ? '/loop' : `/${count}`
      response.writeHead(301, { location }).end()
    })
    const http = client()
    expect(await failureOf(http.send({ url: `${url}/loop`, signal }))).toMatchObject({
      code: 'remote.invalid',
    })
    count = 0
    expect(await failureOf(http.send({ url: `${url}/x`, signal }))).toMatchObject({
      code: 'remote.invalid',
    })
    expect(count).toBe(6)
  })
})

describe('proxies', () => {
  async function proxy() {
    const seen: string[] = []
    const { url, server } = await listen((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      response.end('by proxy')
    })
    server.on('connect', (request, socket) => {
      seen.push(`CONNECT ${request.url}`)
      const [host, port] = (request.url ?? '').split(':')
      if (host === 'denied.example') socket.end('HTTP/1.1 407 No\r\n\r\n')
      else if (host === 'ended.example') socket.destroy()
      else connect(Number(port), '127.0.0.1').on('error', () => socket.destroy())
    })
    return { url, seen }
  }

  it('of the environment carry plain requests whole and encrypted ones in a tunnel', async () => {
    const { url, seen } = await proxy()
    const env = { http_proxy: url, HTTPS_PROXY: url, NO_PROXY: 'home.example' }
    const http = client({ env, proxyFor: () => 'PROXY 127.0.0.1:9' })
    const answer = await http.send({ url: 'http://archive.example/a?b=1', signal })
    expect(await textOf(answer.body)).toBe('by proxy')
    const refused = http.send({ url: 'https://denied.example/', signal })
    expect(await failureOf(refused)).toMatchObject({
      code: 'net.unreachable',
      details: { reason: 'proxy-407' },
    })
    expect(seen).toEqual(['GET http://archive.example/a?b=1', 'CONNECT denied.example:443'])
    const direct = http.send({ url: 'http://home.example.invalid/', signal }).catch(() => null)
    await direct
  })

  it('that end the line in place of a tunnel are asked once', async () => {
    const { url, seen } = await proxy()
    const asked = client({ env: { HTTPS_PROXY: url } }).send({
      url: 'https://ended.example/',
      signal,
    })
    expect(await failureOf(asked)).toMatchObject({
      code: 'net.unreachable',
      details: { reason: 'proxy-ended' },
    })
    expect(seen).toEqual(['CONNECT ended.example:443'])
  })

  it('given by a rule are used where the environment says nothing', async () => {
    const { url, seen } = await proxy()
    const rule = `PROXY ${new URL(url).host}; DIRECT`
    const byFunction = await client({ proxyFor: async () => rule }).send({
      url: 'http://a.example/',
      signal,
    })
    await discard(byFunction)
    const byTable = client({ proxies: { 'http://b.example': rule, '*': 'DIRECT' } })
    await discard(await byTable.send({ url: 'http://b.example/', signal }))
    expect(seen).toEqual(['GET http://a.example/', 'GET http://b.example/'])
  })
})
