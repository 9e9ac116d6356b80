import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sync, SyncResult } from '../../main/model/sync.ts'
import { type SyncWorld, startSyncWorld } from '../support/sync-world.ts'

const id = '200001'
const lines: (readonly string[])[] = [['what was done to it', 'expected', 'what happened']]
let world: SyncWorld

beforeEach(async () => {
  world = await startSyncWorld()
  for (let at = 0; at < 30; at++) add(`sub-1/${String(at).padStart(2, '0')}.nwb`)
  await world.night(world.sync())
  await world.write('my notes.txt', 'mine')
})
afterEach(() => world.close())
afterAll(() => {
  const width = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0))
  const rows = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(width(at)))
      .join('  ')
      .trimEnd(),
  )
  process.stdout.write(`\nA folder kept in step, and what goes wrong\n  ${rows.join('\n  ')}\n\n`)
})

const add = (path: string) => world.archive.addAsset(id, path, { bytes: `${path}\n` })
const lose = (files: number) => {
  const paths = world.archive.paths(id, 'draft').slice(0, files)
  for (const path of paths) world.archive.removeAsset(id, path)
}
const deleting = (patch: Partial<Sync> = {}) => world.sync({ remove: 'delete', ...patch })

function said({ outcome, failure, asks, removed }: SyncResult): string {
  const why = failure?.code ?? asks.map(({ kind }) => kind).join(', ')
  return `${outcome}${why === '' ? '' : ` (${why})`}, ${removed} removed`
}

/** Runs a night and holds it to what must happen; `same`: the tree is as it was before. */
async function night(
  what: string,
  expected: string,
  how: { readonly sync?: Sync; readonly accept?: string; readonly isSame?: boolean } = {},
): Promise<SyncResult> {
  const { sync = deleting(), accept, isSame = true } = how
  const before = await world.tree()
  const result = await world.night(sync, accept)
  lines.push([what, expected, said(result)])
  expect(said(result)).toBe(expected)
  if (isSame) expect(await world.tree()).toEqual(before)
  return result
}

describe('a disk that is not there', () => {
  const away = () => `${world.out}-away`

  it('is no reason to fetch or to forget anything: an empty folder in its place is refused', async () => {
    await rename(world.out, away())
    await mkdir(world.out)
    await night('the disk is not mounted, its empty folder is', 'failed (disk.missing), 0 removed')
    expect(await world.tree()).toEqual({})
    await rm(world.out, { recursive: true })
    await night('the folder is gone altogether', 'failed (disk.missing), 0 removed')
    expect(world.has('')).toBe(false)
    await rename(away(), world.out)
    world.archive.clearRequests()
    const back = await night('the disk is back', 'done, 0 removed')
    expect(back).toMatchObject({ added: 0, bytes: 0 })
  })

  it('is not the one that has another’s marker', async () => {
    await world.write('.dandelion-folder', 'id: 2f1c0f7e-0000-4000-8000-000000000000\n')
    await night('another disk is mounted there', 'failed (disk.missing), 0 removed')
  })

  it('may lose its marker: a person can say that the folder is the right one', async () => {
    await rm(join(world.out, '.dandelion-folder'))
    await night('the marker was deleted by hand', 'failed (disk.missing), 0 removed')
    const sync = deleting() as never
    const how = { sync, isVouchedFor: true, accept: null }
    expect(await world.engine['sync.apply'](how)).toMatchObject({ outcome: 'done', added: 0 })
    await night('after a person vouched for the folder', 'done, 0 removed')
  })

  it('is missed by a first sync as well when downloads were there', async () => {
    const { out } = world
    const order = world.order(id, { version: 'draft', destination: join(out, 'other') })
    await world.run(order)
    await rm(join(out, 'other'), { recursive: true })
    await mkdir(join(out, 'other'))
    const sync = world.sync({}, { destination: join(out, 'other') })
    await night(
      'a first sync where downloads were, now empty',
      'failed (disk.missing), 0 removed',
      {
        sync,
      },
    )
  })
})

describe('a listing that is not to be trusted', () => {
  const pages = { service: 'api', where: '/assets/?' } as const
  const manifest = { service: 's3', where: 'assets.jsonld' } as const
  const byApi = () => world.sync({ remove: 'delete' }, { source: 'api' })

  it('and is cut half-way removes nothing', async () => {
    lose(3)
    world.archive.faults.add({ name: 'cut', afterBytes: 700, ...pages })
    world.archive.faults.add({ name: 'cut', afterBytes: 3000, ...manifest })
    world.archive.faults.add({ name: 'dead', service: 'webdav' })
    await night('the listing is cut half-way, everywhere', 'failed (net.cut), 0 removed')
    world.archive.faults.clear()
    await night('the night after', 'done, 3 removed', { isSame: false })
  })

  it('and repeats a page removes nothing', async () => {
    for (let at = 0; at < 100; at++) add(`sub-2/${at}.nwb`)
    lose(3)
    world.archive.faults.add({ name: 'duplicate-page', ...pages })
    await night('a page of the listing comes twice', 'failed (remote.invalid), 0 removed', {
      sync: byApi(),
    })
  })

  it('and moves under the reader for good removes nothing', async () => {
    for (let at = 0; at < 100; at++) add(`sub-2/${at}.nwb`)
    world.archive.faults.add({ name: 'shifting-listing', ...pages })
    await night('the listing shifts while it is read', 'failed (remote.changed), 0 removed', {
      sync: byApi(),
    })
  })

  it('and is empty removes nothing without a person’s word, whatever the limits', async () => {
    lose(30)
    const limits = { removedFiles: null, removedShare: null, fetchBytes: null, freeBytes: null }
    const sync = deleting({ limits })
    const asked = await night('an empty listing', 'asks (empty-listing), 0 removed', { sync })
    await night('an empty listing, accepted', 'done, 30 removed', {
      sync,
      accept: asked.fingerprint ?? '',
      isSame: false,
    })
    expect(await world.tree()).toEqual({ 'my notes.txt': expect.any(String) })
  })

  it('and is older than what changed while it was read is read again', async () => {
    let readings = 0
    world.archive.faults.add({
      name: 'hold',
      ...pages,
      until: async () => {
        readings += 1
        if (readings === 1) add('sub-9/late.nwb')
      },
    })
    add('sub-9/early.nwb')
    const result = await night('the draft moves while it is read', 'done, 0 removed', {
      sync: byApi(),
      isSame: false,
    })
    expect(readings).toBeGreaterThan(1)
    expect(result.added).toBe(2)
    expect(world.has(`${id}/sub-9/late.nwb`)).toBe(true)
  })
})

describe('limits', () => {
  const limits = (patch: Partial<Sync['limits']>) =>
    deleting({
      limits: {
        removedFiles: null,
        removedShare: null,
        fetchBytes: null,
        freeBytes: null,
        ...patch,
      },
    })

  it('of files stop a run, which then does what a person accepted and nothing else', async () => {
    lose(11)
    const sync = limits({ removedFiles: 10 })
    const asked = await night('11 files would go, 10 may', 'asks (files), 0 removed', { sync })
    lose(1)
    const how = { sync, accept: asked.fingerprint ?? '' }
    await night('accepted, but by then it is 12', 'asks (files), 0 removed', how)
    await night('all is accepted', 'done, 12 removed', { sync, accept: 'all', isSame: false })
  })

  it('of a share stop a run', async () => {
    lose(16)
    const sync = limits({ removedShare: 0.5 })
    await night('16 of 30 files would go, half may', 'asks (share), 0 removed', { sync })
  })

  it('of bytes and of room stop a run before anything is fetched', async () => {
    world.archive.addAsset(id, 'large.nwb', { sizeBytes: 3_000_000 })
    const bytes = limits({ fetchBytes: 2_999_999 })
    await night('3 MB to fetch, 1 byte less may', 'asks (fetch-bytes), 0 removed', { sync: bytes })
    const room = limits({ freeBytes: Number.MAX_SAFE_INTEGER })
    await night('less would stay free than must', 'asks (free-space), 0 removed', { sync: room })
  })
})

describe('an end in the middle', () => {
  it('keeps what came, and the next run goes on from there', async () => {
    const large = 'sub-2/large.nwb'
    const { s3Path } = world.archive.addAsset(id, large, { sizeBytes: 130 * 1024 * 1024 })
    world.archive.faults.add({ name: 'slow', bytesPerSecond: 40_000_000, where: s3Path })
    lose(2)
    const sync = deleting()
    world.clock.skip(86_400_000)
    const running = world.apply(sync)
    await world.when(() => isPartThere(s3Path))
    await world.reopen()
    const stopped = await running
    lines.push(['the program ends in mid-file', 'stopped, 0 removed', said(stopped)])
    expect(said(stopped)).toBe('stopped, 0 removed')
    world.archive.faults.clear()
    const before = bytesAsked(s3Path)
    await night('and is started again', 'done, 2 removed', { sync, isSame: false })
    expect(bytesAsked(s3Path) - before).toBeLessThan(130 * 1024 * 1024)
    const { 'my notes.txt': _, ...tree } = await world.tree()
    expect(tree).toEqual(world.draft())
  })

  const requestsOf = (s3Path: string) =>
    world.archive.requests.filter((it) => new URL(it.url).pathname === s3Path)
  const bytesAsked = (s3Path: string) =>
    requestsOf(s3Path).reduce((sum, { bytesSent }) => sum + bytesSent, 0)
  const isPartThere = (s3Path: string) => bytesAsked(s3Path) > 70_000_000
})
