import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'

let archive: Archive

beforeAll(async () => {
  archive = await startArchive()
})
afterAll(() => archive.close())

interface Page {
  readonly count: number | null
  readonly next: string | null
  readonly previous: string | null
  readonly results: readonly Readonly<Record<string, unknown>>[]
}

const authorized = { Authorization: `token ${demoToken}` }

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${archive.urls.api}${path}`, { headers, redirect: 'manual' })
}

async function page(path: string, headers = {}): Promise<Page> {
  return (await (await get(path, headers)).json()) as Page
}

describe('routes', () => {
  it('without a slash lead to the ones with it, query kept', async () => {
    const reply = await get('/dandisets/200001/versions/draft/assets?path=sub-')
    expect(reply.status).toBe(301)
    expect(reply.headers.get('location')).toBe(
      '/api/dandisets/200001/versions/draft/assets/?path=sub-',
    )
  })

  it('that do not exist get a page, ids that do not exist get JSON', async () => {
    const page404 = await get('/dandisets/27/')
    expect(page404.status).toBe(404)
    expect(page404.headers.get('content-type')).toContain('text/html')
    const json404 = await get('/dandisets/999999/')
    expect(json404.status).toBe(404)
    expect(await json404.json()).toEqual({ detail: 'Not found.' })
    expect((await get('/dandisets/200001/versions/0.230101.0000/info/')).status).toBe(404)
  })

  it('refuse other methods by name', async () => {
    const reply = await fetch(`${archive.urls.api}/dandisets/`, { method: 'POST' })
    expect(reply.status).toBe(405)
    expect(await reply.json()).toEqual({ detail: 'Method "POST" not allowed.' })
  })

  it('name the ports that are really listened to', async () => {
    const info = (await (await get('/info/')).json()) as { services: { api: { url: string } } }
    expect(info.services.api.url).toBe(archive.urls.api)
    expect((await fetch(`${archive.urls.web}/server-info`)).status).toBe(200)
  })
})

describe('paging', () => {
  it('counts on every page of dandisets and refuses a page beyond the last', async () => {
    const second = await page('/dandisets/?page=2&page_size=10')
    expect(second.count).toBe(39)
    expect(second.next).toBe(`${archive.urls.api}/dandisets/?page=3&page_size=10`)
    expect(second.previous).toBe(`${archive.urls.api}/dandisets/?page_size=10`)
    const beyond = await get('/dandisets/?page=5&page_size=10')
    expect([beyond.status, await beyond.json()]).toEqual([404, { detail: 'Invalid page.' }])
  })

  it('counts assets on the first page only and gives empty pages beyond the last', async () => {
    const path = '/dandisets/200002/versions/draft/assets/'
    const first = await page(path)
    expect([first.count, first.results.length]).toEqual([20_000, 100])
    expect((await page(`${path}?page=2`)).count).toBeNull()
    expect((await page(`${path}?page_size=5000`)).results).toHaveLength(1000)
    const beyond = await page(`${path}?page=900`)
    expect([beyond.count, beyond.next, beyond.results]).toEqual([null, null, []])
  })
})

describe('the list of assets', () => {
  const path = '/dandisets/200004/versions/draft/assets/'
  const pathsOf = ({ results }: Page) => results.map((row) => row.path)

  it('takes a prefix in any case, and an exact path as that asset alone', async () => {
    expect((await page(`${path}?path=SUB-g01/`)).count).toBe(4)
    expect(pathsOf(await page(`${path}?path=sub-G01/abr.nwb`))).toEqual(['sub-G01/abr.nwb'])
  })

  it('takes a pattern in which only the star means something', async () => {
    expect((await page(`${path}?glob=*abr.nwb`)).count).toBe(3)
    expect((await page(`${path}?glob=abr.nwb`)).count).toBe(0)
    expect((await page(`${path}?glob=sub-G0[12]*`)).count).toBe(0)
  })

  it('refuses an order that it does not know', async () => {
    const reply = await get(`${path}?order=size`)
    expect(reply.status).toBe(400)
    expect(Object.keys((await reply.json()) as object)).toEqual(['order'])
  })
})

describe('embargoed data', () => {
  it('is refused to strangers and shown to its owner', async () => {
    const stranger = await get('/dandisets/200007/')
    expect(stranger.status).toBe(401)
    expect(stranger.headers.get('www-authenticate')).toBe('Bearer realm="api"')
    expect(await stranger.json()).toEqual({
      detail: 'Authentication credentials were not provided.',
    })
    expect((await get('/dandisets/200007/', authorized)).status).toBe(200)
  })

  it('is listed only when asked for with a key', async () => {
    const flag = await get('/dandisets/?embargoed=true')
    expect([flag.status, typeof (await flag.json())]).toEqual([401, 'string'])
    expect((await page('/dandisets/?embargoed=true', authorized)).count).toBe(40)
  })

  it('does not accept a wrong key even for what is public', async () => {
    const reply = await get('/dandisets/200001/', { Authorization: `token ${'f'.repeat(40)}` })
    expect([reply.status, await reply.json()]).toEqual([401, { detail: 'Invalid token.' }])
  })

  it('gives the key back to whom it belongs', async () => {
    expect(await (await get('/auth/token/', authorized)).json()).toBe(demoToken)
    expect((await get('/auth/token/')).status).toBe(401)
  })
})

describe('downloads', () => {
  it('are redirected to a URL that carries its permission', async () => {
    const path = archive.paths('200007', 'draft')[0] ?? ''
    const { assetId, sizeBytes, s3Url } = archive.entry('200007', 'draft', path)
    const reply = await get(`/assets/${assetId}/download/`, authorized)
    expect(reply.status).toBe(302)
    const location = reply.headers.get('location') ?? ''
    const whole = await fetch(location)
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(bytes).toEqual(archive.bytesOf('200007', 'draft', path))
    expect(bytes.length).toBe(sizeBytes)
    expect((await fetch(s3Url)).status).toBe(403)
    expect((await fetch(location, { method: 'HEAD' })).status).toBe(403)
  })

  it('of a Zarr are refused with a sentence', async () => {
    const path = archive.paths('200005', 'draft').find((it) => it.endsWith('.zarr')) ?? ''
    const { assetId } = archive.entry('200005', 'draft', path)
    const reply = await get(`/assets/${assetId}/download/`)
    expect([reply.status, typeof (await reply.json())]).toEqual([400, 'string'])
  })
})

describe('the files of a Zarr', () => {
  it('are listed in pages that go on after the last key', async () => {
    const path = archive.paths('200006', 'draft').find((it) => it.endsWith('junk.zarr')) ?? ''
    const { zarrId } = archive.entry('200006', 'draft', path)
    const keys: unknown[] = []
    let url: string | null = `${archive.urls.api}/zarr/${zarrId}/files/?limit=7`
    while (url !== null) {
      const reply = (await (await fetch(url)).json()) as Page
      keys.push(...reply.results.map((row) => row.Key))
      url = reply.next
    }
    expect(keys).toEqual([...archive.zarrBytesOf('200006', 'draft', path).keys()])
  })
})

describe('search', () => {
  it('finds by species and technique of one version', async () => {
    const query = encodeURIComponent('species:rat technique:"spike sorting" hippocampus')
    const found = await page(`/dandisets/?search=${query}`)
    expect(found.results.map((row) => row.identifier)).toContain('200010')
  })

  it('names the operator that was meant', async () => {
    const reply = await get(`/dandisets/?search=${encodeURIComponent('specie:mouse')}`)
    expect(reply.status).toBe(400)
    expect(((await reply.json()) as { search: string }).search).toContain('species:')
  })
})

describe('a draft', () => {
  it('can be changed behind the reader’s back, and every listing follows', async () => {
    const own = await startArchive()
    const list = async () =>
      (await (
        await fetch(`${own.urls.api}/dandisets/200001/versions/draft/assets/`)
      ).json()) as Page
    const [path = ''] = own.paths('200001', 'draft')
    const before = own.entry('200001', 'draft', path)
    own.addAsset('200001', 'sub-R02/notes.txt', { bytes: 'hello\n' })
    expect((await list()).count).toBe(2)
    const changed = own.changeAsset('200001', path, { sizeBytes: 5000 })
    expect(changed.blobId).not.toBe(before.blobId)
    expect((await fetch(before.s3Url)).status).toBe(200)
    own.renameAsset('200001', 'sub-R02/notes.txt', 'notes.txt')
    expect((await list()).results.map((row) => row.path)).toEqual([path, 'notes.txt'])
    own.removeAsset('200001', 'notes.txt')
    const manifest = await fetch(`${own.urls.s3}/dandisets/200001/draft/assets.jsonld`)
    expect((await manifest.json()) as unknown[]).toHaveLength(1)
    await own.close()
  })
})
