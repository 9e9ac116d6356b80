import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { everything, noFilter } from '../../main/model/selection.ts'
import { failuresOf } from '../support/engine-fault-table.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { differsAt } from '../support/file-pieces.ts'

const dandisetId = '200001'
const path = 'sub-R01/changing.nwb'
const sizeBytes = 66 * 1024 * 1024

let world: EngineWorld

beforeEach(async () => {
  world = await startEngineWorld({
    settings: { partsPerFile: 1 },
  })
})
afterEach(() => world.close())

const order = () =>
  world.order(dandisetId, { version: 'draft', pick: { kind: 'item', path }, dandisetYaml: false })

describe('a file that changes in the archive while it is fetched', () => {
  async function inTheMiddle(change: () => void): Promise<string> {
    const { s3Path } = world.archive.addAsset(dandisetId, path, { sizeBytes })
    world.archive.faults.add({
      name: 'slow',
      bytesPerSecond: 30_000_000,
      times: 1,
      where: s3Path,
    })
    const jobId = await world.start(order())
    await world.when(() => (dataRequests(world.archive, s3Path)[0]?.bytesSent ?? 0) > 8_000_000)
    change()
    world.archive.faults.add({ name: 'gone', where: s3Path })
    await world.until(jobId, isOver)
    return jobId
  }

  it('is listed again and fetched afresh, old and new bytes never mixed', async () => {
    const jobId = await inTheMiddle(() =>
      world.archive.changeAsset(dandisetId, path, { sizeBytes: sizeBytes + 5 }),
    )
    const detail = await world.file(jobId)
    expect(detail.transfer.state.kind).toBe('done')
    expect(detail.transfer.sizeBytes).toBe(sizeBytes + 5)
    const { etag } = world.archive.entry(dandisetId, 'draft', path)
    expect(detail.transfer.digest).toBe(`dandi-etag:${etag}`)
    const wanted = world.archive.chunksOf(dandisetId, 'draft', path)
    expect(differsAt(join(world.out, 'changing.nwb'), wanted)).toBeNull()
    expect(failuresOf(detail)).toHaveLength(1)
  })

  it('and is removed is reported as gone', async () => {
    const jobId = await inTheMiddle(() => world.archive.removeAsset(dandisetId, path))
    const detail = await world.file(jobId)
    expect(detail.transfer.state).toMatchObject({ kind: 'failed', code: 'remote.gone' })
  })

  it('since an earlier job is fetched as it is now', async () => {
    world.archive.addAsset(dandisetId, path, { bytes: 'first\n' })
    const first = await world.run(order())
    expect(first.counts.done).toBe(1)
    world.archive.changeAsset(dandisetId, path, { bytes: 'second, and longer\n' })
    world.clock.skip(60_000)
    const job = await world.run({ ...order(), existing: 'overwrite' })
    expect(job.counts).toMatchObject({ done: 1, failed: 0 })
    expect(await readFile(join(world.out, 'changing.nwb'), 'utf8')).toBe('second, and longer\n')
  })
})

describe('a long listing that breaks off', () => {
  it('is taken over by the next source from its beginning', async () => {
    world.archive.faults.add({ name: 'cut', afterBytes: 8_000_000, where: 'assets.jsonld' })
    const wanted = world.archive.paths('200002', 'draft').slice(0, 3)
    const selection = { ...everything, filter: { ...noFilter, include: wanted } }
    const job = await world.run(world.order('200002', { version: 'draft', selection }))
    expect(job.failure).toBeNull()
    expect(job.counts).toMatchObject({ total: 4, done: 4 })
  })
})
