import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OpenVersion } from '../../main/model/listing.ts'
import { everything, noFilter, type Selection, wanting } from '../../main/model/selection.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { type EngineWorld, startEngineWorld, stateOf } from '../support/engine-world.ts'

/** 310 assets: too many for the API to be asked for all their metadata at once. */
const large = '200030'

let shared: Archive
let worlds: EngineWorld[] = []

beforeAll(async () => {
  shared = await startArchive()
  return () => shared.close()
})
afterEach(async () => {
  await Promise.all(worlds.map((world) => world.close()))
  worlds = []
  shared.faults.clear()
  shared.clearRequests()
})

async function startWorld(): Promise<EngineWorld> {
  const world = await startEngineWorld({ shared })
  worlds.push(world)
  return world
}

type Source = 'api' | 's3' | 'webdav' | 'auto'

function open(world: EngineWorld, source: Source, version: string | null = 'draft') {
  const ref = { instance: 'local', dandisetId: large, version, pick: { kind: 'dandiset' as const } }
  return Promise.resolve(world.engine['version.open']({ ref, source }))
}

const listingOf = async (world: EngineWorld, snapshotId: number) =>
  (await world.engine['version.state']({ snapshotId })).listing

/** Asks with every event about a listing, and once now. */
function until(
  world: EngineWorld,
  { snapshotId }: OpenVersion,
  holds: (listing: OpenVersion['listing']) => boolean,
): Promise<OpenVersion['listing']> {
  return new Promise((resolve, reject) => {
    const look = () =>
      listingOf(world, snapshotId).then((listing) => {
        if (!holds(listing)) return
        stop()
        resolve(listing)
      }, reject)
    const stop = world.engine.subscribe((batch) => {
      if (batch.some((it) => it.kind === 'listing.changed')) void look()
    })
    void look()
  })
}

const isDescribed = (listing: OpenVersion['listing']) =>
  listing.state !== 'running' && !listing.describing && listing.described > 0

/** Where the bucket is, is learnt from another dandiset. */
const requestsFor = (part: string) =>
  shared.requests.filter(({ url }) => url.includes(`/${large}/`) && url.includes(part))
const mutable = <T>(value: T) => value as never

describe('a listing that comes without metadata', () => {
  it('is there by its paths first, and is completed in the background, one page at a time', async () => {
    const world = await startWorld()
    const opened = await open(world, 'api')
    const done = await until(world, opened, isDescribed)
    expect(done).toMatchObject({ state: 'complete', describeFailure: null, source: 'api' })
    expect(done.described).toBe(done.entries)
    const bare = requestsFor('page_size=1000')
    const pages = requestsFor('metadata=true')
    expect(bare.length).toBeGreaterThan(0)
    expect(pages.length).toBe(Math.ceil(done.entries / 100))
    const truth = await truthOf()
    expect(await answersOf(world, opened.snapshotId)).toEqual(truth)
  })

  it('stops when the version is closed, and goes on where it was when it is opened again', async () => {
    const world = await startWorld()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const where = /page=[34]&page_size=100/
    shared.faults.add({ name: 'hold', service: 'api', where, until: () => held })
    const opened = await open(world, 'api')
    await until(world, opened, ({ described }) => described === 200)
    await world.engine['version.close']({ snapshotId: opened.snapshotId })
    const closed = await until(world, opened, ({ describing }) => !describing)
    expect(closed).toMatchObject({ described: 200, describeFailure: null })
    release()
    shared.clearRequests()
    const again = await open(world, 'api')
    expect(again.snapshotId).toBe(opened.snapshotId)
    const done = await until(world, again, isDescribed)
    expect(done.described).toBe(done.entries)
    const pages = requestsFor('metadata=true')
    expect(pages.length).toBe(Math.ceil(done.entries / 100) - 2)
  })

  it.each([
    ['duplicate-page' as const, 0],
    ['shifting-listing' as const, 1],
  ])(
    'of which pages come as %s loses nothing, shows nothing twice, and says what is missing',
    async (name, missing) => {
      const world = await startWorld()
      shared.faults.add({ name, service: 'api', where: /page_size=100&metadata/ })
      const opened = await open(world, 'api')
      const { entries } = await until(world, opened, ({ state }) => state === 'complete')
      const done = await until(world, opened, isDescribed)
      expect(done.entries).toBe(entries)
      expect(done.described < entries).toBe(missing > 0)
      expect(done.describeFailure?.code).toBe(missing > 0 ? 'remote.changed' : undefined)
      const paths = await pathsOf(world, opened.snapshotId)
      expect(new Set(paths).size).toBe(paths.length)
      expect(paths.length).toBe(entries)
    },
  )

  it('whose metadata are cut for good keeps its files, and says why they are not described', async () => {
    const world = await startWorld()
    shared.faults.add({ name: 'captive', service: 'api', where: /page_size=100&metadata/ })
    const opened = await open(world, 'api')
    const done = await until(world, opened, ({ describeFailure }) => describeFailure !== null)
    expect(done).toMatchObject({ state: 'complete', described: 0, describing: false })
    expect(done.describeFailure?.code).toBe('remote.html')
    expect(await pathsOf(world, opened.snapshotId)).toHaveLength(done.entries)
  })

  it('from WebDAV is completed by the API', async () => {
    const world = await startWorld()
    const opened = await open(world, 'webdav')
    const done = await until(world, opened, isDescribed)
    expect(done).toMatchObject({ source: 'webdav', describeFailure: null })
    expect(done.described).toBe(done.entries)
    expect(await answersOf(world, opened.snapshotId)).toEqual(await truthOf())
  })

  it('is completed before an order by metadata is planned', async () => {
    const male: Selection = { ...everything, filter: wanting(noFilter, 'sex', ['Male']) }
    const totalFrom = async (source: Source) => {
      const world = await startWorld()
      const rules = { version: 'draft', source, selection: male, dandisetYaml: false }
      const job = await world.start(world.order(large, rules))
      const listed = await world.until(job, ({ phase }) => phase !== 'listing')
      return listed.counts.total
    }
    const truth = await totalFrom('s3')
    expect(truth).toBeGreaterThan(0)
    expect(await totalFrom('api')).toBe(truth)
  })
})

describe('a draft that was listed before', () => {
  it.each([['api' as const], ['s3' as const]])(
    'is not read again from %s while it is the same, in this run and the next',
    async (source) => {
      const world = await startWorld()
      const opened = await open(world, source)
      await until(world, opened, isDescribed)
      for (const restart of [false, true]) {
        if (restart) await world.reopen()
        world.clock.skip(3_600_000)
        shared.clearRequests()
        const again = await open(world, source)
        expect(again.snapshotId).toBe(opened.snapshotId)
        expect(again.listing.state).toBe('complete')
        expect(requestsFor('/assets/?')).toEqual([])
        const manifest = requestsFor('assets.jsonld')
        expect(manifest.map(({ method, status }) => `${method} ${status}`)).toEqual(
          source === 's3' ? ['HEAD 304'] : [],
        )
      }
      expect(await answersOf(world, opened.snapshotId)).toEqual(await truthOf())
    },
  )

  it.each([['api' as const], ['s3' as const]])(
    'is listed anew from %s when it changed',
    async (source) => {
      const archive = await startArchive()
      const world = await startEngineWorld({ shared: archive })
      worlds.push(world)
      const opened = await open(world, source)
      const before = await until(world, opened, isDescribed)
      archive.addAsset(large, 'sub-new/one more.txt', { bytes: 'new\n' })
      world.clock.skip(3_600_000)
      const again = await open(world, source)
      expect(again.snapshotId).not.toBe(opened.snapshotId)
      const after = await until(world, again, isDescribed)
      expect(after.entries).toBe(before.entries + 1)
      await world.close()
      worlds = worlds.filter((it) => it !== world)
      await archive.close()
    },
  )
})

describe('a published version that was listed before', () => {
  it('can be looked at while nothing answers', async () => {
    const world = await startWorld()
    const first = await open(world, 'auto', null)
    const { version } = first.snapshot
    expect(first.snapshot.published).toBe(true)
    await until(world, first, isDescribed)
    shared.faults.add({ name: 'drop' })
    const again = await open(world, 'auto', version)
    expect(again.snapshotId).toBe(first.snapshotId)
    expect(await pathsOf(world, again.snapshotId)).toHaveLength(again.listing.entries)
    expect(again.listing.failure).toBeNull()
    const newest = await open(world, 'auto', null)
    expect(newest.snapshotId).toBe(first.snapshotId)
    expect(newest.listing.failure).toMatchObject({ code: expect.stringMatching(/^net\./) })
  })
})

describe('a draft that nobody can be asked about', () => {
  it('is looked at as it was listed before, is told to be of old, and is asked for again later', async () => {
    const world = await startWorld()
    const first = await open(world, 'auto')
    await until(world, first, isDescribed)
    shared.faults.add({ name: 'drop' })
    const kept = await open(world, 'auto')
    expect(kept.snapshotId).toBe(first.snapshotId)
    expect(kept.listing).toMatchObject({
      state: 'complete',
      listedAt: first.listing.listedAt,
      failure: { code: expect.stringMatching(/^net\./) },
    })
    expect(await pathsOf(world, kept.snapshotId)).toHaveLength(kept.listing.entries)
    const order = world.order(large, { version: 'draft' })
    await expect(world.engine.plan({ order: order as never })).rejects.toMatchObject({
      code: expect.stringMatching(/^net\./),
    })
    shared.faults.clear()
    expect((await open(world, 'auto')).listing.failure).toBeNull()
  })
})

describe('a regular expression that cannot be used', () => {
  it.each([
    ['(a+)+$', 'regex-slow'],
    ['(sub', 'regex-syntax'],
  ])(
    'is refused with its reason, and nothing stands still meanwhile: %s',
    async (regex, reason) => {
      const archive = await startArchive({ builtIn: true })
      const world = await startEngineWorld({ shared: archive })
      worlds.push(world)
      archive.addAsset(large, `${'a'.repeat(60)}!`, { bytes: 'x' })
      const opened = await open(world, 's3')
      await until(world, opened, isDescribed)
      const selection = { ...everything, filter: { ...noFilter, regex } }
      const asked = { snapshotId: opened.snapshotId, selection: mutable(selection) }
      await expect(world.engine['selection.summary'](asked)).rejects.toMatchObject({
        code: 'input.invalid',
        details: { field: 'regex', reason },
      })
      expect(stateOf(world.engine).jobs).toEqual([])
      await world.close()
      worlds = worlds.filter((it) => it !== world)
      await archive.close()
    },
  )
})

async function pathsOf(world: EngineWorld, snapshotId: number): Promise<readonly string[]> {
  const query = { snapshotId, selection: mutable(everything), sort: [], scope: 'in-sight' as const }
  const { rows } = await world.engine['files.page']({ ...query, offset: 0, limit: 5000 })
  return rows.map(({ path }) => path)
}

/** What a window would show, whatever source listed. */
async function answersOf(world: EngineWorld, snapshotId: number) {
  const asked = { snapshotId, selection: mutable(everything) }
  const { rows, total } = await world.engine['subjects.page']({
    ...asked,
    sort: [],
    offset: 0,
    limit: 5000,
  })
  return { facets: await world.engine['entries.facets']({ ...asked, find: null }), rows, total }
}

/** As the manifest has it, which says all at once, seen by an engine of its own. */
async function truthOf() {
  const world = await startWorld()
  const opened = await open(world, 's3')
  const { described, entries } = await until(world, opened, isDescribed)
  expect(described).toBe(entries)
  return answersOf(world, opened.snapshotId)
}
