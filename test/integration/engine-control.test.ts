import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { everything, noFilter } from '../../main/model/selection.ts'
import type { Call } from '../archive/call.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { type EngineWorld, isOver, startEngineWorld, stateOf } from '../support/engine-world.ts'
import { addGate, type Gate } from '../support/gate.ts'

/** 270 small files. */
const dandisetId = '200038'

let world: EngineWorld
let paths: readonly string[]

beforeEach(async () => {
  world = await startEngineWorld({ settings: { filesAtOnce: 1 } })
  paths = world.archive.paths(dandisetId, 'draft')
})
afterEach(() => world.close())

const isBlob = (call: Call) => call.path.startsWith('/blobs/')

function some(from: number, count: number, destination = world.out) {
  const include = [...paths].sort().slice(from, from + count)
  const selection = { ...everything, filter: { ...noFilter, include } }
  return world.order(dandisetId, {
    version: 'draft',
    selection,
    dandisetYaml: false,
    destination,
  })
}

const pathsOf = (from: number, count: number) => [...paths].sort().slice(from, from + count)
const keyOf = (path: string) => world.archive.entry(dandisetId, 'draft', path).s3Path
const dataCount = () => dataRequests(world.archive, '/blobs/').length

describe('cancel', () => {
  async function halfWay(): Promise<string> {
    world.archive.faults.add({ name: 'stall', afterBytes: 100, where: isBlob, skip: 4 })
    const jobId = await world.start(some(0, 8))
    await world.until(jobId, (job) => job.counts.done === 4)
    return jobId
  }

  it('with keep leaves what was fetched, and the partial', async () => {
    const jobId = await halfWay()
    await world.engine['job.cancel']({ jobId, files: 'keep' })
    expect(stateOf(world.engine).jobs).toEqual([])
    for (const path of pathsOf(0, 4)) {
      const found = await readFile(join(world.out, dandisetId, path))
      expect(found.equals(world.archive.bytesOf(dandisetId, 'draft', path))).toBe(true)
    }
  })

  it('with delete removes what it fetched and nothing of anyone else', async () => {
    const jobId = await halfWay()
    const [first = '', second = ''] = pathsOf(0, 2)
    const notes = join(world.out, dandisetId, 'my notes.txt')
    const changed = join(world.out, dandisetId, second)
    await writeFile(notes, 'mine')
    await writeFile(changed, 'worked on since')
    await world.engine['job.cancel']({ jobId, files: 'delete' })
    expect(existsSync(join(world.out, dandisetId, first))).toBe(false)
    expect(await readFile(notes, 'utf8')).toBe('mine')
    expect(await readFile(changed, 'utf8')).toBe('worked on since')
    const left = await readdir(join(world.out, dandisetId), {
      recursive: true,
      withFileTypes: true,
    })
    const files = left.filter((item) => item.isFile()).map((item) => item.name)
    expect(files.sort()).toEqual(['my notes.txt', second.split('/').at(-1)].sort())
  })

  it('while the version is still being listed leaves nothing', async () => {
    const gate = addGate(world.archive, { where: 'assets.jsonld' })
    const jobId = await world.start(some(0, 8))
    await gate.waiting(1)
    await world.engine['job.cancel']({ jobId, files: 'delete' })
    expect(stateOf(world.engine).jobs).toEqual([])
    expect(existsSync(join(world.out, dandisetId))).toBe(false)
  })
})

describe('retry', () => {
  async function twoFail(): Promise<string> {
    const keys = new Set(pathsOf(1, 2).map(keyOf))
    world.archive.faults.add({ name: 'gone', where: (call) => keys.has(call.path) })
    const job = await world.run(some(0, 4))
    expect(job.counts).toMatchObject({ done: 2, failed: 2 })
    world.archive.faults.clear()
    world.archive.clearRequests()
    return job.id
  }

  it('of one file fetches that file alone', async () => {
    const jobId = await twoFail()
    const path = pathsOf(2, 1)[0] ?? ''
    const { transfer } = await world.file(jobId, path)
    await world.engine['job.retry']({ jobId, transferId: transfer.id })
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ done: 3, failed: 1 })
    expect(dataCount()).toBe(1)
  })

  it('of all fetches those that failed and no other', async () => {
    const jobId = await twoFail()
    await world.engine['job.retry']({ jobId })
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ done: 4, failed: 0 })
    expect(dataCount()).toBe(2)
  })

  it('of a job that could not be listed lists it again', async () => {
    world.archive.faults.add({ name: 'drop' })
    const failed = await world.run(some(0, 2))
    expect(failed.failure?.code).toBe('net.cut')
    world.archive.faults.clear()
    await world.engine['job.retry']({ jobId: failed.id })
    const job = await world.until(failed.id, (it) => it.phase === 'ended' && !it.failure)
    expect(job.counts).toMatchObject({ total: 2, done: 2 })
  })
})

describe('the order of jobs', () => {
  /** Which job each request for bytes belongs to. */
  function sequence(): string {
    const jobs = [pathsOf(0, 6), pathsOf(10, 3), pathsOf(20, 3)].map(
      (list) => new Set(list.map(keyOf)),
    )
    const letters = dataRequests(world.archive, '/blobs/').map(({ url }) => {
      const { pathname } = new URL(url)
      return 'abc'[jobs.findIndex((keys) => keys.has(pathname))] ?? '?'
    })
    return letters.join('')
  }

  let gate: Gate

  /** The first job moves its first file, the others wait for their turn. */
  async function three(): Promise<readonly [string, string, string]> {
    gate = addGate(world.archive, { where: isBlob })
    const a = await world.start(some(0, 6))
    await gate.waiting(1)
    const b = await world.start(some(10, 3))
    const c = await world.start(some(20, 3))
    await world.until(c, (job) => job.phase === 'moving')
    await world.until(b, (job) => job.phase === 'moving')
    return [a, b, c]
  }

  it('is the order in which they came', async () => {
    const [, , c] = await three()
    gate.open()
    await world.until(c, isOver)
    expect(sequence()).toBe('aaaaaabbbccc')
  })

  it('follows a move', async () => {
    const [, b, c] = await three()
    await world.engine['job.move']({ jobId: c, before: b })
    gate.open()
    await world.until(b, isOver)
    expect(sequence()).toBe('aaaaaacccbbb')
  })

  it('follows a move before a job of a higher priority', async () => {
    const [, b, c] = await three()
    await world.engine['job.priority']({ jobId: b, priority: 1 })
    await world.engine['job.move']({ jobId: c, before: b })
    gate.open()
    await world.until(b, isOver)
    expect(sequence()).toMatch(/^acccbbb/)
  })

  it('follows a priority at once', async () => {
    const [a, , c] = await three()
    await world.engine['job.priority']({ jobId: c, priority: 1 })
    gate.open()
    await world.until(a, isOver)
    expect(sequence()).toMatch(/^acccaaaaa/)
    const b = stateOf(world.engine).jobs.at(-1)
    await world.until(b?.id ?? '', isOver)
    expect(sequence()).toBe('acccaaaaabbb')
  })
})

describe('settings in flight', () => {
  it('files at once: more at once, of which four small ones share a place, and fewer as they end', async () => {
    const gate = addGate(world.archive, { where: isBlob })
    const jobId = await world.start(some(0, 40))
    await gate.waiting(1)
    await gate.passEach(4)
    expect(gate.most).toBe(1)
    await world.engine['settings.change']({ filesAtOnce: 2 })
    await gate.waiting(5)
    gate.release(1)
    await gate.waiting(8)
    await gate.passEach(8)
    expect(gate.most).toBe(8)
    await world.engine['settings.change']({ filesAtOnce: 1 })
    gate.release(8)
    await world.until(jobId, (job) => job.counts.done === 21)
    await gate.waiting(1)
    gate.forget()
    await gate.passEach(6)
    expect(gate.most).toBe(1)
    gate.open()
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ done: 40, failed: 0 })
  })

  it('connections per host: never more at once than allowed', async () => {
    await world.engine['settings.change']({ filesAtOnce: 8, connectionsPerHost: 2 })
    const gate = addGate(world.archive, { where: isBlob })
    const jobId = await world.start(some(0, 40))
    await gate.waiting(2)
    await gate.passEach(8)
    expect(gate.most).toBe(2)
    await world.engine['settings.change']({ connectionsPerHost: 8 })
    await gate.waiting(8)
    await gate.passEach(8)
    expect(gate.most).toBe(8)
    gate.open()
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ done: 40, failed: 0 })
  })

  it('speed limit: never passed by a tenth, and lifted at once', async () => {
    const sizeBytes = 24_000_000
    const names = ['sub-R01/limited.nwb', 'sub-R01/lifted.nwb']
    for (const path of names) world.archive.addAsset('200001', path, { sizeBytes })
    const fetch = (path: string | undefined) =>
      world.order('200001', { version: 'draft', pick: { kind: 'item', path: path ?? '' } })
    await world.engine['settings.change']({ speedLimitBytesPerSecond: 12_000_000 })
    const began = performance.now()
    const job = await world.run(fetch(names[0]))
    const seconds = (performance.now() - began) / 1000
    expect(job.counts.done).toBe(1)
    expect(sizeBytes / seconds).toBeLessThan(12_000_000 * 1.1)
    expect(sizeBytes / seconds).toBeGreaterThan(12_000_000 * 0.1)
    await world.engine['settings.change']({ speedLimitBytesPerSecond: 500_000 })
    const jobId = await world.start(fetch(names[1]))
    const { s3Path } = world.archive.entry('200001', 'draft', names[1] ?? '')
    await world.when(() => dataRequests(world.archive, s3Path).length > 0)
    const lifted = performance.now()
    await world.engine['settings.change']({ speedLimitBytesPerSecond: null })
    await world.until(jobId, isOver)
    expect((performance.now() - lifted) / 1000).toBeLessThan(30)
  })
})
