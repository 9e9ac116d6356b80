import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type DocumentRequest, fetchDocument } from '../../main/net/document.ts'
import { createHttp } from '../../main/net/http.ts'
import { getJson } from '../../main/net/json.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Step = (response: ServerResponse, request: IncomingMessage) => void

/** A server that answers with one step after the other, the last one for ever. */
async function script(...steps: Step[]) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const step = steps[Math.min(asked.length, steps.length - 1)]
    asked.push(request)
    step?.(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const http = createHttp({ userAgent: 'test/1', connectionsPerOrigin: 4, env: {} })
  closers.push(() => http.close())
  const slept: number[] = []
  const pauses = {
    now: () => 0,
    random: () => 0,
    sleep: async (delayMs: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      slept.push(delayMs)
    },
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const ask = (more: Partial<DocumentRequest> = {}) =>
    fetchDocument(http, { url, signal: new AbortController().signal, ...more }, pauses)
  const json = <T>(shape: z.ZodType<T>) =>
    getJson(http, { url, signal: new AbortController().signal, shape, asked: 'a row' }, pauses)
  return { ask, json, asked, slept }
}

const ok: Step = (response) => response.end('{"a":1}')
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Step =>
  (response) =>
    response.writeHead(code, headers).end(body)

describe('a document', () => {
  it('comes compressed when the server can', async () => {
    const { ask } = await script((response, request) => {
      expect(request.headers['accept-encoding']).toBe('gzip')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'))
    })
    expect((await ask()).text).toBe('{"a":1}')
  })

  it('is asked for again after passing failures, each pause longer', async () => {
    const { ask, slept } = await script(
      status(500, { 'content-type': 'text/html' }, '<html>'),
      (response) => response.destroy(),
      status(502),
      ok,
    )
    expect((await ask()).text).toBe('{"a":1}')
    expect(slept).toEqual([200, 400, 800])
  })

  it('waits as long as a throttling server asks', async () => {
    const { ask, slept } = await script(
      status(429, { 'retry-after': '7' }),
      status(503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }),
      ok,
    )
    await ask()
    expect(slept).toEqual([7000, 9000])
  })

  it('is given up at once when the wait would be long, and after five tries', async () => {
    const long = await script(status(429, { 'retry-after': '3600' }))
    await expect(long.ask()).rejects.toMatchObject({
      code: 'http.throttled',
      details: { retryAfterMs: 3_600_000 },
    })
    expect(long.asked).toHaveLength(1)
    const dead = await script(status(504))
    await expect(dead.ask()).rejects.toMatchObject({ code: 'http.status' })
    expect(dead.asked).toHaveLength(5)
  })

  it('is not asked for again when it is not there', async () => {
    const { ask, asked } = await script(status(404, {}, '{"detail":"Not found."}'))
    await expect(ask()).rejects.toMatchObject({ code: 'remote.not-found' })
    expect(asked).toHaveLength(1)
  })

  it('is asked for once more without a token that was refused', async () => {
    const { ask, asked } = await script(status(401), ok)
    await ask({ headers: { authorization: 'token x' } })
    expect(asked.map((request) => request.headers.authorization)).toEqual(['token x', undefined])
    const closed = await script(status(401))
    const refused = closed.ask({ headers: { authorization: 'token x' }, instance: 'dandi' })
    await expect(refused).rejects.toMatchObject({
      code: 'auth.required',
      details: { instance: 'dandi' },
    })
    expect(closed.asked).toHaveLength(2)
  })

  it('ends with the abort while it waits for the next try', async () => {
    const reason = new Error('stopped')
    const abort = new AbortController()
    const { ask } = await script((response) => {
      abort.abort(reason)
      response.writeHead(500).end()
    })
    await expect(ask({ signal: abort.signal })).rejects.toBe(reason)
  })

  it('that is too long or a web page is a failure', async () => {
    const { ask } = await script(ok)
    await expect(ask({ mostBytes: 3 })).rejects.toMatchObject({ code: 'remote.invalid' })
    const page = await script(status(200, { 'content-type': 'text/html' }, '<html>sign in</html>'))
    await expect(page.ask()).rejects.toMatchObject({ code: 'remote.html' })
    expect(page.asked).toHaveLength(1)
  })
})

describe('a JSON document', () => {
  it('has the asked shape or the failure says what came', async () => {
    const { json } = await script(ok)
    expect(await json(z.object({ a: z.number() }))).toEqual({ a: 1 })
    await expect(json(z.object({ a: z.string() }))).rejects.toMatchObject({
      code: 'remote.invalid',
      details: { asked: 'a row', came: expect.stringContaining('a: ') },
    })
  })

  it('that is none is a failure', async () => {
    const { json } = await script(status(200, {}, 'gibberish'))
    await expect(json(z.unknown())).rejects.toMatchObject({
      code: 'remote.invalid',
      details: { came: 'gibberish' },
    })
  })
})
