import { afterEach, describe, expect, it } from 'vitest'
import { demoToken } from '../archive/archive.ts'
import {
  ask,
  askedOf,
  catalogueOf,
  dandisetOf,
  find,
  idsOf,
  instance,
  rest,
  settled,
} from '../support/catalogue-world.ts'
import { type EngineWorld, startEngineWorld, type WorldOptions } from '../support/engine-world.ts'
import { addGate } from '../support/gate.ts'

let world: EngineWorld

async function open(options: WorldOptions = {}): Promise<EngineWorld> {
  world = await startEngineWorld(options)
  return world
}
afterEach(() => world.close())

const minute = 60_000
/** Requests for the metadata of a version. */
const versions = /versions\/[^/]+\/$/
const embargoed = '200007'
const urlsOf = (kind: 'list' | 'version') => askedOf(world, kind).map(({ url }) => url)

async function refresh() {
  await world.engine['catalogue.refresh']({ instance })
  return rest(world)
}

describe('the first fill', () => {
  it('brings every public dandiset with its metadata, each version asked for once', async () => {
    await open()
    expect(catalogueOf(world)).toBeUndefined()
    const state = await settled(world)
    expect(state).toMatchObject({
      phase: 'ready',
      failure: null,
      dandisets: 39,
      described: 39,
      total: 39,
    })
    const asked = urlsOf('version')
    expect(new Set(asked).size).toBe(asked.length)
    const { rows } = await find(world, ask(''))
    expect(rows).toHaveLength(39)
    expect(rows.map(({ id }) => id)).not.toContain(embargoed)
    const wanted = rows.flatMap(({ id, published }) => (published ? [id, id] : [id])).sort()
    expect(asked.map(dandisetOf).sort()).toEqual(wanted)
  })

  it('is told as it goes on, never backwards, and answers meanwhile', async () => {
    await open()
    const gate = addGate(world.archive, { where: versions, skip: 10 })
    const seen: number[] = []
    world.engine.subscribe((batch) => {
      for (const event of batch) {
        if (event.kind === 'catalogue.changed') seen.push(event.state.described)
      }
    })
    await world.engine['catalogue.state']({ instance })
    await world.when(() => (catalogueOf(world)?.described ?? 0) >= 5)
    expect(catalogueOf(world)).toMatchObject({
      phase: 'filling',
      dandisets: 39,
      total: 39,
      checkedAt: null,
    })
    expect(await idsOf(world, '')).toHaveLength(39)
    gate.open()
    expect((await rest(world)).described).toBe(39)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.length).toBeGreaterThan(1)
  })

  it('has at most four requests under way, each begun a while after the one before', async () => {
    await open()
    const list = addGate(world.archive, { where: 'ordering=id' })
    const gate = addGate(world.archive, { where: versions })
    const ready = settled(world)
    await list.waiting(1)
    world.clock.skip(minute)
    list.open()
    await gate.waiting(4)
    // All who will ever ask have come for their turn by now: one had it at once, the others waited.
    expect(world.clock.waits.length).toBeLessThanOrEqual(3)
    await gate.passEach(12)
    gate.open()
    expect(await ready).toMatchObject({ phase: 'ready', failure: null })
    expect(gate.most).toBe(4)
    const began = askedOf(world, 'version').length
    const pausedMs = world.clock.waits.reduce((sum, ms) => sum + ms, 0)
    expect(pausedMs).toBeGreaterThan((began - 4) * 50)
  })

  it('goes on after a restart with what is missing alone', async () => {
    await open()
    const gate = addGate(world.archive, { where: versions, skip: 12 })
    await world.engine['catalogue.state']({ instance })
    await gate.waiting(4)
    await world.reopen()
    const before = askedOf(world, 'version')
      .slice(0, 12)
      .map(({ url }) => url)
    world.archive.clearRequests()
    gate.open()
    expect(await settled(world)).toMatchObject({ phase: 'ready', described: 39 })
    const again = urlsOf('version')
    expect(again.filter((url) => before.includes(url))).toEqual([])
    expect(again.length).toBeGreaterThan(0)
    expect(await idsOf(world, 'species:mouse')).not.toEqual([])
  })

  it('of nothing that answers says so, and keeps nothing', async () => {
    await open()
    world.archive.faults.add({ name: 'drop', service: 'api' })
    const state = await settled(world)
    expect(state).toMatchObject({ phase: 'failed', dandisets: 0, checkedAt: null })
    expect(state.failure?.code).toMatch(/^net\./)
    world.archive.faults.clear()
    world.clock.skip(2 * minute)
    expect(await settled(world)).toMatchObject({ phase: 'ready', failure: null, described: 39 })
  })

  it('goes on without a dandiset that the archive cannot describe, and asks again another day', async () => {
    await open()
    const fault = world.archive.faults.add({ name: 'captive', where: '200003/versions/' })
    expect(await settled(world)).toMatchObject({ phase: 'ready', dandisets: 39, described: 39 })
    expect(
      (await world.engine['catalogue.dandiset']({ instance, dandisetId: '200003' })).about,
    ).toBeNull()
    fault.remove()
    world.clock.skip(25 * 60 * minute)
    await settled(world)
    expect(
      (await world.engine['catalogue.dandiset']({ instance, dandisetId: '200003' })).about,
    ).not.toBeNull()
  })
})

describe('a server that wants rest', () => {
  it('gets it: for as long as it asks nobody asks it for anything', async () => {
    await open()
    const retryAfter = { seconds: 30 }
    world.archive.faults.add({
      name: 'too-many-requests',
      where: versions,
      skip: 8,
      times: 1,
      retryAfter,
    })
    expect(await settled(world)).toMatchObject({ phase: 'ready', failure: null, described: 39 })
    expect(world.clock.waits.some((ms) => ms > 25_000)).toBe(true)
    const asked = askedOf(world, 'version')
    const refused = asked.findIndex(({ status }) => status === 429)
    const url = asked[refused]?.url
    expect(asked.filter((each) => each.url === url)).toHaveLength(2)
  })

  it('for longer than anybody waits is left alone, and what came before is kept', async () => {
    await open()
    const retryAfter = { seconds: 3600 }
    world.archive.faults.add({
      ...{ name: 'too-many-requests', where: versions, skip: 8, retryAfter },
    })
    const state = await settled(world)
    expect(state).toMatchObject({
      phase: 'failed',
      dandisets: 39,
      failure: { code: 'http.throttled' },
    })
    expect(state.described).toBeGreaterThan(0)
    const count = askedOf(world, 'version').length
    await world.engine['catalogue.state']({ instance })
    expect(catalogueOf(world)?.phase).toBe('failed')
    expect(askedOf(world, 'version')).toHaveLength(count)
  })
})

describe('once filled', () => {
  it('nothing is asked while it is young, and one page when somebody looks later', async () => {
    await open()
    await settled(world)
    world.archive.clearRequests()
    await settled(world)
    expect(world.archive.requests).toEqual([])
    world.clock.skip(11 * minute)
    expect(await settled(world)).toMatchObject({ phase: 'ready' })
    expect(urlsOf('list')).toHaveLength(1)
    expect(urlsOf('list')[0]).toContain('ordering=-modified')
    expect(urlsOf('version')).toEqual([])
  })

  it('only the draft that changed is asked for again', async () => {
    await open()
    const { checkedAt } = await settled(world)
    const before = await find(world, ask('200001'))
    world.archive.addAsset('200001', 'sub-new/sub-new_ecephys.nwb', { bytes: 'new' })
    world.archive.clearRequests()
    const state = await refresh()
    expect(state.checkedAt).toBeGreaterThan(checkedAt ?? 0)
    expect(urlsOf('list')).toHaveLength(1)
    expect(urlsOf('version').map((url) => new URL(url).pathname)).toEqual([
      '/api/dandisets/200001/versions/draft/',
    ])
    expect(before.total).toBeGreaterThan(0)
  })

  it('what is there stays and is searched when the archive is out of reach', async () => {
    await open()
    const { checkedAt } = await settled(world)
    world.archive.faults.add({ name: 'drop', service: 'api' })
    world.clock.skip(60 * minute)
    await world.reopen()
    const state = await settled(world)
    expect(state).toMatchObject({ phase: 'failed', dandisets: 39, described: 39, checkedAt })
    expect(state.failure?.code).toMatch(/^net\./)
    expect(await idsOf(world, 'hippocampus species:mouse')).not.toEqual([])
    const page = await find(world, ask('mouse owner:dandi'))
    expect(page.problems).toEqual([
      { from: 6, to: 17, code: 'not-asked', text: 'owner:dandi', suggestion: null },
    ])
    expect(page.rows.map(({ id }) => id)).toEqual(await idsOf(world, 'mouse'))
  })

  it('what the archive no longer lists is gone after a day', async () => {
    await open({ environment: { LOCAL_API_KEY: demoToken } })
    expect(await settled(world)).toMatchObject({ dandisets: 40 })
    await world.reopen({ environment: {} })
    expect(await settled(world)).toMatchObject({ dandisets: 40 })
    world.clock.skip(25 * 60 * minute)
    expect(await settled(world)).toMatchObject({ phase: 'ready', dandisets: 39, total: 39 })
    expect(await idsOf(world, embargoed)).toEqual([])
  })

  it('another address under the same name is another catalogue', async () => {
    await open()
    await settled(world)
    const other = {
      name: instance,
      apiUrl: 'http://127.0.0.1:9/api',
      webUrl: null,
      s3Url: null,
      webdavUrl: null,
    }
    await world.reopen({ overrides: { instances: [other], instance } })
    expect(await settled(world)).toMatchObject({ phase: 'failed', dandisets: 0, checkedAt: null })
  })
})

describe('embargoed dandisets', () => {
  it('are there with their owner’s key', async () => {
    await open({ environment: { LOCAL_API_KEY: demoToken } })
    expect(await settled(world)).toMatchObject({ phase: 'ready', dandisets: 40, described: 40 })
    const facets = [{ facet: 'access', values: ['embargoed'] }] as const
    const found = await find(world, ask('', { facets }))
    expect(found.rows.map(({ id, embargoed }) => [id, embargoed])).toEqual([[embargoed, true]])
  })

  it('are gone as soon as the key is', async () => {
    const kept = new Map<string, string>()
    const secrets = {
      kind: 'session',
      get: async (name: string) => kept.get(name) ?? null,
      set: async (name: string, text: string) => void kept.set(name, text),
      remove: async (name: string) => void kept.delete(name),
    } as const
    await open()
    await world.reopen({ secrets })
    await settled(world)
    expect(await idsOf(world, embargoed)).toEqual([])
    await world.engine['key.set']({ instance, key: demoToken })
    await world.when(() => catalogueOf(world)?.dandisets === 40)
    await rest(world)
    expect(await idsOf(world, embargoed)).toEqual([embargoed])
    await world.engine['key.remove']({ instance })
    expect(await idsOf(world, embargoed)).toEqual([])
    await world.when(() => catalogueOf(world)?.phase === 'checking')
    expect(await rest(world)).toMatchObject({ phase: 'ready', dandisets: 39 })
  })

  it('with a bad key all the others are there', async () => {
    await open({ environment: { LOCAL_API_KEY: 'f'.repeat(40) } })
    expect(await settled(world)).toMatchObject({ phase: 'ready', dandisets: 39, described: 39 })
  })
})

describe('what a version says of itself', () => {
  const aboutOf = async (dandisetId: string, version: string) => {
    const ref = { instance, dandisetId, version, pick: { kind: 'dandiset' as const } }
    const { snapshotId } = await world.engine['version.open']({ ref, source: 'api' })
    await world.engine.complete(snapshotId)
    return () => world.engine['version.about']({ snapshotId })
  }

  it('is told as the catalogue keeps it, with its age, while nobody answers', async () => {
    await open()
    const { checkedAt } = await settled(world)
    const about = await aboutOf('200003', 'draft')
    const told = await about()
    expect(told.kept).toBeNull()
    world.archive.faults.add({ name: 'drop' })
    const failure = expect.objectContaining({ code: expect.stringMatching(/^net\./) })
    expect(await about()).toEqual({ ...told, kept: { at: checkedAt, failure } })
    world.archive.faults.clear()
    expect(await about()).toEqual(told)
  })

  it('is not told of a version that the catalogue does not keep', async () => {
    await open()
    const about = await aboutOf('200003', 'draft')
    world.archive.faults.add({ name: 'drop' })
    await expect(about()).rejects.toMatchObject({ code: expect.stringMatching(/^net\./) })
  })
})
