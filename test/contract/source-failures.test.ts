import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Entry, Pick } from '../../main/model/entry.ts'
import { discard } from '../../main/net/http.ts'
import { createSources } from '../../main/sources/registry.ts'
import { demoToken } from '../archive/archive.ts'
import { failureOf, listed, refTo, signal, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
afterEach(() => {
  world.archive.faults.clear()
  world.archive.clearRequests()
})

const whole = refTo('200002', 'draft')

async function zarrOf(kind: 'api' | 's3' | 'webdav') {
  const source = world.sources().source(kind, 'local')
  const { snapshot, entries } = await listed(source, refTo('200005', 'draft'))
  const entry = entries.find((one) => one.kind === 'zarr') as Entry
  const read = async () => {
    const keys: string[] = []
    for await (const page of source.listZarr(snapshot, entry, signal)) {
      keys.push(...page.map(({ key }) => key))
    }
    return keys
  }
  return { source, snapshot, entry, read }
}

describe('the API', () => {
  const source = (token?: string) => world.sources(token).source('api', 'local')

  it.each(['endless-listing', 'duplicate-page'] as const)(
    'never takes an %s for a list',
    async (name) => {
      world.archive.faults.add({ name, service: 'api', where: '/assets/' })
      const failure = await failureOf(listed(source(), whole))
      expect(failure).toMatchObject({ code: 'remote.invalid', remedy: 'retry-later' })
    },
  )

  it('says that a list changed while it was read', async () => {
    world.archive.faults.add({ name: 'shifting-listing', service: 'api', where: '/assets/' })
    const failure = await failureOf(listed(source(), whole))
    expect(failure).toMatchObject({ code: 'remote.changed', remedy: 'retry-later' })
  })

  it('reads a list to its end though a page fails at first', async () => {
    world.archive.faults.add({ name: 'server-error', service: 'api', where: 'page=3', times: 2 })
    world.archive.faults.add({
      name: 'cut',
      afterBytes: 500,
      service: 'api',
      where: 'page=5',
      times: 1,
    })
    const { entries } = await listed(source(), whole)
    expect(entries).toHaveLength(20_000)
  })

  it.each(['endless-listing', 'duplicate-page'] as const)(
    'never takes an %s for a Zarr',
    async (name) => {
      const { read } = await zarrOf('api')
      world.archive.faults.add({ name, service: 'api', where: '/files/' })
      expect((await failureOf(read())).code).toBe('remote.invalid')
    },
  )

  it('opens closed data for their owner alone', async () => {
    const ref = refTo('200007', null)
    const details = { instance: 'local' }
    expect(await failureOf(source().resolve(ref, signal))).toMatchObject({
      code: 'auth.required',
      remedy: 'ask-user',
      details,
    })
    const wrong = source('f'.repeat(40)).resolve(ref, signal)
    expect(await failureOf(wrong)).toMatchObject({ code: 'auth.required' })
    const own = source(demoToken)
    const { snapshot, entries } = await listed(own, ref)
    expect(snapshot.embargoed).toBe(true)
    const [entry] = entries as [Entry]
    const location = await own.locate(snapshot, entry, signal)
    expect(location.expiresAt).toBeGreaterThan(Date.now() + 3_600_000)
    const range = { range: 'bytes=0-0' }
    const answer = await world.http.send({ url: location.url, headers: range, signal })
    expect(answer.status).toBe(206)
    await discard(answer)
  })

  it('is told the key, and nobody else', async () => {
    const own = source(demoToken)
    const { snapshot, entries } = await listed(own, refTo('200003', 'draft'))
    const location = await own.locate(snapshot, entries[0] as Entry, signal)
    await discard(await world.http.send({ url: location.url, headers: location.headers, signal }))
    const zarrs = await listed(own, refTo('200006', 'draft'))
    const zarr = zarrs.entries.find(({ path }) => path.endsWith('NeuN_SPIM.ome.zarr')) as Entry
    const { before, after, headers } = await own.locateZarr(zarrs.snapshot, zarr, signal)
    await discard(await world.http.send({ url: `${before}.zattrs${after}`, headers, signal }))
    world.archive.faults.add({ name: 'redirect-elsewhere', service: 'api', where: '/info/' })
    await own.probe(signal).catch(() => {})
    const told = (service: string) =>
      world.archive.requests
        .filter((request) => request.service === service)
        .map((request) => request.headers.authorization)
    expect(new Set(told('api'))).toEqual(new Set([`token ${demoToken}`]))
    expect(told('s3').length).toBeGreaterThan(1)
    expect(told('elsewhere').length).toBe(1)
    expect([...told('s3'), ...told('elsewhere')].every((one) => one === undefined)).toBe(true)
  })

  it('reads public data with a key that it refuses', async () => {
    const { entries } = await listed(source('f'.repeat(40)), refTo('200003', 'draft'))
    expect(entries).toHaveLength(12)
  })

  it('says that an asset is gone that was listed before', async () => {
    const added = world.archive.addAsset('200013', 'sub-1/gone.txt', { bytes: 'x' })
    const api = source()
    const { snapshot, entries } = await listed(api, refTo('200013', 'draft'))
    const entry = entries.find(({ assetId }) => assetId === added.assetId) as Entry
    world.archive.removeAsset('200013', 'sub-1/gone.txt')
    const bare = { ...entry, checksum: null }
    const failure = await failureOf(api.describe(snapshot, bare, signal))
    expect(failure).toMatchObject({ code: 'remote.gone', details: { path: 'sub-1/gone.txt' } })
  })

  it('finds assets, blobs and Zarrs by their ids alone', async () => {
    const truth = world.archive.entry('200003', 'draft', 'README')
    const byId = async (kind: 'api' | 's3', pick: Pick) => {
      const ref = { ...refTo('', null, pick), dandisetId: null }
      return (await listed(world.sources().source(kind, 'local'), ref)).entries
    }
    const asset = { kind: 'asset', assetId: truth.assetId } as const
    expect(await byId('api', asset)).toMatchObject([{ path: 'README', blobId: truth.blobId }])
    const blob = { kind: 'blob', blobId: truth.blobId ?? '' } as const
    expect(await byId('s3', blob)).toMatchObject([
      { path: truth.blobId, sizeBytes: truth.sizeBytes, checksum: { value: truth.etag } },
    ])
    const path =
      world.archive.paths('200006', 'draft').find((one) => one.endsWith('NeuN_SPIM.ome.zarr')) ?? ''
    const zarr = world.archive.entry('200006', 'draft', path)
    const pick = { kind: 'zarr', zarrId: zarr.zarrId ?? '' } as const
    expect(await byId('api', pick)).toMatchObject([
      { path, kind: 'zarr', sizeBytes: zarr.sizeBytes },
    ])
    expect(await byId('s3', pick)).toMatchObject([{ kind: 'zarr', sizeBytes: zarr.sizeBytes }])
  })
})

describe('the bucket', () => {
  const source = () => world.sources().source('s3', 'local')

  it.each([
    { name: 'cut', afterBytes: 9000 } as const,
    { name: 'truncate', afterBytes: 9000 } as const,
    { name: 'shorten', toBytes: 9000 } as const,
  ])('never takes a manifest with a $name for a short list', async (fault) => {
    world.archive.faults.add({ ...fault, service: 's3', where: 'assets.jsonld' })
    const failure = await failureOf(listed(source(), whole))
    expect(['net.cut', 'remote.invalid']).toContain(failure.code)
    expect(failure.remedy).toBe('retry-later')
  })

  it('tells a missing manifest and a web page from a list', async () => {
    world.archive.faults.add({ name: 'gone', service: 's3', where: 'assets.jsonld', times: 1 })
    expect(await failureOf(listed(source(), whole))).toMatchObject({
      code: 'source.unavailable',
      details: { reason: 'no-manifest' },
    })
    world.archive.faults.add({ name: 'captive', service: 's3', where: 'assets.jsonld' })
    expect((await failureOf(listed(source(), whole))).code).toBe('remote.html')
  })

  it.each(['endless-listing', 'duplicate-page'] as const)(
    'never takes an %s for a Zarr',
    async (name) => {
      const { read } = await zarrOf('s3')
      world.archive.faults.add({ name, service: 's3', where: 'list-type=2' })
      expect((await failureOf(read())).code).toBe('remote.invalid')
    },
  )

  it('has no closed data', async () => {
    const failure = await failureOf(source().resolve(refTo('200007', 'draft'), signal))
    expect(failure).toMatchObject({ code: 'auth.denied', details: { instance: 'local' } })
  })
})

describe('WebDAV', () => {
  const source = () => world.sources().source('webdav', 'local')

  it('says plainly that it is not there', async () => {
    world.archive.faults.add({ name: 'dead', service: 'webdav' })
    const dead = { code: 'source.unavailable', details: { source: 'webdav', reason: '503' } }
    expect(await failureOf(source().probe(signal))).toMatchObject(dead)
    expect(await failureOf(source().resolve(whole, signal))).toMatchObject(dead)
  })

  it('that was switched off and leads elsewhere is not there either', async () => {
    world.archive.faults.add({ name: 'redirect-elsewhere', service: 'webdav' })
    const failure = await failureOf(source().probe(signal))
    expect(failure.code).toBe('source.unavailable')
  })

  it('without an address is not there', async () => {
    const instance = { ...world.instance, webdavUrl: null }
    const sources = createSources({
      http: world.http,
      instances: () => [instance],
      tokenFor: () => null,
    })
    const failure = await failureOf(sources.source('webdav', 'local').probe(signal))
    expect(failure).toMatchObject({
      code: 'source.unavailable',
      details: { reason: 'not-configured' },
    })
    expect((await sources.order('auto', 'local', signal)).map(({ kind }) => kind)).toEqual([
      's3',
      'api',
    ])
  })

  it('asks no folder twice and no more than four at once', async () => {
    await listed(source(), refTo('200014', 'draft'))
    const asked = world.archive.requests.filter(({ method }) => method === 'PROPFIND')
    const depths = asked.filter(({ headers }) => headers.depth === '1').map(({ url }) => url)
    expect(new Set(depths).size).toBe(depths.length)
  })
})

describe('the registry', () => {
  it('learns the bucket from an asset and tries it first', async () => {
    const sources = world.sources()
    const kinds = async () => (await sources.order('auto', 'local', signal)).map(({ kind }) => kind)
    expect(await kinds()).toEqual(['s3', 'api', 'webdav'])
    world.archive.clearRequests()
    await kinds()
    expect(world.archive.requests).toHaveLength(0)
    const only = await sources.order('webdav', 'local', signal)
    expect(only.map(({ kind }) => kind)).toEqual(['webdav'])
    const closed = await sources.source('api', 'local').resolve(refTo('200001', null), signal)
    const order = await sources.orderFor('auto', { ...closed, embargoed: true }, signal)
    expect(order.map(({ kind }) => kind)).toEqual(['api'])
  })

  it('asks an unknown host what it is', async () => {
    const sources = createSources({ http: world.http, instances: () => [], tokenFor: () => null })
    const text = `${world.archive.urls.api}/dandisets/200001/versions/draft/`
    const origin = world.archive.urls.web
    const found = await sources.lookup({ kind: 'host', origin, text, glob: false }, signal)
    const name = new URL(origin).host
    expect(found.ref).toMatchObject({ instance: name, dandisetId: '200001', version: 'draft' })
    expect(found.instance).toMatchObject({ name, apiUrl: world.archive.urls.api })
  })

  it('follows a link that leads to an archive', async () => {
    const { elsewhereUrl } = world.archive
    world.archive.faults.add({ name: 'redirect-elsewhere', service: 'api', where: '/short' })
    const url = `${world.archive.urls.web}/short`
    const failure = await failureOf(
      world.sources().lookup({ kind: 'redirect', url, glob: false }, signal),
    )
    expect(failure).toMatchObject({ code: 'input.identifier', details: { text: url } })
    expect(elsewhereUrl).toMatch(/^http/)
  })

  it('knows whose key it is', async () => {
    const sources = world.sources()
    const { username } = await sources.checkKey('local', demoToken, signal)
    expect(username).not.toBe('')
    for (const key of ['f'.repeat(40), 'two\nlines', '']) {
      const failure = await failureOf(sources.checkKey('local', key, signal))
      expect(failure).toMatchObject({ code: 'auth.denied', remedy: 'ask-user' })
    }
  })

  it('has a catalogue that can be searched, and what is said about a version', async () => {
    const catalog = world.sources().catalog('local')
    expect(await catalog.search('hippocampal replay', signal)).toContain('200010')
    const page = await catalog.dandisetList({ page: 1, order: 'id' }, signal)
    expect(page.rows.map(({ id }) => id)).toContain('200010')
    expect(page).toMatchObject({ total: page.rows.length, isLast: true })
    const about = await catalog.about('200010', 'draft', signal)
    expect(about.title).toMatch(/Hippocampal replay/)
    expect(about.contributors.length).toBeGreaterThan(0)
    expect(about.licenses[0]).toMatch(/^CC/)
    const own = world.sources(demoToken).catalog('local')
    const { rows } = await own.dandisetList({ page: 1, order: '-modified' }, signal)
    expect(rows.find(({ id }) => id === '200007')).toMatchObject({ embargoed: true })
  })
})
