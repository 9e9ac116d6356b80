import { XMLParser } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
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
afterAll(() => archive.close())

function get(headers: Readonly<Record<string, string>> = {}, url = file.s3Url): Promise<Response> {
  return fetch(url, { headers, redirect: 'manual' })
}

async function errorCode(reply: Response): Promise<string> {
  return /<Code>(\w+)<\/Code>/.exec(await reply.text())?.[1] ?? ''
}

describe('an object', () => {
  it('comes whole, with the dandi-etag as its ETag', async () => {
    const reply = await get()
    expect(reply.status).toBe(200)
    expect(reply.headers.get('etag')).toBe(`"${file.etag}"`)
    expect(reply.headers.get('accept-ranges')).toBe('bytes')
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes)
  })

  const ranges = [
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=1048570-', 1_048_570, 1_048_577],
    ['bytes=-7', 1_048_570, 1_048_577],
    ['bytes=1048570-9999999', 1_048_570, 1_048_577],
  ] as const

  it.each(ranges)('gives %s as that part alone', async (range, start, end) => {
    const reply = await get({ Range: range })
    expect(reply.status).toBe(206)
    expect(reply.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/1048577`)
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes.subarray(start, end))
  })

  it('refuses a range that begins past the end', async () => {
    const reply = await get({ Range: 'bytes=1048577-' })
    expect(reply.status).toBe(416)
    const xml = await reply.text()
    expect(xml).toContain('<RangeRequested>bytes=1048577-</RangeRequested>')
    expect(xml).toContain('<ActualObjectSize>1048577</ActualObjectSize>')
  })

  it('ignores a range that is no range', async () => {
    const reply = await get({ Range: 'bytes=five-ten' })
    expect([reply.status, reply.headers.get('content-length')]).toEqual([200, '1048577'])
    await reply.body?.cancel()
  })

  it('keeps to If-Match and If-None-Match', async () => {
    const other = await get({ 'If-Match': '"0123"' })
    expect([other.status, await errorCode(other)]).toEqual([412, 'PreconditionFailed'])
    const same = await get({ 'If-Match': `"${file.etag}"`, Range: 'bytes=0-3' })
    expect(same.status).toBe(206)
    await same.body?.cancel()
    expect((await get({ 'If-None-Match': `"${file.etag}"` })).status).toBe(304)
  })

  it('answers for its own version only', async () => {
    const version = (await get({ Range: 'bytes=0-0' })).headers.get('x-amz-version-id')
    const mine = await get({ Range: 'bytes=0-0' }, `${file.s3Url}?versionId=${version}`)
    expect(mine.status).toBe(206)
    const other = await get({}, `${file.s3Url}?versionId=${'a'.repeat(32)}`)
    expect([other.status, await errorCode(other)]).toEqual([404, 'NoSuchVersion'])
    const wrong = await get({}, `${file.s3Url}?versionId=%21`)
    expect([wrong.status, await errorCode(wrong)]).toEqual([400, 'InvalidArgument'])
  })

  it('is missed by name', async () => {
    const reply = await get({}, `${archive.urls.s3}/blobs/000/000/nothing`)
    expect([reply.status, await errorCode(reply)]).toEqual([404, 'NoSuchKey'])
  })

  it('is refused when a key of the API is sent along', async () => {
    expect((await get({ Authorization: 'token abc' })).status).toBe(400)
  })
})

describe('a presigned URL', () => {
  it('expires when its time is over', async () => {
    const presigned = async (of: Archive) => {
      const { apiUrl } = of.entry('200009', 'draft', file.path)
      return (await fetch(apiUrl, { redirect: 'manual' })).headers.get('location') ?? ''
    }
    expect((await get({ Range: 'bytes=0-0' }, await presigned(archive))).status).toBe(206)
    const own = await startArchive({ presignSeconds: 0.2 })
    const location = await presigned(own)
    await expect.poll(async () => (await get({ Range: 'bytes=0-0' }, location)).status).toBe(403)
    expect(await (await get({}, location)).text()).toContain('Request has expired')
    await own.close()
  })

  it('is worth nothing once it was changed', async () => {
    const { headers } = await fetch(file.apiUrl, { redirect: 'manual' })
    const changed = (headers.get('location') ?? '').replace(
      'X-Amz-Expires=21600',
      'X-Amz-Expires=9',
    )
    const reply = await get({}, changed)
    expect([reply.status, await errorCode(reply)]).toEqual([403, 'SignatureDoesNotMatch'])
  })
})

interface Listing {
  readonly ListBucketResult: {
    readonly KeyCount: string
    readonly IsTruncated: string
    readonly NextContinuationToken?: string
    readonly Contents?: readonly { readonly Key: string; readonly ETag: string }[]
    readonly CommonPrefixes?: readonly { readonly Prefix: string }[]
  }
}

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => name === 'Contents' || name === 'CommonPrefixes',
})

async function list(query: Readonly<Record<string, string>>) {
  const text = new URLSearchParams({ 'list-type': '2', ...query }).toString()
  const reply = await fetch(`${archive.urls.s3}/?${text}`)
  return (parser.parse(await reply.text()) as Listing).ListBucketResult
}

describe('a listing of the bucket', () => {
  it('goes through 20,000 keys in pages of a thousand, in order, none twice', async () => {
    const path = archive.paths('200005', 'draft').find((it) => it.endsWith('.zarr')) ?? ''
    const { zarrId, zarrChecksum } = archive.entry('200005', 'draft', path)
    const prefix = `zarr/${zarrId}/`
    const keys: string[] = []
    let token: string | undefined
    do {
      const page = await list({ prefix, ...(token ? { 'continuation-token': token } : {}) })
      keys.push(...(page.Contents ?? []).map((it) => it.Key))
      token = page.NextContinuationToken
    } while (token !== undefined)
    expect(keys).toHaveLength(20_000)
    expect(new Set(keys).size).toBe(20_000)
    expect(zarrChecksum).toMatch(/-20000--\d+$/)
    expect(keys).toEqual([...keys].sort())
  })

  it('folds what is below a delimiter', async () => {
    const page = await list({ prefix: 'dandisets/200010/', delimiter: '/' })
    expect(page.CommonPrefixes).toHaveLength(9)
    const version = await list({ prefix: 'dandisets/200010/draft/' })
    expect(version.Contents?.map((it) => it.Key.split('/').at(-1))).toEqual([
      'assets.jsonld',
      'assets.yaml',
      'collection.jsonld',
      'dandiset.jsonld',
      'dandiset.yaml',
    ])
  })

  it('of nothing is empty and not an error', async () => {
    const page = await list({ prefix: 'zarr/00000000-0000-4000-8000-000000000000/' })
    expect([page.KeyCount, page.IsTruncated]).toEqual(['0', 'false'])
  })

  it('survives odd characters with encoding-type=url', async () => {
    const path = archive.paths('200006', 'draft').find((it) => it.endsWith('junk.zarr')) ?? ''
    const { zarrId } = archive.entry('200006', 'draft', path)
    const page = await list({ prefix: `zarr/${zarrId}/`, 'encoding-type': 'url' })
    const keys = page.Contents?.map((it) => decodeURIComponent(it.Key.replaceAll('+', ' ')))
    expect(keys).toContain(`zarr/${zarrId}/0/#a&b+c d`)
  })

  it('keeps embargoed manifests from strangers', async () => {
    const reply = await get({}, `${archive.urls.s3}/dandisets/200007/draft/assets.jsonld`)
    expect([reply.status, await errorCode(reply)]).toEqual([403, 'AccessDenied'])
  })
})
