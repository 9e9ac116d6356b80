import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

/** Details of assets of DANDI:000029, against its published JSON. */
const draft = 'draft.assets.json'

describe.runIf(hasRealData)('an asset looked into (needs ../shared/data)', () => {
  let world: EngineWorld
  let snapshotId: number

  beforeAll(async () => {
    world = await startEngineWorld({ archive: { dataDir: realData, builtIn: false } })
    snapshotId = await open('draft')
  })
  afterAll(() => world.close())

  async function open(version: string): Promise<number> {
    const { ref } = world.order('000029', { version })
    const opened = await world.engine['version.open']({ ref: ref as never, source: 'auto' })
    await world.engine.complete(opened.snapshotId)
    return opened.snapshotId
  }

  it('tells digests, links and what the listing says without asking anybody', async () => {
    const path = 'sub-RAT123/sub-RAT123.nwb'
    const requests = world.archive.requests.length
    const detail = await world.engine['asset.detail']({ snapshotId, path })
    expect(world.archive.requests.length).toBe(requests)
    const { asset_id: id } = rowOf(draft, path)
    expect(detail.digests).toEqual([
      { name: 'dandi-etag', value: '6ec084ca9d3be17ec194a8f700d65344-1' },
      {
        name: 'sha256',
        value: '1a765509384ea96b7b12136353d9c5b94f23d764ad0431e049197f7875eb352c',
      },
    ])
    const download = `${world.archive.urls.api}/assets/${id}/download/`
    expect(detail.links.download).toBe(download)
    const neurosift = new URL(detail.links.neurosift ?? '')
    expect(neurosift.origin).toBe('https://neurosift.app')
    expect(Object.fromEntries(neurosift.searchParams)).toEqual({
      p: '/nwb',
      url: download,
      dandisetId: '000029',
      dandisetVersion: 'draft',
    })
    expect(detail.facts.find(({ kind }) => kind === 'subject')?.facts).toContainEqual({
      key: 'identifier',
      values: ['RAT123'],
    })
  })

  it('reads every field of the archive’s document', async () => {
    const path = 'sub-anm369962/sub-anm369962_behavior+ecephys.nwb'
    const groups = await world.engine['asset.metadata']({ snapshotId, path })
    const { metadata } = rowOf(draft, path)
    const told = groups.flatMap(({ facts }) => facts.map(({ key }) => key))
    const elsewhere = ['@context', 'schemaKey', 'path', 'id', 'digest', 'contentUrl']
    const nested = ['wasAttributedTo', 'wasGeneratedBy']
    const empty = (value: unknown) =>
      value === null || value === '' || (Array.isArray(value) && value.length === 0)
    const expected = Object.entries(metadata)
      .filter(([key, value]) => ![...elsewhere, ...nested].includes(key) && !empty(value))
      .map(([key]) => key)
    expect(told).toEqual(expect.arrayContaining(expected))
    expect(groups[0]).toMatchObject({ kind: 'subject' })
    expect(groups[0]?.facts.find(({ key }) => key === 'species')?.values).toHaveLength(1)
  })

  it('names files with the same bytes, in this version and in others that were opened', async () => {
    const before = await world.engine['asset.detail']({ snapshotId, path: 'test1234' })
    expect(before.copies.map(({ version, path }) => [version, path])).toEqual([
      ['draft', 'test12345'],
    ])
    await open('0.230317.1541')
    const { copies } = await world.engine['asset.detail']({ snapshotId, path: 'bar-renamed-3334' })
    const { blob } = rowOf(draft, 'bar-renamed-3334')
    const same = rowsOf('0.230317.1541.assets.json').filter((row) => blobOf(row) === blob)
    expect(same.length).toBeGreaterThan(0)
    expect(copies.map(({ path }) => path).sort()).toEqual(same.map(({ path }) => path).sort())
  })

  it('says in which other versions the path has the same bytes', async () => {
    const path = 'sub-anm369962/sub-anm369962_behavior+ecephys.nwb'
    const found = await world.engine['asset.versions']({ snapshotId, path })
    const { refs } = JSON.parse(readFileSync(join(realData, '000029/info.json'), 'utf8'))
    const wanted = Object.keys(refs)
      .filter((version) => version !== 'draft' && !version.includes('+'))
      .map((version) => {
        const other = rowsOf(refs[version].assets).find((row) => row.path === path)
        const mine = etagOf(rowOf(draft, path))
        if (!other) return [version, 'absent']
        return [version, etagOf(other) === mine ? 'same' : 'other']
      })
    const told = new Map(found.map(({ version, state }) => [version, state]))
    for (const [version, state] of wanted)
      expect([version, told.get(version ?? '')]).toEqual([version, state])
  })

  it('asks each source whether the bytes are there', async () => {
    const path = 'test1234'
    const { sources } = await world.engine['asset.detail']({ snapshotId, path })
    expect(sources).toEqual(['s3', 'api', 'webdav'])
    for (const source of sources) {
      const place = await world.engine['asset.place']({ snapshotId, path, source })
      expect(place, source).toMatchObject({ source, failure: null })
      expect(place.url, source).not.toMatch(/signature/i)
    }
    world.archive.faults.add({ name: 'dead', service: 's3' })
    const place = await world.engine['asset.place']({ snapshotId, path, source: 's3' })
    expect(place.failure).not.toBeNull()
    world.archive.faults.clear()
  })

  it('goes on with what was listed when the archive cannot be reached', async () => {
    const path = 'test1234'
    await world.archive.close()
    await expect(world.engine['asset.metadata']({ snapshotId, path })).rejects.toMatchObject({
      code: 'net.unreachable',
    })
    const detail = await world.engine['asset.detail']({ snapshotId, path })
    expect(detail.digests[0]?.value).toBe('712a4de4f365bb69de870dd06a50e33d-1')
  })
})

interface Row {
  readonly path: string
  readonly asset_id: string
  readonly blob?: string
  readonly metadata: { readonly digest: Record<string, string>; readonly contentUrl: string[] }
}

function rowsOf(file: string): readonly Row[] {
  return JSON.parse(readFileSync(join(realData, '000029', file), 'utf8'))
}

function rowOf(file: string, path: string): Row {
  const row = rowsOf(file).find((each) => each.path === path)
  if (!row) throw new Error(`${path} is not in ${file}`)
  return row
}

const etagOf = ({ metadata }: Row) => metadata.digest['dandi:dandi-etag']

function blobOf({ blob, metadata }: Row): string | undefined {
  return (
    blob ??
    metadata.contentUrl
      .find((url) => url.includes('/blobs/'))
      ?.split('/')
      .at(-1)
  )
}
