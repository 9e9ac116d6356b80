import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { partPredicate } from '../../main/model/zarr-part.ts'
import type { ZarrInside, ZarrNode } from '../../main/model/zarr-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

let world: EngineWorld
afterEach(() => world.close())

async function lookInto(dandisetId: string, path: string) {
  const { ref } = world.order(dandisetId, { version: 'draft' })
  const opened = await world.engine['version.open']({ ref: ref as never, source: 'auto' })
  await world.engine.complete(opened.snapshotId)
  const asset = { snapshotId: opened.snapshotId, path }
  return { asset, inside: await ready(asset) }
}

/** Asks until it is ready, as the window does. */
async function ready(asset: { snapshotId: number; path: string }) {
  for (;;) {
    const inside: ZarrInside = await world.engine['zarr.open'](asset)
    if (inside.treeId !== null) return { ...inside, treeId: inside.treeId }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function childrenOf(treeId: number, folder: string): Promise<readonly ZarrNode[]> {
  const page = await world.engine['zarr.children']({ treeId, folder, offset: 0, limit: 1000 })
  expect(page.total).toBe(page.rows.length)
  return page.rows
}

describe('an image pyramid looked into', () => {
  const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'

  it('shows levels with their shapes and with sizes that are those of their entries', async () => {
    world = await startEngineWorld()
    const { inside } = await lookInto('200006', zarr)
    const bytes = world.archive.zarrBytesOf('200006', 'draft', zarr)
    const total = [...bytes.values()].reduce((sum, it) => sum + it.length, 0)
    expect(inside).toMatchObject({ state: 'ready', entries: bytes.size, sizeBytes: total })
    const nodes = await childrenOf(inside.treeId, '')
    const levels = nodes.filter(({ kind }) => kind === 'array')
    expect(levels.length).toBeGreaterThan(1)
    for (const { path, entries, sizeBytes, array } of levels) {
      const below = [...bytes].filter(([key]) => key.startsWith(path))
      expect([path, entries]).toEqual([path, below.length])
      expect(sizeBytes).toBe(below.reduce((sum, [, it]) => sum + it.length, 0))
      const document = JSON.parse(bytes.get(`${path}.zarray`)?.toString() ?? 'null')
      expect(array).toMatchObject({ shape: document.shape, chunks: document.chunks })
      expect(array?.level).toBe(Number(path.replace('/', '')))
    }
  })

  it('is listed once, and known after a restart without asking', async () => {
    world = await startEngineWorld()
    const { asset, inside } = await lookInto('200006', zarr)
    await world.reopen()
    world.archive.clearRequests()
    expect(await world.engine['zarr.open'](asset)).toEqual(inside)
    expect(world.archive.requests).toEqual([])
  })

  it('tells the size of a part before it is ordered, which is what the order then has', async () => {
    world = await startEngineWorld()
    const { inside } = await lookInto('200006', zarr)
    const keep = ['1/']
    const part = await world.engine['zarr.part']({ treeId: inside.treeId, keep })
    const isKept = partPredicate(keep)
    const kept = [...world.archive.zarrBytesOf('200006', 'draft', zarr)].filter(([key]) =>
      isKept(key),
    )
    expect(part).toEqual({
      entries: kept.length,
      sizeBytes: kept.reduce((sum, [, it]) => sum + it.length, 0),
      of: inside.entries,
    })
    const base = world.order('200006', { version: 'draft', pick: { kind: 'item', path: zarr } })
    const order = { ...base, selection: { ...base.selection, zarrParts: [{ path: zarr, keep }] } }
    const plan = await world.engine.plan({ order: structuredClone(order) as never })
    expect(plan.bytes).toBe(part?.sizeBytes)
  })

  it('says why when it cannot be listed, and tries again when asked again', async () => {
    world = await startEngineWorld()
    const { ref } = world.order('200006', { version: 'draft' })
    const { snapshotId } = await world.engine['version.open']({ ref: ref as never, source: 'auto' })
    await world.engine.complete(snapshotId)
    const { s3Path } = world.archive.entry('200006', 'draft', zarr)
    expect(s3Path).toContain('/zarr/')
    world.archive.faults.add({ name: 'forbidden', where: /zarr/ })
    const asset = { snapshotId, path: zarr }
    await expect(ready(asset)).rejects.toMatchObject({ name: 'Failure' })
    world.archive.faults.clear()
    expect((await ready(asset)).state).toBe('ready')
  })
})

describe.runIf(hasRealData)('a real Zarr of 37,480 entries (needs ../shared/data)', () => {
  it('is summed up by folder as its published listing is', async () => {
    world = await startEngineWorld({ archive: { dataDir: realData, builtIn: false } })
    const { inside } = await lookInto('000029', 'sub-randomzarrlike/sub-randomzarrlike_junk.zarr')
    const file = join(realData, 'zarr/fd6ab3ea-cff6-4006-a9bf-acfa5d983985.listing.json.gz')
    const keys = JSON.stringify(JSON.parse(gunzipSync(readFileSync(file)).toString()))
    expect(inside.entries).toBe(37_480)
    expect(inside.sizeBytes).toBe(38_379_520)
    const nodes = await childrenOf(inside.treeId, '')
    const sum = nodes.reduce((total, node) => total + node.entries, 0)
    expect(sum).toBe(37_480)
    for (const node of nodes) expect(keys).toContain(`"${node.path}`)
  })
})
