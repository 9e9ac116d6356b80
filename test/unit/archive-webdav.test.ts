import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'

const dataDir = fileURLToPath(new URL('../../../shared/data', import.meta.url))
const hasData = existsSync(dataDir)
let archive: Archive

beforeAll(async () => {
  archive = await startArchive(hasData ? { dataDir } : {})
})
afterAll(() => archive.close())

function propfind(path: string, depth: string | undefined, body?: string): Promise<Response> {
  return fetch(`${archive.urls.webdav}${path}`, {
    method: 'PROPFIND',
    headers: depth === undefined ? {} : { Depth: depth },
    ...(body === undefined ? {} : { body }),
  })
}

function hrefsOf(xml: string): readonly string[] {
  return [...xml.matchAll(/<href>(.*?)<\/href>/g)].map((match) => match[1] ?? '')
}

describe.runIf(hasData)('DANDI:000027 (needs ../shared/data)', () => {
  it('is answered byte for byte as the service does', async () => {
    const reply = await propfind('/dandisets/000027/draft', '1')
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      207,
      'application/xml; charset=utf-8',
    ])
    // The length of the YAML is that of the mirrored metadata.
    const xml = (await reply.text()).replace(
      /(>)\d+(<\/getcontentlength>\s+<getcontenttype>text)/,
      '$1N$2',
    )
    expect(xml).toBe(versionAnswer)
  })

  it('is answered property by property', async () => {
    const body =
      '<propfind xmlns="DAV:"><prop><getetag/><getcontentlength/><quota-used-bytes/></prop></propfind>'
    const reply = await propfind('/dandisets/000027/draft/sub-RAT123/sub-RAT123.nwb', '0', body)
    expect(await reply.text()).toBe(fileAnswer)
  })
})

describe('PROPFIND', () => {
  it('to any depth is refused with the document that says so', async () => {
    for (const depth of [undefined, 'infinity']) {
      const reply = await propfind('/dandisets/', depth)
      expect([reply.status, await reply.text()]).toEqual([403, finiteDepth])
    }
  })

  it('refuses odd depths and odd bodies', async () => {
    const depth = await propfind('/', '2')
    expect([depth.status, await depth.text()]).toEqual([400, 'Invalid "Depth" header\n'])
    for (const body of [
      ' ',
      '<propfind xmlns="DAV:"/>',
      '<a/>',
      '<propfind xmlns="DAV:"><prop>x</prop></propfind>',
    ]) {
      const reply = await propfind('/', '0', body)
      expect([body, reply.status, await reply.text()]).toEqual([
        body,
        400,
        'Invalid request body\n',
      ])
    }
  })

  it('understands prefixes, names only, and include', async () => {
    const prefixed = '<D:propfind xmlns:D="DAV:"><D:propname/></D:propfind>'
    expect(await (await propfind('/dandisets/200001/', '0', prefixed)).text()).toContain(
      '<creationdate />',
    )
    const include =
      '<propfind xmlns="DAV:"><allprop/><include><x xmlns="urn:y"/></include></propfind>'
    expect(await (await propfind('/', '0', include)).text()).toContain('<x xmlns="urn:y" />')
  })

  it('encodes every odd character of a path', async () => {
    const xml = await (await propfind('/dandisets/200003/draft/stimuli', '1')).text()
    expect(hrefsOf(xml)).toContain('/dandisets/200003/draft/stimuli/tone%234%20%26%20click.txt')
    expect(hrefsOf(xml)).toContain('/dandisets/200003/draft/stimuli/a%2Bb%2Bc.txt')
  })

  it('shows releases only where there are any, and latest under its own name', async () => {
    const released = hrefsOf(await (await propfind('/dandisets/200001', '1')).text())
    expect(released.slice(1).map((href) => href.split('/').at(-2))).toEqual([
      'draft',
      'latest',
      'releases',
    ])
    const draftOnly = hrefsOf(await (await propfind('/dandisets/200004', '1')).text())
    expect(draftOnly).toEqual(['/dandisets/200004/', '/dandisets/200004/draft/'])
    expect((await propfind('/dandisets/200004/latest', '0')).status).toBe(404)
    expect(hrefsOf(await (await propfind('/DANDISETS/200001/Latest', '0')).text())).toEqual([
      '/dandisets/200001/latest/',
    ])
  })

  it('of embargoed data fails as its upstream does', async () => {
    expect((await propfind('/dandisets/200007/draft/', '1')).status).toBe(502)
    const all = hrefsOf(await (await propfind('/dandisets/', '1')).text())
    expect(all).not.toContain('/dandisets/200007/')
  })
})

describe('a Zarr', () => {
  it('lists folders before files and shows ETags in quotes', async () => {
    const base = '/dandisets/200006/draft/sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr/'
    const xml = await (await propfind(base, '1')).text()
    expect(hrefsOf(xml).map((href) => href.slice(base.length))).toEqual([
      '',
      '0/',
      '1/',
      '.zattrs',
      '.zgroup',
    ])
    expect(xml).toMatch(/<getetag>"[0-9a-f]{32}"<\/getetag>/)
    expect((await propfind(`${base}0/0/0/0/2`, '1')).status).toBe(207)
    expect((await propfind(`${base}nothing`, '0')).status).toBe(404)
  })

  it('is also found by its checksum, with plain ETags', async () => {
    const path = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
    const { zarrId = '', zarrChecksum } = archive.entry('200006', 'draft', path)
    const base = `/zarrs/${zarrId.slice(0, 3)}/${zarrId.slice(3, 6)}/${zarrId}/${zarrChecksum}.zarr/`
    const xml = await (await propfind(base, '1')).text()
    expect(xml).toMatch(/<getetag>[0-9a-f]{32}<\/getetag>/)
  })
})

describe('GET', () => {
  const path = 'sub-R01/sub-R01_ses-20210114_ecephys.nwb'

  it('of a file leads to the bucket, or to the API where that is preferred', async () => {
    const { s3Url } = archive.entry('200001', 'draft', path)
    const url = `/dandisets/200001/draft/${path}`
    const reply = await fetch(`${archive.urls.webdav}${url}`, { redirect: 'manual' })
    expect([reply.status, reply.headers.get('location')]).toEqual([307, s3Url])
    const own = await startArchive({ webdavRedirect: 'api' })
    const other = await fetch(`${own.urls.webdav}${url}`, { redirect: 'manual' })
    expect(other.headers.get('location')).toBe(own.entry('200001', 'draft', path).apiUrl)
    await own.close()
  })

  it('of a collection is a page, of dandiset.yaml the metadata', async () => {
    const html = await fetch(`${archive.urls.webdav}/dandisets/200001/draft/`)
    expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const yaml = await fetch(`${archive.urls.webdav}/dandisets/200001/draft/dandiset.yaml`)
    expect(await yaml.text()).toContain('identifier: DANDI:200001\n')
  })

  it('shows what the service allows, on every answer', async () => {
    for (const [method, url, status] of [
      ['OPTIONS', '/nowhere', 204],
      ['GET', '/nowhere', 404],
      ['DELETE', '/', 405],
      ['GET', '/dandisets/200001/draft/.git/config', 404],
    ] as const) {
      const reply = await fetch(`${archive.urls.webdav}${url}`, { method })
      expect([url, reply.status]).toEqual([url, status])
      expect(reply.headers.get('dav')).toBe('1, 3')
      expect(reply.headers.get('allow')).toBe('GET, HEAD, OPTIONS, PROPFIND')
    }
  })
})

const finiteDepth = `<?xml version="1.0" encoding="utf-8"?>
<error xmlns="DAV:">
    <propfind-finite-depth />
</error>
`

const versionAnswer = `<?xml version="1.0" encoding="UTF-8"?>
<multistatus xmlns="DAV:">
    <response>
        <href>/dandisets/000027/draft/</href>
        <propstat>
            <prop>
                <creationdate>2020-07-08T21:54:42.543Z</creationdate>
                <displayname>draft</displayname>
                <getcontentlength>18792</getcontentlength>
                <getlastmodified>Tue, 20 Jun 2023 00:56:23 GMT</getlastmodified>
                <resourcetype>
                    <collection />
                </resourcetype>
            </prop>
            <status>HTTP/1.1 200 OK</status>
        </propstat>
    </response>
    <response>
        <href>/dandisets/000027/draft/sub-RAT123/</href>
        <propstat>
            <prop>
                <displayname>sub-RAT123</displayname>
                <resourcetype>
                    <collection />
                </resourcetype>
            </prop>
            <status>HTTP/1.1 200 OK</status>
        </propstat>
    </response>
    <response>
        <href>/dandisets/000027/draft/dandiset.yaml</href>
        <propstat>
            <prop>
                <displayname>dandiset.yaml</displayname>
                <getcontentlength>N</getcontentlength>
                <getcontenttype>text/yaml; charset=utf-8</getcontenttype>
                <resourcetype />
            </prop>
            <status>HTTP/1.1 200 OK</status>
        </propstat>
    </response>
</multistatus>
`

const fileAnswer = `<?xml version="1.0" encoding="UTF-8"?>
<multistatus xmlns="DAV:">
    <response>
        <href>/dandisets/000027/draft/sub-RAT123/sub-RAT123.nwb</href>
        <propstat>
            <prop>
                <getcontentlength>18792</getcontentlength>
                <getetag>6ec084ca9d3be17ec194a8f700d65344-1</getetag>
            </prop>
            <status>HTTP/1.1 200 OK</status>
        </propstat>
        <propstat>
            <prop>
                <quota-used-bytes />
            </prop>
            <status>HTTP/1.1 404 NOT FOUND</status>
        </propstat>
    </response>
</multistatus>
`
