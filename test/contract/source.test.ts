import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Entry, Pick } from '../../main/model/entry.ts'
import type { SourceKind } from '../../main/model/instance.ts'
import type { Source } from '../../main/sources/source.ts'
import {
  bytesOf,
  failureOf,
  listed,
  refTo,
  signal,
  sorted,
  startWorld,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
afterEach(() => {
  world.archive.faults.clear()
  world.archive.clearRequests()
})

const kinds: readonly SourceKind[] = ['api', 's3', 'webdav']
const zarrPath = (source: Source) =>
  listed(source, refTo('200006', 'draft')).then(({ snapshot, entries }) => {
    const find = (end: string) => entries.find(({ path }) => path.endsWith(end)) as Entry
    return { snapshot, find, entries }
  })

describe.each(kinds)('the %s source', (kind) => {
  const source = () => world.sources().source(kind, 'local')

  it('is there', async () => {
    await expect(source().probe(signal)).resolves.toBeUndefined()
  })

  it('resolves no version to the newest published one', async () => {
    const snapshot = await source().resolve(refTo('200010', null), signal)
    expect(snapshot).toMatchObject({
      instance: 'local',
      dandisetId: '200010',
      version: '0.230815.1032',
      versionChoice: 'newest-published',
      published: true,
      title: 'Hippocampal replay during rest after spatial alternation in rats',
      embargoed: false,
    })
    expect(snapshot.modifiedAt).toBeTypeOf('number')
  })

  it('resolves no version to the draft where nothing is published', async () => {
    const snapshot = await source().resolve(refTo('200006', null), signal)
    expect(snapshot).toMatchObject({
      version: 'draft',
      versionChoice: 'only-draft',
      published: false,
    })
  })

  it('resolves an asked version and knows when there is none', async () => {
    const versions = await world.sources().catalog('local').versions('200010', signal)
    expect(versions).toHaveLength(9)
    const oldest =
      versions
        .map(({ version }) => version)
        .filter((one) => one !== 'draft')
        .at(-1) ?? ''
    const snapshot = await source().resolve(refTo('200010', oldest), signal)
    expect(snapshot).toMatchObject({ version: oldest, versionChoice: 'asked' })
    for (const [id, version] of [
      ['200010', '0.190101.0000'],
      ['299999', null],
      ['299999', 'draft'],
    ] as const) {
      const failure = await failureOf(source().resolve(refTo(id, version), signal))
      expect(failure).toMatchObject({ code: 'remote.not-found', remedy: 'give-up' })
    }
  })

  it.each(['200001', '200003', '200004', '200009', '200012', '200013', '200014'])(
    'lists every path of %s once, with its size and digest',
    async (id) => {
      const { snapshot, entries } = await listed(source(), refTo(id, 'draft'))
      expect(sorted(entries.map(({ path }) => path))).toEqual(
        sorted(world.archive.paths(id, 'draft')),
      )
      for (const entry of entries) {
        const truth = world.archive.entry(id, 'draft', entry.path)
        expect(entry.sizeBytes).toBe(truth.sizeBytes)
        const described = await source().describe(snapshot, entry, signal)
        expect(described.checksum).toEqual({ kind: 'dandi-etag', value: truth.etag })
      }
    },
  )

  it('lists 20,000 assets in pages', async () => {
    const ref = refTo('200002', 'draft')
    const snapshot = await source().resolve(ref, signal)
    const paths = new Set<string>()
    let longest = 0
    for await (const page of source().list(snapshot, ref, signal)) {
      longest = Math.max(longest, page.length)
      for (const { path } of page) paths.add(path)
    }
    expect(paths.size).toBe(20_000)
    expect(longest).toBeLessThanOrEqual(3000)
  })

  it.each<[Pick, readonly string[]]>([
    [
      { kind: 'folder', path: 'stimuli/' },
      [
        'stimuli/100,000 lux=max.txt',
        'stimuli/a+b+c.txt',
        'stimuli/tone#4 & click.txt',
        'stimuli/~backup~.txt',
      ],
    ],
    [
      { kind: 'item', path: 'field notes/day 2  two spaces.txt' },
      ['field notes/day 2  two spaces.txt'],
    ],
    [{ kind: 'item', path: 'README' }, ['README']],
    [
      { kind: 'prefix', prefix: 'field notes/day' },
      ['field notes/day 1 (rain).txt', 'field notes/day 2  two spaces.txt'],
    ],
    [{ kind: 'prefix', prefix: 'field%20notes%2Fday 1' }, ['field notes/day 1 (rain).txt']],
    [
      { kind: 'prefix', prefix: 'sub-R01' },
      ['sub-R01.nwb folder/inside.txt', 'sub-R01/sub-R01_ses-dawn_behavior+ecephys.nwb'],
    ],
    [{ kind: 'glob', pattern: '*a+B*.TXT' }, ['stimuli/a+b+c.txt']],
    [
      { kind: 'glob', pattern: 'rig*' },
      ['rig/[old]_^2_`quoted`.txt', 'rig\\calibration\\table.txt'],
    ],
    [{ kind: 'dandiset-yaml' }, []],
  ])('lists what %j covers and nothing else', async (pick, paths) => {
    const { entries } = await listed(source(), refTo('200003', 'draft', pick))
    expect(sorted(entries.map(({ path }) => path))).toEqual(paths)
  })

  it.each<Pick>([
    { kind: 'folder', path: 'nowhere/' },
    { kind: 'folder', path: 'stimul/' },
    { kind: 'item', path: 'stimuli' },
    { kind: 'item', path: 'readme' },
    { kind: 'glob', pattern: '*.mp4' },
  ])('says that %j covers nothing', async (pick) => {
    const failure = await failureOf(listed(source(), refTo('200003', 'draft', pick)))
    expect(failure.code).toBe('remote.not-found')
  })

  it('tells names apart that differ by case only', async () => {
    const pick = { kind: 'item', path: 'sub-G01/abr.nwb' } as const
    const { entries } = await listed(source(), refTo('200004', 'draft', pick))
    expect(entries.map(({ path }) => path)).toEqual(['sub-G01/abr.nwb'])
  })

  it('locates bytes that can be asked for by range, with their validator', async () => {
    const { snapshot, entries } = await listed(source(), refTo('200003', 'draft'))
    for (const entry of entries) {
      const location = await source().locate(snapshot, entry, signal)
      expect(location).toMatchObject({ source: kind })
      const headers = { ...location.headers, range: 'bytes=2-9', 'if-match': `"${location.etag}"` }
      const answer = await world.http.send({ url: location.url, headers, signal })
      expect(answer.status).toBe(206)
      const range = { start: 2, end: 10 }
      expect(await bytesOf(answer.body)).toEqual(
        world.archive.bytesOf('200003', 'draft', entry.path, range),
      )
    }
  })

  it('does not take Zarrs for folders nor folders for Zarrs', async () => {
    const { entries } = await zarrPath(source())
    expect(sorted(entries.map(({ path }) => path))).toEqual(
      sorted(world.archive.paths('200006', 'draft')),
    )
    const zarrs = entries.filter((entry) => entry.kind === 'zarr').map(({ path }) => path)
    expect(zarrs).toHaveLength(5)
    for (const path of zarrs) expect(path).toMatch(/\.zarr$/)
    for (const entry of entries) {
      expect(entry.sizeBytes).toBe(world.archive.entry('200006', 'draft', entry.path).sizeBytes)
    }
  })

  it.each(['NeuN_SPIM.ome.zarr', 'empty.zarr', 'zeros.zarr', 'junk.zarr'])(
    'enters %s and locates each of its files',
    async (end) => {
      const { snapshot, find } = await zarrPath(source())
      const entry = find(end)
      const truth = world.archive.zarrBytesOf('200006', 'draft', entry.path)
      const found = new Map<string, number>()
      for await (const page of source().listZarr(snapshot, entry, signal)) {
        for (const file of page) {
          expect(file.md5).toMatch(/^[0-9a-f]{32}$/)
          found.set(file.key, file.sizeBytes)
        }
      }
      const sizes = [...truth].map(([key, bytes]) => [key, bytes.length])
      expect(new Map(found)).toEqual(new Map(sizes as [string, number][]))
      const { before, after, encode, headers } = await source().locateZarr(snapshot, entry, signal)
      for (const key of [...truth.keys()].slice(-4)) {
        const encoded =
          encode === 'query'
            ? encodeURIComponent(key)
            : key.split('/').map(encodeURIComponent).join('/')
        const answer = await world.http.send({ url: before + encoded + after, headers, signal })
        expect(answer.status).toBe(200)
        expect(await bytesOf(answer.body)).toEqual(truth.get(key))
      }
    },
  )

  it('lists a Zarr of 20,000 files', async () => {
    const { snapshot, entries } = await listed(source(), refTo('200005', 'draft'))
    const zarr = entries.find((entry) => entry.kind === 'zarr') as Entry
    const keys = new Set<string>()
    for await (const page of source().listZarr(snapshot, zarr, signal)) {
      for (const { key } of page) keys.add(key)
    }
    expect(keys.size).toBe(20_000)
  })

  it('asks again after a throttle and a page of a broken server', async () => {
    const service = kind === 'api' ? 'api' : kind
    world.archive.faults.add({
      name: 'too-many-requests',
      retryAfter: { seconds: 1 },
      service,
      times: 1,
    })
    world.archive.faults.add({ name: 'server-error', service, skip: 1, times: 1 })
    const snapshot = await source().resolve(refTo('200003', 'draft'), signal)
    expect(snapshot.version).toBe('draft')
  })

  it('gives up with the reason after too many of them', async () => {
    world.archive.faults.add({ name: 'server-error', service: kind })
    const failure = await failureOf(source().resolve(refTo('200003', 'draft'), signal))
    expect(['http.status', 'source.unavailable']).toContain(failure.code)
  })

  it('knows a captive portal', async () => {
    const known = source()
    await known.probe(signal)
    world.archive.faults.add({ name: 'captive' })
    const failure = await failureOf(known.resolve(refTo('200003', 'draft'), signal))
    expect(['remote.html', 'source.unavailable', 'http.status']).toContain(failure.code)
  })

  it('ends with the reason of an abort in the middle of a listing', async () => {
    const reason = new Error('stopped')
    const abort = new AbortController()
    const ref = refTo('200002', 'draft')
    const snapshot = await source().resolve(ref, signal)
    const reading = (async () => {
      for await (const _page of source().list(snapshot, ref, abort.signal)) abort.abort(reason)
    })()
    await expect(reading).rejects.toBe(reason)
  })

  it('refuses a redirect loop', async () => {
    world.archive.faults.add({ name: 'redirect-loop', service: kind })
    const failure = await failureOf(source().resolve(refTo('200003', 'draft'), signal))
    expect(['remote.invalid', 'http.status', 'source.unavailable']).toContain(failure.code)
  })
})
