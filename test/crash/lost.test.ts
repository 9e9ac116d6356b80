import { copyFileSync, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../main/model/failure.ts'
import type { JobView, Order } from '../../main/model/job.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import { seededRandom } from '../archive/content/random.ts'
import { dataRequests, objectsFetchedTwice, partsFetchedTwice } from '../support/engine-requests.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { watchNames } from './on-disk.ts'
import { dandiset, fillDandiset, partBytes, type Wanted } from './order.ts'

const ending = '.dandelion-partial'
let archive: Archive
let world: EngineWorld
let large: Wanted
let zarr: Wanted

beforeAll(async () => {
  archive = await startArchive()
  const all = fillDandiset(archive, seededRandom('lost'), 400)
  const find = (holds: (it: Wanted) => boolean) => {
    const found = all.find(holds)
    if (!found) throw new Error('the dandiset is not as it was')
    return found
  }
  large = find((it) => it.class === 'large')
  zarr = find((it) => it.md5s.size > 400)
})
afterAll(() => archive.close())

beforeEach(async () => {
  archive.clearRequests()
  world = await startEngineWorld({
    shared: archive,
    settings: { partsPerFile: 1, entriesPerZarr: 4 },
  })
})
afterEach(async () => {
  archive.faults.clear()
  await world.close()
})

const database = () => join(dirname(world.out), 'data', 'dandelion.sqlite')
const nameOf = (it: Wanted) => it.path.split('/').at(-1) ?? ''
const partialOf = (it: Wanted) => join(world.out, nameOf(it) + ending)

function orderOf(it: Wanted): Order {
  const path = it.path.slice(dandiset.length + 1)
  return world.order(dandiset, {
    version: 'draft',
    pick: { kind: 'item', path },
    dandisetYaml: false,
  })
}

/** Goes on until one part, or some hundred entries, are in the journal and more is under way. */
async function toTheMiddle(it: Wanted): Promise<string> {
  const isZarr = it.class === 'zarr'
  const skip = isZarr ? 250 : 1
  archive.faults.add({
    name: 'stall',
    afterBytes: isZarr ? 0 : partBytes / 4,
    service: 's3',
    skip,
    where: (call) => call.path.startsWith(it.s3Path),
  })
  const jobId = await world.start(orderOf(it))
  await world.when(() => dataRequests(archive, it.s3Path).length > skip)
  await world.when(() => world.job(jobId).receivedBytes > (isZarr ? 100_000 : partBytes))
  return jobId
}

/** Closes the engine, lets something happen to what it left, and opens another. */
async function meanwhile(happens: () => void): Promise<void> {
  await world.engine.close()
  happens()
  archive.faults.clear()
  await world.reopen()
}

async function expectVerified(it: Wanted, jobId: string): Promise<JobView> {
  const job = await world.until(jobId, isOver)
  expect(job.counts).toMatchObject({ total: 1, done: 1 })
  expect(readdirSync(world.out)).toEqual([nameOf(it)])
  const { named } = watchNames(world.out, [{ ...it, path: nameOf(it) }]).check()
  expect(named.size).toBe(1)
  return job
}

async function notes(jobId: string): Promise<readonly Failure['code'][]> {
  const { timeline } = await world.file(jobId)
  return timeline.flatMap((row) => (row.failure ? [row.failure.code] : []))
}

function loseDatabase(): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${database()}${suffix}`, { force: true })
}

describe('when the database is lost', () => {
  it.each([
    ['gone', loseDatabase],
    ['damaged', () => writeFileSync(database(), Buffer.alloc(50_000, 'noise'))],
  ])(
    'because it is %s, a partial is declared lost and the file arrives whole',
    async (_how, lose) => {
      await toTheMiddle(large)
      await meanwhile(lose)
      expect(existsSync(partialOf(large))).toBe(true)
      const jobId = await world.start(orderOf(large))
      await expectVerified(large, jobId)
      expect(await notes(jobId)).toEqual(['disk.partial-lost'])
    },
  )

  it('what is in a partial Zarr is found again, and no entry of it fetched twice', async () => {
    await toTheMiddle(zarr)
    const before = objectsFetchedTwice(dataRequests(archive, zarr.s3Path))
    expect(before).toEqual([])
    await meanwhile(loseDatabase)
    const jobId = await world.start(orderOf(zarr))
    await expectVerified(zarr, jobId)
    expect(objectsFetchedTwice(dataRequests(archive, zarr.s3Path))).toEqual([])
  })

  it('a file that has its name is compared and left as it is', async () => {
    await expectVerified(large, await world.start(orderOf(large)))
    await meanwhile(loseDatabase)
    const asked = dataRequests(archive, large.s3Path).length
    const job = await expectVerified(large, await world.start(orderOf(large)))
    expect(job.counts.skipped).toBe(1)
    expect(dataRequests(archive, large.s3Path)).toHaveLength(asked)
  })
})

describe('when the database is that of an earlier moment', () => {
  it('what it does not know is fetched, what it knows is not', async () => {
    const copy = `${database()}.earlier`
    const jobId = await toTheMiddle(large)
    await meanwhile(() => {
      copyFileSync(database(), copy)
    })
    await world.when(() => world.job(jobId).receivedBytes > partBytes * 3)
    await meanwhile(() => {
      loseDatabase()
      copyFileSync(copy, database())
    })
    await expectVerified(large, jobId)
    const first = dataRequests(archive, large.s3Path).filter((it) =>
      it.range?.startsWith('bytes=0-'),
    )
    expect(first).toHaveLength(1)
  })
})

describe('when a partial is lost', () => {
  it.each<[string, (file: string) => void]>([
    ['removed', (file) => rmSync(file)],
    ['cut short', (file) => truncateSync(file, 1000)],
  ])('a file that was %s is declared lost and fetched from its beginning', async (_how, lose) => {
    const jobId = await toTheMiddle(large)
    await meanwhile(() => lose(partialOf(large)))
    await expectVerified(large, jobId)
    expect(await notes(jobId)).toContain('disk.partial-lost')
    expect(partsFetchedTwice(dataRequests(archive, large.s3Path), large.sizeBytes)).toEqual([0])
  })

  it('a Zarr that was removed is declared lost and fetched from its beginning', async () => {
    const jobId = await toTheMiddle(zarr)
    await meanwhile(() => rmSync(partialOf(zarr), { recursive: true }))
    await expectVerified(zarr, jobId)
    expect(await notes(jobId)).toContain('disk.partial-lost')
  })

  it.each<[string, (file: string) => void]>([
    ['removed', (file) => rmSync(file)],
    ['cut short', (file) => truncateSync(file, 0)],
    ['made longer', (file) => writeFileSync(file, 'x', { flag: 'a' })],
  ])('entries of a Zarr that were %s are fetched again, and no others', async (_how, lose) => {
    const jobId = await toTheMiddle(zarr)
    const lost: string[] = []
    await meanwhile(() => {
      const folder = join(partialOf(zarr), '0', '0', '0', '0')
      for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!name.isFile() || lost.length >= 3) continue
        lost.push(name.name)
        lose(join(name.parentPath, name.name))
      }
    })
    expect(lost.length).toBe(3)
    await expectVerified(zarr, jobId)
    expect(await notes(jobId)).toContain('disk.partial-lost')
    const twice = objectsFetchedTwice(dataRequests(archive, zarr.s3Path))
    expect(twice).toHaveLength(3)
  })
})
