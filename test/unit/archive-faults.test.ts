import { get as httpGet, type IncomingMessage } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'
import type { TrueEntry } from '../archive/truth.ts'

let archive: Archive
let file: TrueEntry
let bytes: Buffer

beforeAll(async () => {
  archive = await startArchive()
  const path = archive.paths('200009', 'draft').find((it) => it.includes('001048577')) ?? ''
  file = archive.entry('200009', 'draft', path)
  bytes = archive.bytesOf('200009', 'draft', path)
})
afterEach(() => {
  archive.faults.clear()
  archive.clearRequests()
})
afterAll(() => archive.close())

interface Result {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  readonly isWhole: boolean
}

/** Reads until the end, the cut, or two seconds of silence. */
function fetchRaw(headers: Readonly<Record<string, string>> = {}, url = file.s3Url) {
  return new Promise<Result>((resolve, reject) => {
    let fail: (error: Error) => void = reject
    const request = httpGet(url, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      const finish = () => {
        request.destroy()
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          isWhole: response.complete,
        })
      }
      fail = finish
      response.setTimeout(2000, finish)
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', finish)
      response.on('end', finish)
    })
    request.on('error', (error) => fail(error))
  })
}

describe('faults on the wire', () => {
  it.each(['cut', 'truncate', 'stall'] as const)(
    '%s: only the first bytes arrive',
    async (name) => {
      archive.faults.add({ name, afterBytes: 400_000, service: 's3' })
      const result = await fetchRaw()
      expect(result.headers['content-length']).toBe('1048577')
      expect(result.isWhole).toBe(false)
      expect(bytes.subarray(0, result.body.length)).toEqual(result.body)
      if (name !== 'cut') expect(result.body.length).toBe(400_000)
    },
  )

  it('shorten: the whole answer is too short', async () => {
    archive.faults.add({ name: 'shorten', toBytes: 1000, service: 's3' })
    const result = await fetchRaw()
    expect([result.headers['content-length'], result.body.length, result.isWhole]).toEqual([
      '1000',
      1000,
      true,
    ])
  })

  it('flip: one byte is another', async () => {
    archive.faults.add({ name: 'flip', atByte: 70_000, service: 's3' })
    const { body } = await fetchRaw({ Range: 'bytes=60000-79999' })
    const wrong = [...body].flatMap((byte, at) =>
      byte === bytes[60_000 + at] ? [] : [60_000 + at],
    )
    expect(wrong).toEqual([70_000])
  })

  it('slow: the bytes take their time', async () => {
    archive.faults.add({ name: 'slow', bytesPerSecond: 1_000_000, service: 's3' })
    const start = performance.now()
    expect((await fetchRaw({ Range: 'bytes=0-299999' })).body.length).toBe(300_000)
    expect(performance.now() - start).toBeGreaterThan(250)
  })

  it('drop: no answer at all', async () => {
    archive.faults.add({ name: 'drop', service: 's3' })
    await expect(fetchRaw()).rejects.toThrow()
  })
})

describe('faults in the answer', () => {
  it('ignore-range: the whole object, once', async () => {
    const fault = archive.faults.add({ name: 'ignore-range', times: 1 })
    expect((await fetchRaw({ Range: 'bytes=5-9' })).status).toBe(200)
    expect((await fetchRaw({ Range: 'bytes=5-9' })).status).toBe(206)
    expect(fault.hits()).toBe(1)
  })

  it('wrong-content-range: the right bytes under a wrong name', async () => {
    archive.faults.add({ name: 'wrong-content-range', byBytes: 10 })
    const result = await fetchRaw({ Range: 'bytes=0-9' })
    expect(result.headers['content-range']).toBe('bytes 10-19/1048577')
  })

  it('replaced: another object from the second request on', async () => {
    archive.faults.add({ name: 'replaced', where: file.blobId ?? '', skip: 1 })
    const { etag = '' } = (await fetchRaw({ Range: 'bytes=0-9' })).headers
    expect((await fetchRaw({ Range: 'bytes=10-19', 'If-Match': etag })).status).toBe(412)
    const other = await fetchRaw({ Range: 'bytes=10-19' })
    expect(other.headers.etag).not.toBe(etag)
    expect(other.body).not.toEqual(bytes.subarray(10, 20))
  })

  const statuses = [
    ['expired', 403, 'AccessDenied'],
    ['gone', 404, 'NoSuchKey'],
    ['precondition-failed', 412, 'PreconditionFailed'],
    ['range-not-satisfiable', 416, 'InvalidRange'],
    ['server-error', 500, '<html>'],
    ['bad-gateway', 502, '<html>'],
    ['gateway-timeout', 504, '<html>'],
    ['dead', 503, 'Application error'],
    ['captive', 200, '<html>'],
  ] as const

  it.each(statuses)('%s: %i', async (name, status, text) => {
    archive.faults.add({ name })
    const result = await fetchRaw()
    expect(result.status).toBe(status)
    expect(result.body.toString()).toContain(text)
  })

  it('too-many-requests and unavailable say when to come back', async () => {
    archive.faults.add({ name: 'unavailable', retryAfter: { seconds: 7 }, service: 's3' })
    const busy = await fetchRaw()
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, '7'])
    expect(busy.body.toString()).toContain('SlowDown')
    const date = { seconds: 60, form: 'date' } as const
    archive.faults.add({ name: 'too-many-requests', retryAfter: date, service: 'api' })
    const throttled = await fetchRaw({}, `${archive.urls.api}/info/`)
    expect(throttled.status).toBe(429)
    const delay = Date.parse(throttled.headers['retry-after'] ?? '') - Date.now()
    expect(Math.round(delay / 10_000)).toBe(6)
  })

  it('connection-limit: the third at once is refused, later ones are not', async () => {
    archive.faults.add({ name: 'connection-limit', limit: 2, answer: '503' })
    archive.faults.add({ name: 'latency', delayMs: 100 })
    const results = await Promise.all([fetchRaw(), fetchRaw(), fetchRaw()])
    expect(results.map((it) => it.status).sort()).toEqual([200, 200, 503])
    expect((await fetchRaw()).status).toBe(200)
  })

  it('redirect-loop leads to itself', async () => {
    archive.faults.add({ name: 'redirect-loop', where: '/download/' })
    const result = await fetchRaw({}, file.apiUrl)
    expect([result.status, result.headers.location]).toEqual([302, new URL(file.apiUrl).pathname])
  })

  it('redirect-elsewhere leads to a host that sees what it is sent', async () => {
    archive.faults.add({ name: 'redirect-elsewhere', service: 's3' })
    const reply = await fetch(file.apiUrl, { headers: { Authorization: `token ${demoToken}` } })
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes)
    const seen = archive.requests.map((it) => [it.service, it.headers.authorization])
    expect(seen).toEqual([
      ['api', `token ${demoToken}`],
      ['s3', undefined],
      ['elsewhere', undefined],
    ])
  })
})

describe('faults in a listing', () => {
  const url = () => `${archive.urls.api}/dandisets/200002/versions/draft/assets/?page_size=1000`
  const pages = async (limit: number) => {
    const ids: string[] = []
    let next: string | null = url()
    for (let count = 0; next !== null && count < limit; count += 1) {
      const page = (await (await fetch(next)).json()) as {
        next: string | null
        results: { asset_id: string }[]
      }
      ids.push(...page.results.map((row) => row.asset_id))
      next = page.next
    }
    return { ids, hasMore: next !== null }
  }

  it('endless-listing never says that it is over', async () => {
    archive.faults.add({ name: 'endless-listing', where: '/assets/' })
    expect(await pages(23)).toMatchObject({ hasMore: true })
  })

  it('duplicate-page repeats rows', async () => {
    archive.faults.add({ name: 'duplicate-page', where: '/assets/' })
    const { ids } = await pages(30)
    expect([ids.length > 20_000, new Set(ids).size]).toEqual([true, 20_000])
  })

  it('shifting-listing loses a row', async () => {
    archive.faults.add({ name: 'shifting-listing', where: '/assets/' })
    expect(new Set((await pages(30)).ids).size).toBeLessThan(20_000)
  })
})

describe('the record', () => {
  it('says what was asked, what was sent and what went wrong', async () => {
    archive.faults.add({ name: 'truncate', afterBytes: 100, times: 1 })
    await fetchRaw({ Range: 'bytes=0-999' })
    expect(archive.requests).toHaveLength(1)
    expect(archive.requests[0]).toMatchObject({
      service: 's3',
      method: 'GET',
      url: file.s3Url,
      range: 'bytes=0-999',
      status: 206,
      bytesSent: 100,
      faults: ['truncate'],
    })
  })
})
