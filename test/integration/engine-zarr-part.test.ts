import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../main/model/job.ts'
import { everything } from '../../main/model/selection.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { digestsOf, sha256 } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200006'
const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
const partName = 'sub-P01_stain-NeuN_SPIM.part.ome.zarr'
const wholeName = 'sub-P01_stain-NeuN_SPIM.ome.zarr'

let world: EngineWorld

beforeEach(async () => {
  world = await startEngineWorld({ attempts: 2 })
})
afterEach(() => world.close())

const truth = () => [...world.archive.zarrBytesOf(dandisetId, 'draft', zarr)]
const requests = () =>
  dataRequests(world.archive, world.archive.entry(dandisetId, 'draft', zarr).s3Path)

function order(keep: readonly string[] | null, patch: Partial<Order> = {}): Order {
  const selection = keep ? { ...everything, zarrParts: [{ path: zarr, keep }] } : everything
  const pick = { kind: 'item', path: zarr } as const
  return world.order(dandisetId, { version: 'draft', pick, selection, source: 's3', ...patch })
}

/** What the keys of level 1 and all metadata above them are, told without the program's rule. */
const isOfLevelOne = (key: string) =>
  key.startsWith('1/') || key === '.zattrs' || key === '.zgroup' || key === '.zarray'

async function expectOnDisk(isWanted: (key: string) => boolean): Promise<void> {
  const wanted = truth()
    .filter(([key]) => isWanted(key))
    .map(([key, bytes]) => [`${partName}/${key}`, sha256(bytes)])
  expect(wanted.length).toBeGreaterThan(2)
  expect(await digestsOf(world.out)).toEqual(Object.fromEntries(wanted))
}

/** Until then nobody knows how large a part is. */
async function lookInside(): Promise<void> {
  const { ref } = order(null)
  const opened = await world.engine['version.open']({ ref: ref as never, source: 's3' })
  await world.engine.complete(opened.snapshotId)
  const asset = { snapshotId: opened.snapshotId, path: zarr }
  while ((await world.engine['zarr.open'](asset)).state !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 20))
}

async function planned(keep: readonly string[], existing: Order['existing']) {
  return world.engine.plan({ order: order(keep, { existing }) as never })
}

describe('a part of a Zarr', () => {
  it('has the chosen level with its metadata, a name and a digest of its own', async () => {
    const job = await world.run(order(['1/']))
    const { transfer } = await world.file(job.id)
    const chosen = truth().filter(([key]) => isOfLevelOne(key))
    expect(transfer.state.kind).toBe('done')
    expect(transfer.localPath).toBe(partName)
    expect(transfer.part).toEqual({ keep: ['1/'], of: truth().length })
    expect(transfer.partsTotal).toBe(chosen.length)
    expect(transfer.sizeBytes).toBe(chosen.reduce((sum, [, bytes]) => sum + bytes.length, 0))
    expect(transfer.digest).toMatch(/^zarr-part:[0-9a-f]{32}-\d+--\d+$/)
    expect(job.totalBytes).toBe(transfer.sizeBytes)
    await expectOnDisk(isOfLevelOne)
    expect(existsSync(join(world.out, wholeName))).toBe(false)
    expect(requests()).toHaveLength(chosen.length)
  })

  it('is found verified by the same order again', async () => {
    await world.run(order(['1/']))
    world.archive.clearRequests()
    const job = await world.run(order(['1/']))
    const { transfer } = await world.file(job.id)
    expect(transfer).toMatchObject({ state: { kind: 'done' }, skipped: true })
    expect(requests()).toEqual([])
  })

  it.each(['error', 'skip', 'refresh', 'overwrite-different'] as const)(
    'grows with a larger choice, and only what is missing is fetched (%s)',
    async (existing) => {
      await world.run(order(['1/']))
      world.archive.clearRequests()
      const job = await world.run(order(['0/'], { existing }))
      const { transfer } = await world.file(job.id)
      expect(transfer.failure).toBeNull()
      expect(transfer.state.kind).toBe('done')
      const more = truth().filter(([key]) => key.startsWith('0/'))
      expect(requests()).toHaveLength(more.length)
      await expectOnDisk((key) => isOfLevelOne(key) || key.startsWith('0/'))
    },
  )

  it.each(['error', 'skip', 'refresh'] as const)(
    'is planned as it will grow: only what is missing is said to come (%s)',
    async (existing) => {
      await lookInside()
      await world.run(order(['1/']))
      expect(await planned(['1/'], existing)).toMatchObject({
        keep: { files: 1 },
        bytesToFetch: 0,
        bytesToTake: 0,
      })
      const more = truth()
        .filter(([key]) => key.startsWith('0/'))
        .reduce((sum, [, bytes]) => sum + bytes.length, 0)
      for (const keep of [['0/'], ['0/', '1/']]) {
        expect(await planned(keep, existing)).toMatchObject({
          resume: { files: 1 },
          keep: { files: 0 },
          bytesToFetch: more,
        })
      }
      await world.run(order(['0/'], { existing }))
      expect(await planned(['0/', '1/'], existing)).toMatchObject({ bytesToFetch: 0 })
    },
  )

  it('is the choice alone where it is overwritten', async () => {
    await world.run(order(['0/']))
    await world.run(order(['1/'], { existing: 'overwrite' }))
    const onDisk = Object.keys(await digestsOf(world.out))
    expect(onDisk.filter((path) => path.startsWith(`${partName}/0/`))).toEqual([])
  })

  it('never replaces a file that somebody changed unless told so', async () => {
    await world.run(order(['1/']))
    const changed = join(world.out, partName, '.zattrs')
    await writeFile(changed, '{"mine":true}')
    const job = await world.run(order(['0/', '1/']))
    const { transfer } = await world.file(job.id)
    expect(transfer.state).toMatchObject({ kind: 'failed', code: 'disk.exists' })
    expect(existsSync(join(world.out, partName, '0'))).toBe(false)
  })

  it('is not taken for the whole: the whole is fetched beside it', async () => {
    await world.run(order(['1/']))
    const job = await world.run(order(null))
    const { transfer } = await world.file(job.id)
    const { zarrChecksum } = world.archive.entry(dandisetId, 'draft', zarr)
    expect(transfer.digest).toBe(`zarr-checksum:${zarrChecksum}`)
    expect(existsSync(join(world.out, wholeName))).toBe(true)
    expect(existsSync(join(world.out, partName))).toBe(true)
  })

  it('is the metadata alone when no entry has such a key', async () => {
    const job = await world.run(order(['no such level/']))
    const { transfer } = await world.file(job.id)
    expect(transfer.state.kind).toBe('done')
    await expectOnDiskMetadataOnly()
  })

  it('of a Zarr without entries is as little as the whole', async () => {
    const path = 'sub-P01/micr/sub-P01_empty.zarr'
    const selection = { ...everything, zarrParts: [{ path, keep: ['1/'] }] }
    const job = await world.run({
      ...order(null),
      selection,
      ref: { ...order(null).ref, pick: { kind: 'item', path } },
    })
    const { transfer } = await world.file(job.id)
    expect(transfer).toMatchObject({ state: { kind: 'done' }, failure: null })
    expect(await digestsOf(world.out).catch(() => ({}))).toEqual({})
  })

  it('of a Zarr that has neither such entries nor metadata is told as a wrong choice', async () => {
    const path = 'sub-P01/micr/sub-P01_zeros.zarr'
    for (const key of ['.zattrs', '.zgroup', '.zarray'])
      world.archive.changeZarrEntry(dandisetId, path, key)
    const selection = { ...everything, zarrParts: [{ path, keep: ['none/'] }] }
    const job = await world.run({
      ...order(null),
      selection,
      ref: { ...order(null).ref, pick: { kind: 'item', path } },
    })
    const { transfer } = await world.file(job.id)
    expect(transfer.state).toMatchObject({ kind: 'failed', code: 'input.invalid' })
  })

  it('an entry with other bytes is never part of it', async () => {
    const { s3Path } = world.archive.entry(dandisetId, 'draft', zarr)
    const key =
      truth()
        .map(([it]) => it)
        .find((it) => /^1\/\d/.test(it)) ?? ''
    world.archive.faults.add({ name: 'flip', atByte: 0, where: `${s3Path}${key}` })
    const job = await world.run(order(['1/']))
    const { transfer } = await world.file(job.id)
    expect(transfer.state).toMatchObject({ kind: 'failed', code: 'digest.mismatch' })
    expect(existsSync(join(world.out, partName))).toBe(false)
  })

  it('is verified again on disk, and a lost entry is told', async () => {
    await world.run(order(['1/']))
    const states = async () => {
      const found: [string, string][] = []
      const signal = new AbortController().signal
      for await (const it of world.engine.verify(
        world.out,
        { source: 'auto', instance: null },
        signal,
      ))
        found.push([it.path, it.state])
      return found
    }
    expect(await states()).toEqual([[partName, 'verified']])
    await rm(join(world.out, partName, '.zattrs'))
    expect(await states()).toEqual([[partName, 'changed']])
  })

  async function expectOnDiskMetadataOnly(): Promise<void> {
    const keys = Object.keys(await digestsOf(world.out)).map((it) => it.slice(partName.length + 1))
    expect(keys.filter((key) => !/^\.z(group|attrs|array)$/.test(key))).toEqual([])
  }
})
