import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Call } from '../archive/call.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { addGate } from '../support/gate.ts'

const MiB = 1024 * 1024

let world: EngineWorld
beforeEach(async () => {
  world = await startEngineWorld()
})
afterEach(() => world.close())

const order = (dandisetId: string, path: string) =>
  world.order(dandisetId, { version: 'draft', pick: { kind: 'item', path }, dandisetYaml: false })

describe('a setting takes effect while a file is under way', () => {
  it('parts of a file become more and fewer, and what was cut is gone on with', async () => {
    const [dandisetId, path] = ['200001', 'sub-R01/three-parts.nwb']
    const { s3Path, etag } = world.archive.addAsset(dandisetId, path, { sizeBytes: 129 * MiB })
    const isPart = (call: Call) => call.path === s3Path && call.headers.range !== 'bytes=0-0'
    await world.engine['settings.change']({ partsPerFile: 1 })
    const gate = addGate(world.archive, { where: isPart })
    const jobId = await world.start(order(dandisetId, path))
    await gate.waiting(1)
    await world.engine['settings.change']({ partsPerFile: 3 })
    await gate.waiting(3)
    await world.engine['settings.change']({ partsPerFile: 1 })
    const data = () => dataRequests(world.archive, s3Path)
    await world.when(() => data().filter(({ outcome }) => outcome === 'closed').length === 2)
    gate.open()
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ total: 1, done: 1 })
    expect((await world.file(jobId)).transfer.digest).toBe(`dandi-etag:${etag}`)
    expect(data()).toHaveLength(5)
  })

  it('entries of a Zarr become more and fewer, and none is fetched twice', async () => {
    const dandisetId = '200006'
    const path = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
    for (let at = 0; at < 300; at++) {
      world.archive.changeZarrEntry(dandisetId, path, `9/${at}`, { bytes: `entry ${at}` })
    }
    const { s3Path } = world.archive.entry(dandisetId, 'draft', path)
    await world.engine['settings.change']({ entriesPerZarr: 4 })
    const isEntry = (call: Call) => call.path.startsWith(s3Path)
    const gate = addGate(world.archive, { where: isEntry })
    const jobId = await world.start(order(dandisetId, path))
    await gate.waiting(4)
    expect(gate.most).toBe(4)
    await world.engine['settings.change']({ entriesPerZarr: 16 })
    // A worker hears of it between two entries, so each lane gets to see some.
    await gate.passEach(12, 4)
    await gate.waiting(16)
    expect(gate.most).toBe(16)
    await world.engine['settings.change']({ entriesPerZarr: 2 })
    await gate.passEach(48, 2)
    gate.forget()
    await gate.passEach(6, 2)
    expect(gate.most).toBe(2)
    gate.open()
    const job = await world.until(jobId, isOver)
    expect(job.counts).toMatchObject({ total: 1, done: 1 })
    const asked = dataRequests(world.archive, s3Path).map(({ url }) => url)
    expect(new Set(asked).size).toBe(asked.length)
  })
})

describe('connections to one host', () => {
  it('are counted where the bytes come from, not where a redirect began', async () => {
    const path = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
    const { s3Path } = world.archive.entry('200006', 'draft', path)
    const large = world.archive.addAsset('200001', 'sub-R01/three.nwb', { sizeBytes: 129 * MiB })
    const limits = { connectionsPerHost: 3, partsPerFile: 3, entriesPerZarr: 12 }
    await world.engine['settings.change'](limits)
    const viaApi = { ...order('200006', path), source: 'api' as const }
    const first = await world.run({ ...viaApi, destination: `${world.out}/first` })
    expect(first.counts).toMatchObject({ done: 1 })
    const isData = (call: Call) =>
      call.path === large.s3Path || (call.service === 's3' && call.path.startsWith(s3Path))
    const gate = addGate(world.archive, { where: isData })
    const again = { ...viaApi, destination: `${world.out}/second`, reuse: 'none' as const }
    const jobIds = [
      await world.start(again),
      await world.start(order('200001', 'sub-R01/three.nwb')),
    ]
    await gate.waiting(3)
    await gate.passEach(12)
    gate.open()
    for (const jobId of jobIds) {
      expect((await world.until(jobId, isOver)).counts).toMatchObject({ done: 1 })
    }
    expect(gate.most).toBe(3)
  })
})
