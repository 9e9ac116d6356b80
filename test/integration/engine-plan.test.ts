import { existsSync, statSync } from 'node:fs'
import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../main/model/job.ts'
import type { Plan } from '../../main/model/plan.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { digestsOf } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200018'
const zarrDandisetId = '200006'
const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'

let world: EngineWorld

beforeEach(async () => {
  world = await startEngineWorld()
})
afterEach(() => world.close())

const subject = (change: Partial<Order> = {}) =>
  world.order(dandisetId, {
    version: 'draft',
    pick: { kind: 'folder', path: 'sub-R01/' },
    preserveTree: true,
    dandisetYaml: false,
    reuse: 'copy',
    ...change,
  })
const there = (name: string) => join(world.out, name)
const plan = async (order: Order): Promise<Plan> => world.engine.plan({ order: order as never })
const bytesAskedFor = () => world.archive.requests.filter((it) => /\/blobs\/|\/zarr\//.test(it.url))

describe('a plan', () => {
  it('says what will be fetched, lists each file, and writes nothing', async () => {
    const destination = there('planned')
    const made = await plan(subject({ destination }))
    expect(made.fetch.files).toBe(made.files)
    expect(made.files).toBeGreaterThan(2)
    expect(made.bytesToFetch).toBe(made.bytes)
    expect(made.problemCount).toBe(0)
    expect(existsSync(destination)).toBe(false)
    const { planId } = made
    const page = await world.engine['plan.page']({ planId, verdict: 'all', offset: 1, limit: 2 })
    expect(page.total).toBe(made.files)
    expect(page.rows).toHaveLength(2)
    expect(page.rows[0]).toMatchObject({ verdict: 'fetch', failure: null })
    expect(page.rows[0]?.localPath).toBe(`${dandisetId}/${page.rows[0]?.path}`)
    expect(bytesAskedFor()).toEqual([])
  })

  it('offers a way out of a name that is taken, and taking it helps', async () => {
    world.archive.addAsset(dandisetId, 'sub-R01/twin.txt', { sizeBytes: 10 })
    world.archive.addAsset(dandisetId, 'sub-R01/deep/twin.txt', { sizeBytes: 11 })
    const flat = subject({ layout: { kind: 'flat' }, destination: there('flat') })
    const stuck = await plan(flat)
    expect(stuck.problemCount).toBe(1)
    expect(stuck.waysOut).toEqual([
      { kind: 'adapt-names', files: 1 },
      { kind: 'leave-out', files: 1 },
    ])
    const free = await plan({ ...flat, names: 'adapt' })
    expect(free.problemCount).toBe(0)
    const job = await world.run({ ...flat, names: 'adapt' })
    expect(job.counts).toMatchObject({ failed: 0, done: free.files })
    const names = Object.keys(await digestsOf(there('flat')))
    expect(names.filter((name) => /^200018\/twin(~[0-9a-z]+)?\.txt$/.test(name))).toHaveLength(2)
  })

  it('lays files by a template', async () => {
    const template = '{dandiset}/{type}/{subject}/{name}'
    const destination = there('template')
    const order = subject({ layout: { kind: 'template', template }, destination })
    const made = await plan(order)
    const job = await world.run(order)
    expect(job.counts.failed).toBe(0)
    const { rows } = await world.engine['plan.page']({
      planId: made.planId,
      verdict: 'all',
      offset: 0,
      limit: 100,
    })
    expect(Object.keys(await digestsOf(destination)).sort()).toEqual(
      rows.map((row) => row.localPath).sort(),
    )
    for (const row of rows) expect(row.localPath).toMatch(/^200018\/[a-z.]+\/R01\/[^/]+$/)
    expect(job.folder).toBe(join(destination, dandisetId))
  })
})

describe('what is on this machine already', () => {
  beforeEach(async () => {
    const first = await world.run(subject({ destination: there('first') }))
    expect(first.counts.failed).toBe(0)
    world.archive.clearRequests()
  })

  it.each(['copy', 'link'] as const)('is taken by %s, not fetched', async (reuse) => {
    const order = subject({ destination: there('second'), reuse })
    const made = await plan(order)
    expect(made.reuse.files).toBe(made.files)
    expect(made.bytesToFetch).toBe(0)
    expect(made.bytesToTake).toBe(reuse === 'link' ? 0 : made.bytes)
    const job = await world.run(order)
    expect(job.counts).toMatchObject({ done: made.files, failed: 0 })
    expect(bytesAskedFor()).toEqual([])
    expect(await digestsOf(there('second'))).toEqual(await digestsOf(there('first')))
    const { transfer, timeline } = await world.file(job.id)
    expect(timeline.map((row) => row.kind)).toContain(reuse === 'link' ? 'linked' : 'copied')
    const [a, b] = ['first', 'second'].map((name) =>
      statSync(join(there(name), ...transfer.localPath.split('/'))),
    )
    expect(a?.ino === b?.ino).toBe(reuse === 'link')
    expect(a?.mtimeMs).toBe(b?.mtimeMs)
  })

  it('is fetched all the same when the order says so', async () => {
    const order = subject({ destination: there('second'), reuse: 'none' })
    expect((await plan(order)).reuse.files).toBe(0)
    await world.run(order)
    expect(bytesAskedFor().length).toBeGreaterThan(0)
  })

  it('counts no more once somebody changed it, and a change that left size and time is found out', async () => {
    const [changed = '', meddled = ''] = Object.keys(await digestsOf(there('first')))
    await writeFile(join(there('first'), changed), 'mine')
    const place = join(there('first'), meddled)
    const { atime, mtime } = statSync(place)
    const bytes = await readFile(place)
    bytes[0] = (bytes[0] ?? 0) ^ 1
    await writeFile(place, bytes)
    await utimes(place, atime, mtime)
    const order = subject({ destination: there('second') })
    const made = await plan(order)
    expect(made.fetch.files).toBe(1)
    const job = await world.run(order)
    expect(job.counts).toMatchObject({ done: made.files, failed: 0 })
    const came = await digestsOf(there('second'))
    const kept = await digestsOf(there('first'))
    expect(came[meddled]).not.toBe(kept[meddled])
    expect(came[changed]).not.toBe(kept[changed])
    const verified = new Set(bytesAskedFor().map((it) => new URL(it.url).pathname))
    expect(verified.size).toBe(2)
  })
})

describe('a Zarr that is on this machine already', () => {
  it.each(['copy', 'link'] as const)('is taken entry by entry by %s', async (reuse) => {
    const item = (destination: string) =>
      world.order(zarrDandisetId, {
        version: 'draft',
        pick: { kind: 'item', path: zarr },
        destination,
        reuse,
      })
    await world.run(item(there('first')))
    world.archive.clearRequests()
    const made = await plan(item(there('second')))
    expect(made.reuse.files).toBe(1)
    const job = await world.run(item(there('second')))
    expect(job.counts).toMatchObject({ done: 1, failed: 0 })
    const { s3Path } = world.archive.entry(zarrDandisetId, 'draft', zarr)
    expect(dataRequests(world.archive, s3Path)).toEqual([])
    expect(await digestsOf(there('second'))).toEqual(await digestsOf(there('first')))
  })
})
