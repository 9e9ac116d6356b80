import { readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DifferenceKind, differenceKinds } from '../../main/model/compare.ts'
import { everything } from '../../main/model/selection.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

let world: EngineWorld

async function open(dandisetId: string, version: string): Promise<number> {
  const { ref } = world.order(dandisetId, { version })
  const opened = await world.engine['version.open']({ ref: ref as never, source: 'auto' })
  await world.engine.complete(opened.snapshotId)
  return opened.snapshotId
}

async function differences(id: number, kinds: readonly DifferenceKind[]) {
  const page = await world.engine['compare.page']({ id, kinds: [...kinds], offset: 0, limit: 5000 })
  expect(page.total).toBe(page.rows.length)
  return page.rows
}

describe.runIf(hasRealData)(
  'versions of real dandisets side by side (needs ../shared/data)',
  () => {
    beforeAll(async () => {
      world = await startEngineWorld({ archive: { dataDir: realData, builtIn: false } })
    })
    afterAll(() => world.close())

    it('finds what was renamed, changed, added and removed in 000029, as counted by hand', async () => {
      const right = await open('000029', 'draft')
      const left = await open('000029', '0.230317.1541')
      const { id, tallies } = await world.engine['versions.compare']({
        left: { snapshotId: left },
        rightSnapshotId: right,
      })
      const rows = await differences(id, differenceKinds)
      const told = rows.map(({ kind, path, from }) =>
        from === null ? [kind, path] : [kind, path, from],
      )
      expect(told).toEqual(byHand)
      expect(tallies.unknown.files).toBe(0)
    })

    it.each([
      ['000029', ['0.210712.1903', '0.210730.1538', '0.221107.2344', '0.230317.1541', 'draft']],
      ['000939', versionsOf('000939')],
    ] as const)(
      'agrees with a look at the raw JSON for neighbours of %s',
      async (dandisetId, versions) => {
        for (const [at, version] of versions.slice(1).entries()) {
          const before = versions[at] ?? ''
          const [left, right] = [await open(dandisetId, before), await open(dandisetId, version)]
          const { tallies } = await world.engine['versions.compare']({
            left: { snapshotId: left },
            rightSnapshotId: right,
          })
          const counts = Object.fromEntries(
            Object.entries(tallies).map(([kind, tally]) => [kind, tally.files]),
          )
          expect([before, version, counts]).toEqual([
            before,
            version,
            rawCounts(rowsOf(dandisetId, before), rowsOf(dandisetId, version)),
          ])
        }
      },
    )

    it('ticks in the newer version exactly what is new there', async () => {
      const versions = versionsOf('000939')
      const [left, right] = [
        await open('000939', versions[0] ?? ''),
        await open('000939', versions.at(-1) ?? ''),
      ]
      const { id, tallies } = await world.engine['versions.compare']({
        left: { snapshotId: left },
        rightSnapshotId: right,
      })
      const kinds = ['added', 'changed'] as const
      const ticks = await world.engine['compare.ticks']({ id, kinds: [...kinds] })
      const base = world.order('000939', { version: versions.at(-1) ?? '' })
      const selection = {
        ...base.selection,
        base: 'none',
        ticks: ticks.map((path) => ({ path, on: true })),
      }
      const summary = await world.engine['selection.summary']({
        snapshotId: right,
        selection: selection as never,
      })
      expect(summary.files).toBe(tallies.added.files + tallies.changed.files)
      expect(summary.files).toBeGreaterThan(0)
    })
  },
)

describe('a folder side by side with a version', () => {
  it('tells what changed on disk, is missing, was renamed and is nobody’s', async () => {
    world = await startEngineWorld()
    const job = await world.run(world.order('200003'))
    const { version } = world.job(job.id)
    const right = await open('200003', version ?? 'draft')
    const folders = await world.engine['dandiset.folders']({
      instance: 'local',
      dandisetId: '200003',
    })
    expect(folders).toEqual([job.folder])
    const compare = async () => {
      const left = { folder: job.folder }
      const { id } = await world.engine['versions.compare']({ left, rightSnapshotId: right })
      const kinds = differenceKinds.filter((kind) => kind !== 'same')
      return (await differences(id, kinds)).map(({ kind, path, from }) => [kind, path, from])
    }
    expect(await compare()).toEqual([])
    const files = (await world.files(job.id)).filter(({ kind }) => kind === 'blob')
    const [first, second, third] = files.map(({ path }) => path)
    if (!first || !second || !third) throw new Error('three files are needed')
    await writeFile(join(job.folder, first), 'another text')
    await rm(join(job.folder, second))
    await rename(join(job.folder, third), join(job.folder, 'moved.bin'))
    await writeFile(join(job.folder, 'notes.txt'), 'mine')
    expect((await compare()).sort()).toEqual(
      [
        ['changed', first, null],
        ['added', second, null],
        ['renamed', third, 'moved.bin'],
        ['removed', 'notes.txt', null],
      ].sort(),
    )
    await world.close()
  })

  it('misses no folder of an empty Zarr, and tells a part of a Zarr from the whole', async () => {
    world = await startEngineWorld()
    const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
    const selection = { ...everything, zarrParts: [{ path: zarr, keep: ['1/'] }] }
    const job = await world.run(world.order('200006', { version: 'draft', selection }))
    const right = await open('200006', 'draft')
    const left = { folder: job.folder }
    const { id, toFetch } = await world.engine['versions.compare']({
      left,
      rightSnapshotId: right,
    })
    const kinds = differenceKinds.filter((kind) => kind !== 'same')
    expect((await differences(id, kinds)).map(({ kind, path }) => [kind, path])).toEqual([
      ['changed', zarr],
    ])
    expect(toFetch.files).toBe(1)
    await world.close()
  })
})

/** 0.230317.1541 against the draft of 000029; read off the two files of published JSON. */
const byHand: readonly (readonly string[])[] = [
  ['renamed', 'bar-renamed-3334', 'bar'],
  ['same', 'baz'],
  ['same', 'sub-RAT123/sub-RAT123.nwb'],
  ['same', 'sub-anm369962/sub-anm369962_behavior+ecephys.nwb'],
  ['same', 'sub-anm369963/sub-anm369963_behavior+ecephys.nwb'],
  ['same', 'sub-anm369964/sub-anm369964_behavior+ecephys.nwb'],
  ['same', 'sub-monk-g/sub-monk-g.nwb'],
  ['added', 'sub-randomzarrlike/sub-randomzarrlike_junk.zarr'],
  ['same', 'test1234'],
  ['same', 'test12345'],
]

interface Raw {
  readonly path: string
  readonly metadata: { readonly digest: Readonly<Record<string, string>> }
}

function infoOf(dandisetId: string) {
  return JSON.parse(readFileSync(join(realData, dandisetId, 'info.json'), 'utf8'))
}

function versionsOf(dandisetId: string): readonly string[] {
  if (!hasRealData) return []
  const names = Object.keys(infoOf(dandisetId).refs).filter((name) => name !== 'draft')
  return [...names.sort(), 'draft']
}

function rowsOf(dandisetId: string, version: string): readonly Raw[] {
  const file = infoOf(dandisetId).refs[version].assets
  const bytes = readFileSync(join(realData, dandisetId, file))
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
}

/** Counts kinds from sets of paths and digests, without a merge. */
function rawCounts(left: readonly Raw[], right: readonly Raw[]) {
  const digest = ({ metadata }: Raw) =>
    metadata.digest['dandi:dandi-etag'] ?? metadata.digest['dandi:dandi-zarr-checksum']
  const was = new Map(left.map((row) => [row.path, digest(row)]))
  const is = new Map(right.map((row) => [row.path, digest(row)]))
  const gone = [...was].filter(([path]) => !is.has(path)).map(([, value]) => value)
  const fresh = [...is].filter(([path]) => !was.has(path)).map(([, value]) => value)
  const renamed = fresh.filter((value) => {
    const at = gone.indexOf(value)
    if (at >= 0) gone.splice(at, 1)
    return at >= 0
  }).length
  const both = [...is].filter(([path]) => was.has(path))
  const same = both.filter(([path, value]) => was.get(path) === value).length
  return {
    added: fresh.length - renamed,
    changed: both.length - same,
    renamed,
    removed: gone.length,
    same,
    unknown: 0,
  }
}
