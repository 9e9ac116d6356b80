import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SourcePreference } from '../../main/model/instance.ts'
import type { TransferDetail } from '../../main/model/transfer.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { digestsOf, sha256 } from '../support/engine-tree.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { addGate } from '../support/gate.ts'

const dandisetId = '200006'
const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
const name = 'sub-P01_stain-NeuN_SPIM.ome.zarr'

let world: EngineWorld

beforeEach(async () => {
  world = await startEngineWorld({ attempts: 2 })
})
afterEach(() => world.close())

const order = (source: SourcePreference = 'auto', path = zarr) =>
  world.order(dandisetId, { version: 'draft', pick: { kind: 'item', path }, source })
const truth = () => world.archive.zarrBytesOf(dandisetId, 'draft', zarr)
const entries = () =>
  dataRequests(world.archive, world.archive.entry(dandisetId, 'draft', zarr).s3Path)

async function expectAsItIsNow(detail: TransferDetail): Promise<void> {
  const { zarrChecksum } = world.archive.entry(dandisetId, 'draft', zarr)
  expect(detail.transfer.state.kind).toBe('done')
  expect(detail.transfer.digest).toBe(`zarr-checksum:${zarrChecksum}`)
  const wanted = [...truth()].map(([key, bytes]) => [`${name}/${key}`, sha256(bytes)])
  expect(await digestsOf(world.out)).toEqual(Object.fromEntries(wanted))
}

describe('keys that a folder cannot hold', () => {
  it.each([
    ['leaves the Zarr', '../../evil', 'disk.unsafe-path'],
    ['has an empty step', '0//9', 'disk.unsafe-path'],
    ['is a folder too', '0/0/0/0/0', 'disk.name'],
    ['lies below a file', '.zattrs/inner', 'disk.name'],
    ['is too long', `0/${'k'.repeat(250)}`, 'disk.name'],
  ] as const)(
    'a key that %s stops the Zarr before an entry is fetched',
    async (_why, key, code) => {
      world.archive.changeZarrEntry(dandisetId, zarr, key, { bytes: 'evil' })
      for (const source of ['s3', 'api'] as const) {
        const job = await world.run(order(source))
        const { transfer } = await world.file(job.id)
        expect(transfer.state, source).toMatchObject({ kind: 'failed', code })
      }
      expect(entries()).toEqual([])
      expect(existsSync(join(world.out, name))).toBe(false)
      expect(existsSync(join(world.out, 'evil'))).toBe(false)
    },
  )
})

describe('a Zarr that changes while it is read', () => {
  async function inTheMiddle(change: () => void): Promise<TransferDetail> {
    const { s3Path } = world.archive.entry(dandisetId, 'draft', zarr)
    const gate = addGate(world.archive, { where: s3Path, skip: 8 })
    const jobId = await world.start(order())
    await gate.waiting(1)
    change()
    gate.open()
    await world.until(jobId, isOver)
    return world.file(jobId)
  }

  const set = (key: string, bytes?: string) =>
    world.archive.changeZarrEntry(
      dandisetId,
      zarr,
      key,
      bytes === undefined ? undefined : { bytes },
    )

  it('in an entry that is still to come arrives as it is now', async () => {
    await expectAsItIsNow(await inTheMiddle(() => set('0/0/0/0/5/5', 'another chunk')))
    expect(entries().length).toBeLessThan(truth().size * 2)
  })

  it('by an entry that goes arrives as it is now', async () => {
    await expectAsItIsNow(await inTheMiddle(() => set('1/0/0/0/2/2')))
  })

  it('in an entry that had arrived is the old state or the new, never a mixture', async () => {
    const before = world.archive.entry(dandisetId, 'draft', zarr).zarrChecksum
    const old = [...truth()].map(([key, bytes]) => [`${name}/${key}`, sha256(bytes)])
    const detail = await inTheMiddle(() => set('.zattrs', '{"changed": true}'))
    if (detail.transfer.digest !== `zarr-checksum:${before}`) return expectAsItIsNow(detail)
    expect(await digestsOf(world.out)).toEqual(Object.fromEntries(old))
  })

  it('by an entry that is added arrives as one state or the other, never as a mixture', async () => {
    const before = world.archive.entry(dandisetId, 'draft', zarr).zarrChecksum
    const detail = await inTheMiddle(() => set('9/added', 'more'))
    const after = world.archive.entry(dandisetId, 'draft', zarr).zarrChecksum
    expect([`zarr-checksum:${before}`, `zarr-checksum:${after}`]).toContain(detail.transfer.digest)
    const keys = Object.keys(await digestsOf(world.out))
    const isAfter = detail.transfer.digest === `zarr-checksum:${after}`
    expect(keys.includes(`${name}/9/added`)).toBe(isAfter)
  })
})

describe('Zarrs of odd shapes', () => {
  it('without an entry is verified and makes nothing', async () => {
    const empty = 'sub-P01/micr/sub-P01_empty.zarr'
    const job = await world.run(order('auto', empty))
    expect(job.counts).toMatchObject({ done: 1, failed: 0 })
    expect(existsSync(world.out) ? Object.keys(await digestsOf(world.out)) : []).toEqual([])
  })

  it('empty entries are made without a request', async () => {
    const zeros = 'sub-P01/micr/sub-P01_zeros.zarr'
    const job = await world.run(order('s3', zeros))
    expect(job.counts).toMatchObject({ done: 1 })
    const { s3Path } = world.archive.entry(dandisetId, 'draft', zeros)
    const asked = dataRequests(world.archive, s3Path).map(({ url }) => new URL(url).pathname)
    expect(asked).not.toContain(`${s3Path}empty`)
    expect(await digestsOf(world.out)).toHaveProperty('sub-P01_zeros.zarr/empty', sha256(''))
  })

  it('more entries than a page of the listing holds', async () => {
    const many = 'sub-P01/micr/sub-P01_empty.zarr'
    for (let at = 0; at < 1100; at++) {
      world.archive.changeZarrEntry(dandisetId, many, `0/${at}`, { bytes: `chunk ${at}` })
    }
    for (const source of ['s3', 'api', 'webdav'] as const) {
      const destination = join(world.out, source)
      const job = await world.run({ ...order(source, many), destination })
      expect(job.counts, source).toMatchObject({ done: 1 })
      expect(Object.keys(await digestsOf(destination))).toHaveLength(1100)
    }
  })
})
