import { open, readdir, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Call } from '../archive/call.ts'
import { failuresOf } from '../support/engine-fault-table.ts'
import { dataRequests, partsFetchedTwice, spanOf } from '../support/engine-requests.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { differsAt } from '../support/file-pieces.ts'
import { addGate } from '../support/gate.ts'

const MiB = 1024 * 1024
const partBytes = 64 * MiB
const sizeBytes = partBytes + 16 * MiB
const dandisetId = '200001'
const path = 'sub-R01/two-parts.nwb'

let world: EngineWorld
let s3Path = ''

beforeEach(async () => {
  world = await startEngineWorld({
    settings: { partsPerFile: 1 },
  })
  s3Path = world.archive.addAsset(dandisetId, path, { sizeBytes }).s3Path
})
afterEach(() => world.close())

const order = () =>
  world.order(dandisetId, { version: 'draft', pick: { kind: 'item', path }, dandisetYaml: false })
const partial = () => join(world.out, 'two-parts.nwb.dandelion-partial')
const data = () => dataRequests(world.archive, s3Path)

/** Starts the job and returns in the middle of the second part, where the line falls silent. */
async function toTheMiddle(): Promise<string> {
  const where = (call: Call) => call.path === s3Path && call.headers.range !== undefined
  world.archive.faults.add({ name: 'stall', afterBytes: 12 * MiB, skip: 1, times: 1, where })
  const jobId = await world.start(order())
  await world.when(() => (data()[1]?.bytesSent ?? 0) >= 12 * MiB)
  world.archive.faults.clear()
  return jobId
}

async function expectVerified(jobId: string): Promise<void> {
  const job = await world.until(jobId, isOver)
  expect(job.counts).toMatchObject({ total: 1, done: 1 })
  expect(await readdir(world.out)).toEqual(['two-parts.nwb'])
  const wanted = world.archive.chunksOf(dandisetId, 'draft', path)
  expect(differsAt(join(world.out, 'two-parts.nwb'), wanted)).toBeNull()
}

describe('a file in the middle', () => {
  it('rests while its job is paused and goes on from its last byte', async () => {
    const jobId = await toTheMiddle()
    await world.engine['job.pause']({ jobId })
    expect(world.job(jobId)).toMatchObject({ intent: 'hold', holdReason: 'person' })
    expect(world.job(jobId).counts).toMatchObject({ queued: 1, running: 0 })
    const before = data().length
    expect(world.job(jobId).receivedBytes).toBeGreaterThan(partBytes + 6 * MiB)
    await world.engine['job.resume']({ jobId })
    await expectVerified(jobId)
    expect(partsFetchedTwice(data(), sizeBytes)).toEqual([])
    const next = data()[before]
    expect(next && spanOf(next, sizeBytes)[0]).toBeGreaterThan(partBytes + 6 * MiB)
  })

  it('goes on when the engine was closed and opened again', async () => {
    const jobId = await toTheMiddle()
    const before = data().length
    await world.reopen()
    await expectVerified(jobId)
    expect(partsFetchedTwice(data(), sizeBytes)).toEqual([])
    const next = data()[before]
    expect(next && spanOf(next, sizeBytes)[0]).toBeGreaterThan(partBytes + 6 * MiB)
  })

  it('stays as it is in an engine that leaves earlier jobs alone, until it is asked for', async () => {
    const jobId = await toTheMiddle()
    const before = data().length
    await world.reopen({ recover: 'leave' })
    await world.engine['settings.change']({ filesAtOnce: 3 })
    expect(world.job(jobId).counts).toMatchObject({ queued: 1, running: 0 })
    expect(data()).toHaveLength(before)
    await world.engine['job.resume']({ jobId })
    await expectVerified(jobId)
    expect(partsFetchedTwice(data(), sizeBytes)).toEqual([])
  })

  it('is found again by another job of the same file', async () => {
    const jobId = await toTheMiddle()
    await world.engine['job.cancel']({ jobId, files: 'keep' })
    const plan = await world.engine.plan({ order: structuredClone(order()) as never })
    expect(plan.resume.files).toBe(1)
    const second = await world.start(order())
    await expectVerified(second)
    expect(partsFetchedTwice(data(), sizeBytes)).toEqual([])
  })

  it.each([
    ['gone', () => rm(partial())],
    ['shorter than the journal says', () => truncate(partial(), 10 * MiB)],
  ] as const)('is declared lost when its partial is %s', async (_name, damage) => {
    const jobId = await toTheMiddle()
    await world.engine['job.pause']({ jobId })
    await damage()
    await world.engine['job.resume']({ jobId })
    await expectVerified(jobId)
    expect(failuresOf(await world.file(jobId))).toContain('disk.partial-lost')
  })

  it('never trusts bytes of an unfinished part that were changed behind its back', async () => {
    const jobId = await toTheMiddle()
    await world.engine['job.pause']({ jobId })
    const handle = await open(partial(), 'r+')
    await handle.write(Buffer.alloc(MiB, 9), 0, MiB, partBytes + MiB)
    await handle.close()
    await world.engine['job.resume']({ jobId })
    await expectVerified(jobId)
    expect(failuresOf(await world.file(jobId))).toContain('digest.mismatch')
  })
})

describe('a Zarr in the middle', () => {
  const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
  const zarrPath = () => world.archive.entry('200006', 'draft', zarr).s3Path
  const entries = () => dataRequests(world.archive, zarrPath())
  const zarrOrder = () =>
    world.order('200006', { version: 'draft', pick: { kind: 'item', path: zarr } })

  async function toTheMiddleOfIt(): Promise<string> {
    const where = (call: Call) => call.path.startsWith(zarrPath())
    addGate(world.archive, { where, skip: 12 })
    const jobId = await world.start(zarrOrder())
    await world.when(() => entries().filter((it) => it.outcome === 'finished').length === 12)
    return jobId
  }

  /** What was in the journal when it stopped is not asked for again; what was under way may be. */
  async function expectWhole(jobId: string, stopped: Stopped): Promise<void> {
    world.archive.faults.clear()
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ total: 1, done: 1 })
    const { zarrChecksum } = world.archive.entry('200006', 'draft', zarr)
    const { transfer } = await world.file(jobId)
    expect(transfer.digest).toBe(`zarr-checksum:${zarrChecksum}`)
    const asked = entries().length - stopped.requests
    expect(asked).toBeLessThanOrEqual(transfer.partsTotal - stopped.marked)
  }

  interface Stopped {
    readonly requests: number
    readonly marked: number
  }

  /** Requests that were on their way when the job stopped have arrived when a later one is answered. */
  async function stoppedNow(jobId: string): Promise<Stopped> {
    for (let turn = 0; turn < 3; turn++) await fetch(`${world.archive.urls.s3}/nothing`)
    await expect.poll(() => entries().some((it) => it.outcome === 'open')).toBe(false)
    const { partsDone } = (await world.file(jobId)).transfer
    expect(partsDone).toBeGreaterThan(0)
    return { requests: entries().length, marked: partsDone }
  }

  it('goes on after a pause without an entry fetched twice', async () => {
    const jobId = await toTheMiddleOfIt()
    await world.engine['job.pause']({ jobId })
    expect(world.job(jobId).receivedBytes).toBeGreaterThan(0)
    const stopped = await stoppedNow(jobId)
    await world.engine['job.resume']({ jobId })
    await expectWhole(jobId, stopped)
  })

  it('goes on after the engine was closed without an entry fetched twice', async () => {
    const jobId = await toTheMiddleOfIt()
    await world.engine['job.pause']({ jobId })
    const stopped = await stoppedNow(jobId)
    await world.reopen()
    await world.engine['job.resume']({ jobId })
    await expectWhole(jobId, stopped)
  })
})
