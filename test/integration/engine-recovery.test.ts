import { appendFileSync, existsSync } from 'node:fs'
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { holderOf } from '../../main/disk/holder.ts'
import * as survey from '../../main/disk/survey.ts'
import type { EngineEvent } from '../../main/model/events.ts'
import { everything, noFilter } from '../../main/model/selection.ts'
import { startArchive } from '../archive/archive.ts'
import { canMount, smallDisk } from '../support/engine-disk.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { watchDatabases } from '../support/full-database.ts'
import { addGate } from '../support/gate.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** 270 small files. */
const dandisetId = '200038'
const version = 'draft'

let world: EngineWorld
let databases: ReturnType<typeof watchDatabases>

beforeEach(async () => {
  databases = watchDatabases()
  world = await startEngineWorld()
})
afterEach(async () => {
  vi.restoreAllMocks()
  databases.close()
  await world.close()
})

function some(count: number) {
  const include = [...world.archive.paths(dandisetId, version)].sort().slice(0, count)
  const selection = { ...everything, filter: { ...noFilter, include } }
  return world.order(dandisetId, { version, selection, dandisetYaml: false })
}

describe('a disk that has no room for the database', () => {
  it('holds the jobs, loses nothing and goes on by itself', async () => {
    const gate = addGate(world.archive, { where: '/blobs/', skip: 8 })
    const jobId = await world.start(some(120))
    await world.until(jobId, (job) => job.counts.done > 4)
    databases.fill()
    gate.open()
    const held = await world.until(jobId, (job) => job.holdReason === 'disk-full')
    expect(held).toMatchObject({ intent: 'hold', failure: { code: 'disk.full' } })
    databases.makeRoom()
    const job = await world.until(jobId, (it) => it.phase === 'ended')
    expect(job).toMatchObject({ failure: null, counts: { done: 120, failed: 0, running: 0 } })
  })

  it.runIf(canMount)('nor for the files: it goes on when there is room again', async () => {
    // The database wants some room of its own before it goes on.
    const disk = smallDisk(16_000_000)
    await world.reopen({ dataDir: join(disk.folder, 'data') })
    const filler = join(disk.folder, 'of someone else')
    const gate = addGate(world.archive, { where: '/blobs/', skip: 8 })
    const jobId = await world.start({ ...some(120), destination: disk.folder })
    await world.until(jobId, (job) => job.counts.done > 4)
    const full = Buffer.alloc(1_000_000, 1)
    expect(() => {
      for (;;) appendFileSync(filler, full)
    }).toThrow('ENOSPC')
    gate.open()
    await world.until(jobId, (job) => job.holdReason === 'disk-full')
    await rm(filler)
    const job = await world.until(jobId, (it) => it.phase === 'ended')
    expect(job).toMatchObject({ failure: null, counts: { done: 120, failed: 0, running: 0 } })
    await world.engine.close()
  })

  it('a new order is refused with the reason', async () => {
    databases.fill()
    const order = { ...some(1), destination: `${world.out}/${'long/'.repeat(5000)}` }
    await expect(world.start(order)).rejects.toMatchObject({ code: 'disk.full' })
    databases.makeRoom()
  })
})

it('an engine has its data folder, as others are told, until it is closed', async () => {
  const dataDir = tempFolder()
  await world.reopen({ dataDir })
  const reopened = world.reopen({ dataDir: tempFolder() })
  expect(holderOf(dataDir)).toMatchObject({ reason: 'terminal', pid: process.pid })
  await reopened
  expect(holderOf(dataDir)).toEqual({})
})

describe('a job that was killed', () => {
  it('after its last file and before its end is ended at the next start', async () => {
    const job = await world.run(some(2))
    const db = databases.newest()
    db.prepare("UPDATE jobs SET phase = 'moving', ended_at = NULL").run()
    await world.reopen()
    expect(await world.until(job.id, isOver)).toMatchObject({ phase: 'ended', counts: { done: 2 } })
  })

  it('after a file had its name and before that was noted, knows the file as its own', async () => {
    const job = await world.run(some(2))
    const db = databases.newest()
    const known = db.prepare('SELECT path, checksum, asset_path FROM files ORDER BY path')
    const before = known.all()
    expect(before).toHaveLength(2)
    db.prepare('DELETE FROM files').run()
    db.prepare("UPDATE jobs SET phase = 'moving', ended_at = NULL").run()
    db.prepare("UPDATE transfers SET state = 'queued', received_bytes = 0").run()
    await world.reopen()
    const again = await world.until(job.id, isOver)
    expect(again).toMatchObject({ counts: { done: 2, skipped: 0, failed: 0 } })
    expect(
      databases
        .newest()
        .prepare('SELECT path, checksum, asset_path FROM files ORDER BY path')
        .all(),
    ).toEqual(before)
  })
})

describe('the speed', () => {
  it('is told to be nothing when nothing moves any more', async () => {
    let last: EngineEvent | null = null
    world.engine.subscribe((batch) => {
      last = batch.findLast((event) => event.kind === 'progress') ?? last
    })
    world.archive.faults.add({ name: 'latency', delayMs: 20, where: '/blobs/' })
    await world.run(some(60))
    await expect
      .poll(() => last)
      .toMatchObject({
        moving: [],
        pace: { bytesPerSecond: 0, etaSeconds: null },
      })
  })
})

describe('a job that does not fit', () => {
  const MB = 1_000_000
  const path = 'sub-R01/large.nwb'

  it.runIf(canMount)('goes on when there was room again before anybody looked', async () => {
    const disk = smallDisk(45 * MB)
    world.archive.addAsset('200001', path, { sizeBytes: 30 * MB })
    const { s3Path } = world.archive.entry('200001', version, path)
    const gate = addGate(world.archive, { where: s3Path })
    const pick = { kind: 'item', path } as const
    const destination = disk.folder
    const jobId = await world.start(
      world.order('200001', { version, pick, destination, dandisetYaml: false }),
    )
    await gate.waiting(1)
    const filler = join(disk.folder, 'of someone else')
    await writeFile(filler, Buffer.alloc(30 * MB, 1))
    const look = survey.freeBytes
    vi.spyOn(survey, 'freeBytes').mockImplementation(async (folder) => {
      if (folder === disk.folder) await rm(filler, { force: true })
      return look(folder)
    })
    gate.open()
    await world.until(jobId, (job) => job.holdReason === 'disk-full')
    const job = await world.until(jobId, (it) => it.phase === 'ended')
    expect(job).toMatchObject({ failure: null, counts: { done: 1, failed: 0 } })
  })

  it('stays held until it fits, however much is free', async () => {
    const free = vi.spyOn(survey, 'freeBytes').mockResolvedValue(900 * MB)
    world.archive.addAsset('200001', path, { sizeBytes: 1000 * MB })
    const pick = { kind: 'item', path } as const
    const order = world.order('200001', { version, pick, dandisetYaml: false })
    const { id } = await world.run(order)
    const asked = free.mock.calls.length
    await vi.waitFor(() => expect(free.mock.calls.length).toBeGreaterThan(asked + 3), 60_000)
    expect(world.job(id)).toMatchObject({ holdReason: 'disk-full', counts: { queued: 1 } })
    free.mockResolvedValue(1000 * MB)
    await world.until(id, (job) => job.intent === 'run')
  })
})

describe('a job that is paused', () => {
  it('and resumed before it has stopped listing goes on', async () => {
    const gate = addGate(world.archive, { where: 'assets.jsonld' })
    const jobId = await world.start(some(2))
    await gate.waiting(1)
    const paused = world.engine['job.pause']({ jobId })
    await world.engine['job.resume']({ jobId })
    gate.open()
    await paused
    expect(await world.until(jobId, isOver)).toMatchObject({ counts: { done: 2 } })
  })
})

describe('a file whose bytes are gone', () => {
  it('and that is listed as before, its digest unknown to the listing, is not begun anew', async () => {
    const path = [...world.archive.paths(dandisetId, version)].sort()[0] ?? ''
    const { s3Path } = world.archive.entry(dandisetId, version, path)
    world.archive.faults.add({ name: 'gone', where: s3Path })
    const job = await world.run({ ...some(1), source: 'api' })
    const { timeline, transfer } = await world.file(job.id, path)
    expect(transfer.failure?.code).toBe('remote.gone')
    expect(timeline.filter((row) => row.kind === 'started')).toHaveLength(1)
  })
})

describe('one file that is tried again', () => {
  it('of a job that someone paused waits with the others', async () => {
    const all = [...world.archive.paths(dandisetId, version)].sort()
    const { s3Path } = world.archive.entry(dandisetId, version, all[0] ?? '')
    world.archive.faults.add({ name: 'gone', where: s3Path })
    const isLast = (path: string) =>
      path === world.archive.entry(dandisetId, version, all[9] ?? '').s3Path
    world.archive.faults.add({ name: 'stall', afterBytes: 10, where: (it) => isLast(it.path) })
    const jobId = await world.start(some(10))
    await world.until(jobId, (job) => job.counts.failed === 1 && job.counts.done === 8)
    await world.engine['job.pause']({ jobId })
    const { transfer } = await world.file(jobId, all[0])
    await world.engine['job.retry']({ jobId, transferId: transfer.id })
    const job = await world.until(jobId, ({ counts }) => counts.failed === 0)
    expect(job).toMatchObject({ intent: 'hold', holdReason: 'person', counts: { queued: 2 } })
  })
})

describe('dandiset.yaml', () => {
  it('comes from the bucket while the API is out of reach, with the same bytes', async () => {
    const shared = await startArchive()
    const instance = { s3Url: shared.urls.s3 }
    const other = await startEngineWorld({ shared, instance })
    const pick = { kind: 'dandiset-yaml' } as const
    const file = join(other.out, '200018', 'dandiset.yaml')
    await other.run(other.order('200018', { version, pick }))
    const byApi = await readFile(file, 'utf8')
    await rm(file)
    shared.faults.add({ name: 'dead', service: 'api' })
    const job = await other.run(other.order('200018', { version, pick, source: 's3' }))
    const byBucket = await readFile(file, 'utf8').catch(String)
    await other.close()
    await shared.close()
    expect(job).toMatchObject({ failure: null, counts: { done: 1, failed: 0 } })
    expect(byBucket).toBe(byApi)
  })
})

describe('cancel with delete', () => {
  const path = 'sub-P01/micr/sub-P01_stain-LEC_SPIM.ome.zarr'

  async function fetched(): Promise<{ jobId: string; folder: string }> {
    const pick = { kind: 'item', path } as const
    const job = await world.run(world.order('200006', { version, pick }))
    expect(job.counts).toMatchObject({ done: 1, failed: 0 })
    return { jobId: job.id, folder: join(world.out, path.split('/').at(-1) ?? '') }
  }

  it('removes a Zarr that nobody touched', async () => {
    const { jobId, folder } = await fetched()
    expect(existsSync(folder)).toBe(true)
    await world.engine['job.cancel']({ jobId, files: 'delete' })
    expect(existsSync(folder)).toBe(false)
    expect(existsSync(world.out)).toBe(true)
  })

  it.each(['added', 'changed'])('leaves a Zarr to which something was %s', async (what) => {
    const { jobId, folder } = await fetched()
    const before = await readdir(folder, { recursive: true })
    const file = what === 'added' ? 'notes.txt' : '.zattrs'
    const text = what === 'added' ? '' : await readFile(join(folder, file), 'utf8')
    await writeFile(join(folder, file), text)
    const later = new Date(Date.now() + 3_600_000)
    if (what === 'changed') await utimes(join(folder, file), later, later)
    await world.engine['job.cancel']({ jobId, files: 'delete' })
    const after = await readdir(folder, { recursive: true })
    expect(after).toEqual(expect.arrayContaining(before))
  })
})
