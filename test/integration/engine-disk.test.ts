import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canMount, smallDisk } from '../support/engine-disk.ts'
import { dataRequests, spanOf } from '../support/engine-requests.ts'
import { below, digestsOf, etagOf, trueDigests } from '../support/engine-tree.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { addGate } from '../support/gate.ts'

const MB = 1_000_000
const dandisetId = '200001'
const path = 'sub-R01/large.nwb'

let world: EngineWorld

beforeEach(async () => {
  world = await startEngineWorld()
})
afterEach(() => world.close())

function large(sizeBytes: number, destination: string) {
  world.archive.addAsset(dandisetId, path, { sizeBytes })
  const pick = { kind: 'item', path } as const
  return world.order(dandisetId, { version: 'draft', pick, destination, dandisetYaml: false })
}

const why = canMount ? '' : ' (left out: small disks need root on Linux)'

describe.runIf(canMount)(`a disk that is full${why}`, () => {
  it('before the first byte: the job holds and says what is missing', async () => {
    const disk = smallDisk(20 * MB)
    const order = large(50 * MB, disk.folder)
    const plan = await world.engine.plan({ order: structuredClone(order) as never })
    expect(plan.missingBytes).toBeGreaterThan(29 * MB)
    const job = await world.run(order)
    expect(job).toMatchObject({ intent: 'hold', holdReason: 'disk-full', phase: 'moving' })
    expect(job.failure?.code).toBe('disk.full')
    expect(job.failure?.details.missingBytes).toBe(plan.missingBytes)
    expect(dataRequests(world.archive, '/blobs/')).toEqual([])
    expect(await readdir(disk.folder)).toEqual([])
    disk.resize(80 * MB)
    const done = await world.until(job.id, (it) => it.phase === 'ended')
    expect(done.counts).toMatchObject({ done: 1, failed: 0 })
    expect(done.failure).toBeNull()
  })

  it('in mid-flight: everything is kept, and it goes on by itself when there is room', async () => {
    const disk = smallDisk(45 * MB)
    const order = large(30 * MB, disk.folder)
    const { s3Path } = world.archive.entry(dandisetId, 'draft', path)
    const data = () => dataRequests(world.archive, s3Path)
    world.archive.faults.add({ name: 'slow', bytesPerSecond: 20 * MB, times: 1, where: s3Path })
    const jobId = await world.start(order)
    await world.when(() => (data()[0]?.bytesSent ?? 0) > 5 * MB)
    const filler = join(disk.folder, 'of someone else')
    writeFileSync(filler, Buffer.alloc(25 * MB, 1))
    const held = await world.until(jobId, (job) => job.holdReason === 'disk-full')
    expect(held.failure?.code).toBe('disk.full')
    expect(existsSync(join(disk.folder, 'large.nwb'))).toBe(false)
    await world.until(jobId, (job) => job.counts.running === 0)
    expect(world.job(jobId).counts).toMatchObject({ queued: 1, failed: 0 })
    const before = data().length
    rmSync(filler)
    const done = await world.until(jobId, (job) => job.phase === 'ended')
    expect(done.counts).toMatchObject({ done: 1, failed: 0 })
    const next = data()[before]
    expect(next && spanOf(next, 30 * MB)[0]).toBeGreaterThan(5 * MB)
    const { etag } = world.archive.entry(dandisetId, 'draft', path)
    expect(etagOf(join(disk.folder, 'large.nwb'))).toBe(etag)
  })

  it('in the middle of a Zarr: held, and it goes on without an entry fetched twice', async () => {
    const disk = smallDisk(10 * MB)
    const zarr = 'sub-P01/micr/sub-P01_stain-LEC_SPIM.ome.zarr'
    const { s3Path, sizeBytes } = world.archive.entry('200006', 'draft', zarr)
    disk.resize(sizeBytes + 3 * MB)
    const gate = addGate(world.archive, { where: s3Path, skip: 8 })
    const pick = { kind: 'item', path: zarr } as const
    const order = world.order('200006', { version: 'draft', pick, destination: disk.folder })
    const jobId = await world.start(order)
    await gate.waiting(1)
    const filler = join(disk.folder, 'of someone else')
    writeFileSync(filler, Buffer.alloc(8 * MB, 1))
    gate.open()
    await world.until(jobId, (job) => job.holdReason === 'disk-full')
    await world.until(jobId, (job) => job.counts.running === 0)
    rmSync(filler)
    const done = await world.until(jobId, (job) => job.phase === 'ended')
    expect(done.counts).toMatchObject({ done: 1, failed: 0 })
    rmSync(join(disk.folder, 'not there'), { force: true })
    const truth = trueDigests(world.archive, '200006', 'draft', (it) => it === zarr)
    const name = zarr.split('/').at(-1) ?? ''
    const places = Object.entries(truth).map(([file, digest]) => [
      name + file.slice(zarr.length),
      digest,
    ])
    expect(await digestsOf(disk.folder)).toEqual(Object.fromEntries(places))
  })

  it('that nobody may write to is said before anything is asked', async () => {
    const disk = smallDisk(10 * MB)
    disk.protect()
    const order = large(1 * MB, disk.folder)
    const job = await world.run(order)
    expect(job.failure?.code).toBe('disk.denied')
    expect(dataRequests(world.archive, '/blobs/')).toEqual([])
    const plan = await world.engine.plan({ order: structuredClone(order) as never })
    expect(plan.problems[0]?.failure.code).toBe('disk.denied')
  })
})

describe('a path that must not be followed', () => {
  const whole = () => world.order(dandisetId, { version: 'draft', dandisetYaml: false })

  async function failures(jobId: string): Promise<Record<string, string>> {
    const failed = (await world.files(jobId)).filter((it) => it.state.kind === 'failed')
    return Object.fromEntries(failed.map((it) => [it.path, it.failure?.code ?? '']))
  }

  it.each(['api', 's3'] as const)(
    'a server’s path never leaves the destination (%s)',
    async (source) => {
      const good = world.archive.paths(dandisetId, 'draft')
      const unsafe = [
        '../evil.txt',
        'a/../../evil.txt',
        '/evil.txt',
        'a//b.txt',
        './a.txt',
        'a/.',
        'n\0l.txt',
      ]
      for (const each of unsafe) world.archive.addAsset(dandisetId, each, { bytes: 'evil\n' })
      const truth = trueDigests(world.archive, dandisetId, 'draft', (it) => good.includes(it))
      const job = await world.run({ ...whole(), source })
      expect(job.counts).toMatchObject({ done: good.length, failed: unsafe.length })
      const wanted = Object.fromEntries(unsafe.map((each) => [each, 'disk.unsafe-path']))
      expect(await failures(job.id)).toEqual(wanted)
      expect(await digestsOf(world.out)).toEqual(below(dandisetId, truth))
      expect(existsSync(join(world.out, '..', 'evil.txt'))).toBe(false)
    },
  )

  it('a link on the way that leaves the destination is refused', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'dandelion-elsewhere-'))
    await mkdir(world.out, { recursive: true })
    await symlink(elsewhere, join(world.out, dandisetId))
    const job = await world.run(whole())
    expect(Object.values(await failures(job.id))).toEqual(['disk.unsafe-path'])
    expect(await readdir(elsewhere)).toEqual([])
    rmSync(elsewhere, { recursive: true })
  })

  it('a link on the way that stays inside is followed', async () => {
    const inside = join(world.out, 'a place inside')
    await mkdir(inside, { recursive: true })
    await symlink(inside, join(world.out, dandisetId))
    const job = await world.run(whole())
    expect(job.counts).toMatchObject({ done: 1, failed: 0 })
    expect(await readdir(inside)).toEqual(['sub-R01'])
  })

  it('a file where a folder should be is left alone', async () => {
    await mkdir(world.out, { recursive: true })
    writeFileSync(join(world.out, dandisetId), 'mine')
    const job = await world.run(whole())
    expect(Object.values(await failures(job.id))).toEqual(['disk.exists'])
  })
})

describe('a name that a disk may not hold', () => {
  it('too long a name is reported, and the others arrive', async () => {
    const long = `sub-R01/${'n'.repeat(250)}.nwb`
    world.archive.addAsset(dandisetId, long, { bytes: 'x' })
    const order = world.order(dandisetId, { version: 'draft' })
    const job = await world.run(order)
    expect(job.counts).toMatchObject({ done: 2, failed: 1 })
    const { transfer } = await world.file(job.id, long)
    expect(transfer.failure).toMatchObject({ code: 'disk.name', details: { reason: 'too-long' } })
    const plan = await world.engine.plan({ order: structuredClone(order) as never })
    expect(plan.problems.map((it) => it.path)).toEqual([long])
  })

  it('names that differ in case alone all arrive where the disk tells them apart', async () => {
    const job = await world.run(world.order('200004', { version: 'draft', dandisetYaml: false }))
    const truth = trueDigests(world.archive, '200004', 'draft')
    const isApart = job.counts.failed === 0
    const found = await digestsOf(world.out)
    if (isApart) expect(found).toEqual(below('200004', truth))
    else expect(Object.keys(found).length).toBe(job.counts.done)
  })

  it('paths of many folders arrive', async () => {
    const job = await world.run(world.order('200012', { version: 'draft', dandisetYaml: false }))
    expect(await world.until(job.id, isOver)).toMatchObject({ counts: { failed: 0 } })
    const truth = trueDigests(world.archive, '200012', 'draft')
    expect(await digestsOf(world.out)).toEqual(below('200012', truth))
  })
})
