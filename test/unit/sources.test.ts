import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { aboutOf } from '../../main/sources/about.ts'
import { entryOf, keyOf } from '../../main/sources/asset-metadata.ts'
import { readPages } from '../../main/sources/asset-pages.ts'
import { preciseTimeOf, timeOf } from '../../main/sources/loose.ts'
import { readManifest } from '../../main/sources/manifest.ts'
import { expiryOf } from '../../main/sources/presigned.ts'
import { parsePropfind } from '../../main/sources/propfind.ts'
import { parseS3Page } from '../../main/sources/s3-listing.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const listings = existsSync(data)
  ? readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /^0\d{5}\/.*assets\.json(\.gz)?$/.test(path),
    )
  : []

interface RealRow {
  readonly asset_id: string
  readonly blob?: string
  readonly zarr?: string
  readonly path: string
  readonly size: number
  readonly modified: string
  readonly metadata: {
    readonly digest: Readonly<Record<string, string>>
    readonly contentUrl: readonly string[]
    readonly wasAttributedTo?: readonly { readonly identifier: string }[] | null
  }
}

function rowsOf(path: string): readonly RealRow[] {
  const bytes = readFileSync(new URL(path, data))
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as RealRow[]
}

describe('metadata of real dandisets', () => {
  it.skipIf(listings.length === 0)('lose nothing on their way to entries', () => {
    let rows = 0
    for (const row of listings.flatMap(rowsOf)) {
      rows += 1
      const entry = entryOf(row, row.metadata)
      const { digest, contentUrl, wasAttributedTo } = row.metadata
      const digestOf = (name: string) => digest[`dandi:${name}`]
      expect(entry).toMatchObject({
        path: row.path,
        sizeBytes: row.size,
        assetId: row.asset_id,
        contentUrl: contentUrl[1],
        sha256: digestOf('sha2-256') ?? null,
        checksum: { value: digestOf('dandi-etag') ?? digestOf('dandi-zarr-checksum') },
      })
      expect(entry?.blobId ?? entry?.zarrId).toMatch(/^[0-9a-f-]{36}$/)
      if (row.blob !== undefined) expect(keyOf(entry?.contentUrl ?? null)?.blobId).toBe(row.blob)
      expect(entry?.modifiedAt).toBeGreaterThan(Date.UTC(1990, 0))
      const subject = wasAttributedTo?.[0]?.identifier
      if (subject !== undefined) expect(entry?.subject?.id).toBe(subject)
      const { size: _, ...bare } = row
      expect(entryOf({ asset_id: row.asset_id }, row.metadata)?.sizeBytes).toBe(row.size)
      expect(entryOf(bare, {})?.path).toBe(row.path)
    }
    expect(rows).toBeGreaterThan(6000)
  })
})

describe('an odd metadata document', () => {
  it('gives what can be understood of it', () => {
    const entry = entryOf(
      {},
      {
        path: 'sub-M01/sub-M01_ses-2_image.tif',
        contentSize: '12',
        digest: [{ cryptoType: 'dandi:sha2-256', value: 'A'.repeat(64) }],
        contentUrl: 'https://old.example/girder/1',
        blobDateModified: '2020-07-08 21:54:42.543',
        wasAttributedTo: { schemaKey: 'Participant', age: 'adult', species: 'mouse' },
        wasGeneratedBy: [null, { schemaKey: 'Project', name: 'p' }],
      },
    )
    expect(entry).toMatchObject({
      kind: 'blob',
      sizeBytes: 12,
      assetId: null,
      blobId: null,
      checksum: { kind: 'sha256', value: 'a'.repeat(64) },
      contentUrl: 'https://old.example/girder/1',
      modifiedAt: Date.UTC(2020, 6, 8, 21, 54, 42, 543),
      subject: { id: 'M01', species: 'Mus musculus - House mouse', sex: null, age: 'adult' },
      session: '2',
    })
    expect(entryOf({}, {})).toBeNull()
  })

  it('of a Zarr that was not ingested yet has no checksum', () => {
    const entry = entryOf(
      { path: 'a.zarr', zarr: '0a748f90-d497-4a9c-822e-9c63811db412', size: 0 },
      { digest: { 'dandi:dandi-zarr-checksum': null } },
    )
    expect(entry).toMatchObject({ kind: 'zarr', checksum: null, blobId: null })
  })
})

describe('a time', () => {
  it.each([
    ['2023-05-06 07:08:09+00:00', Date.UTC(2023, 4, 6, 7, 8, 9)],
    ['2022-03-16T23:11:31.123456Z', Date.UTC(2022, 2, 16, 23, 11, 31, 123)],
    ['2022-03-16T23:11:31-04:00', Date.UTC(2022, 2, 17, 3, 11, 31)],
    ['2022-03-16T23:11:31', Date.UTC(2022, 2, 16, 23, 11, 31)],
    ['2022-03-16', Date.UTC(2022, 2, 16)],
    ['yesterday', null],
    [7, null],
    [null, null],
  ])('%s', (text, time) => {
    expect(timeOf(text)).toBe(time)
  })

  it('of a file keeps its microseconds, as the dandi client writes them', () => {
    const time = preciseTimeOf('2020-10-21T10:10:35.457789-04:00')
    expect(time).toBeCloseTo(Date.UTC(2020, 9, 21, 14, 10, 35, 457) + 0.789, 3)
  })
})

describe('a manifest', () => {
  const read = async (text: string) => {
    const chunks = (async function* () {
      yield Buffer.from(text)
    })()
    let count = 0
    for await (const page of readManifest(chunks, 'https://b.example/m?X-Amz-Signature=s')) {
      count += page.length
    }
    return count
  }

  it('may be empty', async () => {
    expect(await read(' [ ]\n')).toBe(0)
  })

  it.each([
    '',
    '[',
    '[{"path":"a"}',
    '[{"path":"a"},]',
    '{"path":"a"}',
    '[{"path":"a"}]x',
    '[{"p":1}]',
    '[{"a":tru}]',
  ])('that is %j is a failure', async (text) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'remote.invalid',
      remedy: 'retry-later',
      details: { url: 'https://b.example/m?…' },
    })
  })
})

describe('pages of a list', () => {
  const page = (from: number, to: number, next: string | null, count: number | null = null) => ({
    count,
    next,
    results: Array.from({ length: to - from }, (_, index) => from + index),
  })
  const readAll = async (pages: Readonly<Record<string, ReturnType<typeof page>>>) => {
    const read = async (url: string) => {
      const found = pages[new URL(url).search]
      if (found === undefined) throw new Error(`asked for ${url}`)
      return found
    }
    const rows: number[] = []
    const first = 'https://api.example/list/?a=1'
    for await (const results of readPages({ read, first, atOnce: 3 })) rows.push(...results)
    return rows
  }
  const list = 'https://api.example/list/'

  it('are asked for by their numbers when the count is known', async () => {
    const rows = await readAll({
      '?a=1': page(0, 2, `${list}?a=1&page=2`, 5),
      '?a=1&page=2': page(2, 4, `${list}?a=1&page=3`),
      '?a=1&page=3': page(4, 5, null),
    })
    expect(rows).toEqual([0, 1, 2, 3, 4])
  })

  it('are followed when it is not, on the same origin whatever their scheme', async () => {
    const rows = await readAll({
      '?a=1': page(0, 2, 'http://api.example/list/?cursor=x'),
      '?cursor=x': page(2, 3, null),
    })
    expect(rows).toEqual([0, 1, 2])
  })

  it.each([
    ['leave the host', page(0, 2, 'https://evil.example/list/?page=2')],
    ['leave the list', page(0, 2, 'https://api.example/other/?page=2')],
    ['are empty with a next one', page(0, 0, `${list}?a=1`)],
    ['lead to themselves', page(0, 2, `${list}?a=1`)],
  ])('that %s are a failure', async (_what, first) => {
    await expect(readAll({ '?a=1': first })).rejects.toMatchObject({ code: 'remote.invalid' })
  })
})

describe('an S3 listing', () => {
  const answer = (inner: string) =>
    `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</ListBucketResult>`
  const url = 'https://b.example/'

  it('gives keys as they are and ETags with their quotes', () => {
    const page = parseS3Page(
      answer(
        '<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>a+b=</NextContinuationToken><Contents><Key>zarr/a+b%2Bc/%C3%A9%01</Key><ETag>&quot;78570572fd4910f08f17865cf3a87aff&quot;</ETag><Size>3154</Size><LastModified>2022-05-09T13:41:02.000Z</LastModified><ChecksumType>x</ChecksumType></Contents><CommonPrefixes><Prefix>zarr/0/</Prefix></CommonPrefixes>',
      ),
      url,
    )
    expect(page).toEqual({
      objects: [
        {
          key: 'zarr/a b+c/é\u0001',
          sizeBytes: 3154,
          etag: '"78570572fd4910f08f17865cf3a87aff"',
          lastModified: '2022-05-09T13:41:02.000Z',
        },
      ],
      folders: ['zarr/0/'],
      next: 'a+b=',
    })
  })

  it('that is empty has no keys', () => {
    expect(parseS3Page(answer('<KeyCount>0</KeyCount>'), url)).toEqual({
      objects: [],
      folders: [],
      next: null,
    })
  })

  it.each([
    answer('<IsTruncated>true</IsTruncated>'),
    '<ListBucketResult><Contents>',
    '<Error><Code>SlowDown</Code></Error>',
    '<html></html>',
    '',
  ])('that is %j is a failure', (text) => {
    expect(() => parseS3Page(text, url)).toThrow(
      expect.objectContaining({ code: 'remote.invalid' }),
    )
  })
})

describe('a PROPFIND answer', () => {
  const response = (href: string, props = '') =>
    `<D:response><D:href>${href}</D:href><D:propstat><D:prop>${props}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat><D:propstat><D:prop><D:getetag>ghost</D:getetag></D:prop><D:status>HTTP/1.1 404 NOT FOUND</D:status></D:propstat></D:response>`
  const answer = (...responses: string[]) =>
    `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">${responses.join('')}</D:multistatus>`
  const url = 'http://dav.example/base/sub%20A'

  it('is read whatever its prefix, by the properties that were found', () => {
    const found = parsePropfind(
      answer(
        response('/base/sub%20A/', '<D:resourcetype><D:collection/></D:resourcetype>'),
        response(
          'http://dav.example/base/sub%20A/a%2Bb%26%5C.nwb',
          '<D:getcontentlength>7</D:getcontentlength><D:resourcetype/><D:getlastmodified>Wed, 13 Jul 2022 21:40:28 GMT</D:getlastmodified>',
        ),
      ),
      url,
    )
    expect(found).toMatchObject([
      { path: 'base/sub A', isCollection: true, sizeBytes: null, etag: null },
      {
        path: 'base/sub A/a+b&\\.nwb',
        isCollection: false,
        sizeBytes: 7,
        etag: null,
        modifiedAt: Date.UTC(2022, 6, 13, 21, 40, 28),
      },
    ])
  })

  it.each([
    '/base/sub%20A/../../etc/passwd',
    '/base/sub%20A/%2e%2e/x',
    '/base/sub%20Ab/x',
    '/other',
    'http://evil.example/base/sub%20A/x',
    '/base/sub%20A/a%2Fb',
    '/base/sub%20A/%00',
    '/base/sub%20A/%zz',
    'relative',
  ])('with the address %s is refused', (href) => {
    expect(() => parsePropfind(answer(response(href)), url)).toThrow(
      expect.objectContaining({ code: 'remote.invalid' }),
    )
  })
})

describe('a presigned URL', () => {
  it('says when it ends', () => {
    const url = 'https://b.example/x?X-Amz-Date=20261122T083243Z&X-Amz-Expires=21600'
    expect(expiryOf(url)).toBe(Date.UTC(2026, 10, 22, 14, 32, 43))
    expect(expiryOf('https://b.example/x')).toBeNull()
    expect(expiryOf('https://b.example/x?X-Amz-Date=soon&X-Amz-Expires=1')).toBeNull()
  })
})

describe('what is said about a version', () => {
  it('is read from any shape', () => {
    const about = aboutOf({
      name: 'Test',
      license: 'spdx:CC-BY-4.0',
      doi: 'https://doi.org/10.48324/dandi.000027/0.210831.2033',
      contributor: [{ name: 'Doe, Jane', roleName: ['dcite:Author'] }, {}, null],
      assetsSummary: {
        species: [{ name: 'Mouse' }, { name: 'Mouse' }],
        variableMeasured: ['Units'],
      },
    })
    expect(about).toMatchObject({
      title: 'Test',
      description: '',
      licenses: ['CC-BY-4.0'],
      doi: '10.48324/dandi.000027/0.210831.2033',
      contributors: [{ name: 'Doe, Jane', roles: ['Author'] }],
      species: ['Mouse'],
      variables: ['Units'],
      subjects: null,
    })
    expect(aboutOf({})).toMatchObject({ title: '', licenses: [], contributors: [] })
  })
})
