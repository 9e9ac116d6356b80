import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Call } from '../archive/call.ts'
import { failuresOf } from '../support/engine-fault-table.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { differsAt } from '../support/file-pieces.ts'

const MiB = 1024 * 1024
const sizeBytes = 130 * MiB
const dandisetId = '200001'
const path = 'sub-R01/three-parts.nwb'

let world: EngineWorld
let s3Path = ''

beforeEach(async () => {
  world = await startEngineWorld({
    settings: { partsPerFile: 1 },
    // Time for a copy of the partial, too.
    stallMs: 6000,
  })
  s3Path = world.archive.addAsset(dandisetId, path, { sizeBytes }).s3Path
})
afterEach(() => world.close())

const order = () =>
  world.order(dandisetId, { version: 'draft', pick: { kind: 'item', path }, dandisetYaml: false })
const partial = () => join(world.out, 'three-parts.nwb.dandelion-partial')

/** Starts the job; returns in the middle of the second part, while its line is silent. */
async function toTheMiddle(): Promise<string> {
  const where = (call: Call) => call.path === s3Path && call.headers.range !== undefined
  world.archive.faults.add({ name: 'stall', afterBytes: 12 * MiB, skip: 1, times: 1, where })
  const jobId = await world.start(order())
  const data = () => dataRequests(world.archive, s3Path)
  await world.when(() => (data()[1]?.bytesSent ?? 0) >= 12 * MiB)
  return jobId
}

describe('a partial that is meddled with while its file moves', () => {
  it.each([
    ['removed', () => rm(partial())],
    [
      'replaced by a copy of itself',
      async () => {
        await rename(partial(), `${partial()}.aside`)
        await copyFile(`${partial()}.aside`, partial())
        await rm(`${partial()}.aside`)
      },
    ],
  ])('%s: the file is declared lost, begun afresh and verified', async (_what, meddle) => {
    const jobId = await toTheMiddle()
    await meddle()
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ total: 1, done: 1 })
    const wanted = world.archive.chunksOf(dandisetId, 'draft', path)
    expect(await readdir(world.out)).toEqual(['three-parts.nwb'])
    expect(differsAt(join(world.out, 'three-parts.nwb'), wanted)).toBeNull()
    expect(failuresOf(await world.file(jobId))).toContain('disk.partial-lost')
  })
})

describe('a Zarr whose partial loses an entry while it rests', () => {
  it('gets the entry again before it gets its name', async () => {
    const [zarr] = world.archive.paths('200006', 'draft').filter((it) => it.endsWith('.zarr'))
    if (zarr === undefined) throw new Error('the dandiset has no Zarr')
    const patch = {
      version: 'draft',
      pick: { kind: 'item', path: zarr },
      dandisetYaml: false,
    } as const
    const truth = world.archive.zarrBytesOf('200006', 'draft', zarr)
    const [stuck, ...others] = [...truth.keys()].filter((key) => (truth.get(key)?.length ?? 0) > 0)
    const where = (call: Call) => call.path.endsWith(`/${stuck}`)
    const hold = world.archive.faults.add({ name: 'gone', where })
    const jobId = await world.start(world.order('200006', patch))
    await world.until(jobId, (job) => job.counts.failed === 1)
    hold.remove()
    const name = zarr.slice(zarr.lastIndexOf('/') + 1)
    const [lost] = others
    await rm(join(world.out, `${name}.dandelion-partial`, lost ?? ''))
    await mkdir(world.out, { recursive: true })
    await world.engine['job.retry']({ jobId })
    const job = await world.until(jobId, (it) => isOver(it) && it.counts.failed === 0)
    expect(job.counts).toMatchObject({ total: 1, done: 1 })
    const from = { source: 'auto', instance: null } as const
    for await (const file of world.engine.verify(world.out, from, new AbortController().signal)) {
      expect(file).toMatchObject({ state: 'verified' })
    }
  })
})
