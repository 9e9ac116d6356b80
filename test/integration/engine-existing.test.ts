import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ExistingMode } from '../../main/model/settings.ts'
import type { TransferDetail } from '../../main/model/transfer.ts'
import type { Call } from '../archive/call.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200006'
const blob = 'sub-P01/micr/sub-P01_plain.ngff/readme.txt'
const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'

let world: EngineWorld
let folder: string
let number = 0

beforeAll(async () => {
  world = await startEngineWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  number += 1
  folder = join(world.out, `case-${number}`)
  await mkdir(folder, { recursive: true })
  world.archive.clearRequests()
})

async function fetch(path: string, existing: ExistingMode): Promise<TransferDetail> {
  const order = world.order(dandisetId, {
    version: 'draft',
    pick: { kind: 'item', path },
    existing,
    destination: folder,
    // What other tests fetched is on this disk too.
    reuse: 'none',
  })
  const job = await world.run(order)
  return world.file(job.id, path)
}

const nameOf = (path: string) => path.split('/').at(-1) ?? ''

function bytesFetched(path: string): number {
  const { s3Path } = world.archive.entry(dandisetId, 'draft', path)
  return dataRequests(world.archive, s3Path).length
}

function outcome({ transfer }: TransferDetail): string {
  if (transfer.state.kind === 'failed') return transfer.state.code
  return transfer.skipped ? 'skipped' : transfer.state.kind
}

describe('a file that is there already', () => {
  const truth = () => world.archive.bytesOf(dandisetId, 'draft', blob)
  const file = () => join(folder, nameOf(blob))

  /** What is there: the right bytes, others of the same length, others of another length. */
  async function put(what: 'right' | 'wrong' | 'short', modifiedAt?: number): Promise<void> {
    const right = truth()
    const bytes = { right, wrong: Buffer.alloc(right.length, 7), short: Buffer.from('mine\n') }
    await writeFile(file(), bytes[what])
    if (modifiedAt !== undefined) await utimes(file(), modifiedAt / 1000, modifiedAt / 1000)
  }

  function trueTime(): number {
    const { metadata } = world.archive.entry(dandisetId, 'draft', blob)
    return Date.parse((metadata as { blobDateModified: string }).blobDateModified)
  }

  const table: readonly (readonly [ExistingMode, 'right' | 'wrong' | 'short', string])[] = [
    ['error', 'right', 'skipped'],
    ['error', 'wrong', 'disk.exists'],
    ['error', 'short', 'disk.exists'],
    ['skip', 'right', 'skipped'],
    ['skip', 'wrong', 'skipped'],
    ['skip', 'short', 'skipped'],
    ['overwrite', 'right', 'done'],
    ['overwrite', 'wrong', 'done'],
    ['overwrite', 'short', 'done'],
    ['overwrite-different', 'right', 'skipped'],
    ['overwrite-different', 'wrong', 'done'],
    ['overwrite-different', 'short', 'done'],
    ['refresh', 'right', 'done'],
    ['refresh', 'wrong', 'done'],
    ['refresh', 'short', 'done'],
  ]

  it.each(table)('%s with %s bytes ends as %s', async (mode, what, ends) => {
    await put(what)
    const before = await readFile(file())
    expect(outcome(await fetch(blob, mode))).toBe(ends)
    expect(await readFile(file())).toEqual(ends === 'done' ? truth() : before)
    expect(bytesFetched(blob)).toBe(ends === 'done' ? 1 : 0)
    if (ends === 'done') expect((await stat(file())).mtimeMs).toBeCloseTo(trueTime(), 0)
  })

  it('refresh leaves a file of the same size and time, as the dandi client does', async () => {
    await put('wrong', trueTime())
    expect(outcome(await fetch(blob, 'refresh'))).toBe('skipped')
    expect(bytesFetched(blob)).toBe(0)
  })

  it.each(['error', 'overwrite', 'overwrite-different', 'refresh'] as const)(
    '%s never removes a folder that has the name',
    async (mode) => {
      await mkdir(file())
      await writeFile(join(file(), 'mine.txt'), 'mine')
      expect(outcome(await fetch(blob, mode))).toBe('disk.exists')
      expect(await readFile(join(file(), 'mine.txt'), 'utf8')).toBe('mine')
    },
  )

  it('skip leaves a folder that has the name', async () => {
    await mkdir(file())
    expect(outcome(await fetch(blob, 'skip'))).toBe('skipped')
  })

  it('overwrite does not write through a link that has the name', async () => {
    const elsewhere = join(folder, 'elsewhere.txt')
    await writeFile(elsewhere, 'not to be touched')
    await symlink(elsewhere, file())
    expect(outcome(await fetch(blob, 'overwrite'))).toBe('disk.exists')
    expect(await readFile(elsewhere, 'utf8')).toBe('not to be touched')
  })
})

describe('a Zarr that is there already', () => {
  const place = () => join(folder, nameOf(zarr))
  const truth = () => world.archive.zarrBytesOf(dandisetId, 'draft', zarr)

  /** Writes the entries of the Zarr; `damage` may change or leave out some. */
  async function put(damage: (key: string, bytes: Buffer) => Buffer | null): Promise<void> {
    for (const [key, bytes] of truth()) {
      const damaged = damage(key, bytes)
      if (!damaged) continue
      await mkdir(dirname(join(place(), key)), { recursive: true })
      await writeFile(join(place(), key), damaged)
    }
  }

  const isChosen = (key: string) => key.endsWith('/2/3')
  const intact = (_key: string, bytes: Buffer) => bytes
  const wrong = (key: string, bytes: Buffer) =>
    isChosen(key) ? Buffer.alloc(bytes.length, 1) : bytes
  const partly = (key: string, bytes: Buffer) => (isChosen(key) ? null : bytes)

  async function expectWhole(): Promise<void> {
    for (const [key, bytes] of truth()) {
      expect((await readFile(join(place(), key))).equals(bytes), key).toBe(true)
    }
  }

  const chosenOf = (keys: readonly string[]) => keys.filter(isChosen).length
  const chosen = () => chosenOf([...truth().keys()])

  it('error with the right tree: skipped, nothing fetched', async () => {
    await put(intact)
    expect(outcome(await fetch(zarr, 'error'))).toBe('skipped')
    expect(bytesFetched(zarr)).toBe(0)
  })

  it('error with a Zarr that was fetched before: skipped without a listing, unless it changed', async () => {
    const { s3Path } = world.archive.entry(dandisetId, 'draft', zarr)
    const listings = () =>
      world.archive.requests.filter(
        ({ url }) => new URL(url).searchParams.get('prefix') === s3Path.slice(1),
      ).length
    expect(outcome(await fetch(zarr, 'error'))).toBe('done')
    const asked = listings()
    expect(asked).toBeGreaterThan(0)
    expect(outcome(await fetch(zarr, 'error'))).toBe('skipped')
    expect(listings()).toBe(asked)
    await put((key, bytes) => (isChosen(key) ? wrong(key, bytes) : null))
    expect(outcome(await fetch(zarr, 'error'))).toBe('disk.exists')
    expect(listings()).toBeGreaterThan(asked)
  })

  it.each([
    ['another entry', wrong],
    ['an entry missing', partly],
  ] as const)('error with %s: reported, nothing changed', async (_name, damage) => {
    await put(damage)
    expect(outcome(await fetch(zarr, 'error'))).toBe('disk.exists')
    expect(bytesFetched(zarr)).toBe(0)
  })

  it.each(['skip', 'overwrite-different'] as const)(
    '%s with entries missing fetches those alone and verifies the whole tree',
    async (mode) => {
      await put(partly)
      const detail = await fetch(zarr, mode)
      expect(outcome(detail)).toBe('done')
      const { zarrChecksum } = world.archive.entry(dandisetId, 'draft', zarr)
      expect(detail.transfer.digest).toBe(`zarr-checksum:${zarrChecksum}`)
      expect(bytesFetched(zarr)).toBe(chosen())
      await expectWhole()
    },
  )

  describe('skip with entries that differ', () => {
    const key = () => [...truth().keys()].find(isChosen) ?? ''
    const mixed = (it: string, bytes: Buffer) => {
      if (it === key()) return Buffer.alloc(bytes.length + 5, 1)
      return it.startsWith('1/') ? null : wrong(it, bytes)
    }
    const missing = () => [...truth().keys()].filter((it) => it.startsWith('1/'))

    async function expectKeptAndFilled(): Promise<void> {
      for (const [it, bytes] of truth()) {
        const wanted = mixed(it, bytes) ?? bytes
        expect((await readFile(join(place(), it))).equals(wanted), it).toBe(true)
      }
      expect(await readdir(folder)).toEqual([nameOf(zarr)])
    }

    it('keeps them, adds what is missing, and says that the whole does not verify', async () => {
      await put(mixed)
      await writeFile(join(place(), '0', 'my notes.txt'), 'mine')
      const detail = await fetch(zarr, 'skip')
      expect(outcome(detail)).toBe('disk.exists')
      expect(detail.transfer.failure?.details).toMatchObject({ reason: 'kept-different' })
      expect(detail.transfer.failure?.details.entries).toBe(chosen() - chosenOf(missing()))
      expect(bytesFetched(zarr)).toBe(missing().length)
      await expectKeptAndFilled()
      expect(await readFile(join(place(), '0', 'my notes.txt'), 'utf8')).toBe('mine')
    })

    it('the same again fetches nothing', async () => {
      await put(mixed)
      await fetch(zarr, 'skip')
      world.archive.clearRequests()
      expect(outcome(await fetch(zarr, 'skip'))).toBe('disk.exists')
      expect(bytesFetched(zarr)).toBe(0)
      await expectKeptAndFilled()
    })

    it('an entry that comes damaged is not put beside them', async () => {
      await put(mixed)
      const [damaged = ''] = missing()
      const where = (call: Call) => call.path.endsWith(`/${damaged}`)
      world.archive.faults.add({ name: 'flip', atByte: 3, where })
      const detail = await fetch(zarr, 'skip')
      world.archive.faults.clear()
      expect(outcome(detail)).toBe('digest.mismatch')
      expect(existsSync(join(place(), damaged))).toBe(false)
    })
  })

  it.each(['overwrite-different', 'refresh'] as const)(
    '%s with wrong entries fetches those again',
    async (mode) => {
      await put(wrong)
      expect(outcome(await fetch(zarr, mode))).toBe('done')
      expect(bytesFetched(zarr)).toBe(chosen())
      await expectWhole()
    },
  )

  it('overwrite fetches everything again', async () => {
    await put(wrong)
    expect(outcome(await fetch(zarr, 'overwrite'))).toBe('done')
    expect(bytesFetched(zarr)).toBe(truth().size)
    await expectWhole()
  })

  it('a file of a person inside a replaced Zarr survives, and the journal says where', async () => {
    await put(wrong)
    await writeFile(join(place(), '0', 'my notes.txt'), 'do not lose me')
    const detail = await fetch(zarr, 'overwrite')
    expect(outcome(detail)).toBe('done')
    const kept = detail.timeline.find((row) => row.failure?.details.reason === 'kept-beside')
    const beside = String(kept?.failure?.details.path)
    expect(await readFile(join(beside, '0', 'my notes.txt'), 'utf8')).toBe('do not lose me')
    await expectWhole()
  })

  it('a file that has the name of a Zarr is never replaced', async () => {
    await writeFile(place(), 'mine')
    expect(outcome(await fetch(zarr, 'overwrite'))).toBe('disk.exists')
    expect(await readFile(place(), 'utf8')).toBe('mine')
  })
})

describe('a dandiset.yaml that is there already', () => {
  const place = () => join(folder, dandisetId, 'dandiset.yaml')

  async function fetchYaml(existing: ExistingMode): Promise<string> {
    const order = world.order(dandisetId, {
      version: 'draft',
      existing,
      destination: folder,
      assets: false,
    })
    const job = await world.run(order)
    return outcome(await world.file(job.id, 'dandiset.yaml'))
  }

  async function put(text: string, ageMs: number): Promise<void> {
    await mkdir(dirname(place()), { recursive: true })
    await writeFile(place(), text)
    const at = (Date.now() - ageMs) / 1000
    await utimes(place(), at, at)
  }

  it('is written, and unchanged it is left in every mode', async () => {
    expect(await fetchYaml('error')).toBe('done')
    const text = await readFile(place(), 'utf8')
    expect(text).toContain(`identifier: DANDI:${dandisetId}`)
    for (const mode of ['error', 'overwrite-different', 'skip', 'overwrite'] as const) {
      expect(await fetchYaml(mode), mode).toBe('skipped')
    }
    expect(await readFile(place(), 'utf8')).toBe(text)
  })

  const years = 20 * 365 * 24 * 3600 * 1000

  it.each([
    ['error', 0, 'disk.exists'],
    ['skip', 0, 'skipped'],
    ['overwrite', 0, 'done'],
    ['overwrite-different', 0, 'done'],
    ['refresh', 0, 'skipped'],
    ['refresh', years, 'done'],
  ] as const)('changed by hand, in mode %s, %d ms old: %s', async (mode, ageMs, ends) => {
    await put('identifier: mine\n', ageMs)
    expect(await fetchYaml(mode)).toBe(ends)
    const isMine = (await readFile(place(), 'utf8')) === 'identifier: mine\n'
    expect(isMine).toBe(ends !== 'done')
  })
})
