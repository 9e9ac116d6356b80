import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dataRequests } from '../support/engine-requests.ts'
import { type SyncWorld, startSyncWorld } from '../support/sync-world.ts'

/** Has small Zarrs. */
const zarrs = '200006'
const id = '200001'
let world: SyncWorld

beforeEach(async () => {
  world = await startSyncWorld()
})
afterEach(() => world.close())

const add = (path: string, text = `${path}\n`) => world.archive.addAsset(id, path, { bytes: text })

describe('a Zarr', () => {
  function firstZarr(): string {
    const paths = world.archive.paths(zarrs, 'draft')
    const found = paths.find((path) => {
      if (world.archive.entry(zarrs, 'draft', path).zarrId === undefined) return false
      const entries = world.archive.zarrBytesOf(zarrs, 'draft', path).size
      return entries > 2 && entries < 500
    })
    if (found === undefined) throw new Error('no small Zarr')
    for (const path of paths) if (path !== found) world.archive.removeAsset(zarrs, path)
    return found
  }
  const sync = (remove: 'trash' | 'delete' = 'delete') => ({
    ...world.sync({ remove }),
    order: { ...world.order(zarrs, { version: 'draft' }), dandisetYaml: false },
  })
  const entriesOf = (path: string) =>
    [...world.archive.zarrBytesOf(zarrs, 'draft', path).keys()].sort()
  async function filesBelow(path: string): Promise<readonly string[]> {
    const items = await readdir(join(world.out, path), { recursive: true, withFileTypes: true })
    return items
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name).slice(join(world.out, path).length + 1))
      .sort()
  }

  it('that changed gets what is new, loses what is gone, and leaves nothing beside it', async () => {
    const path = firstZarr()
    await world.night(sync())
    expect(await filesBelow(`${zarrs}/${path}`)).toEqual(entriesOf(path))
    const [first = '', second = ''] = entriesOf(path)
    const last = entriesOf(path).at(-1) ?? ''
    world.archive.changeZarrEntry(zarrs, path, last)
    world.archive.changeZarrEntry(zarrs, path, second, { bytes: 'another chunk' })
    world.archive.clearRequests()
    const { s3Path } = world.archive.entry(zarrs, 'draft', path)
    const result = await world.night(sync())
    expect(result).toMatchObject({ outcome: 'done', changed: 1, failed: 0, conflicts: 0 })
    expect(await filesBelow(`${zarrs}/${path}`)).toEqual(entriesOf(path))
    const asked = dataRequests(world.archive, s3Path).map(({ url }) => decodeURIComponent(url))
    expect(asked.some((url) => url.endsWith(second))).toBe(true)
    expect(asked.some((url) => url.endsWith(`/${first}`))).toBe(false)
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    const beside = await readdir(join(world.out, zarrs, folder))
    expect(beside.filter((name) => name.includes('replaced'))).toEqual([])
  })

  it('that was renamed is moved whole, and one that is gone goes to the trash whole', async () => {
    const path = firstZarr()
    await world.night(sync())
    world.archive.renameAsset(zarrs, path, 'moved/to here.zarr')
    world.archive.clearRequests()
    const { s3Path } = world.archive.entry(zarrs, 'draft', 'moved/to here.zarr')
    expect(await world.night(sync())).toMatchObject({ renamed: 1, added: 0, removed: 0, bytes: 0 })
    expect(dataRequests(world.archive, s3Path)).toEqual([])
    const entries = entriesOf('moved/to here.zarr')
    expect(await filesBelow(`${zarrs}/moved/to here.zarr`)).toEqual(entries)
    world.archive.removeAsset(zarrs, 'moved/to here.zarr')
    world.archive.addAsset(zarrs, 'other.nwb', { bytes: 'other' })
    const { runId, removed } = await world.night(sync('trash'))
    expect(removed).toBe(1)
    expect(await world.trashed()).toHaveLength(entries.length)
    expect(await world.engine['sync.undo']({ runId })).toEqual({ restored: 1, left: 0 })
    expect(await filesBelow(`${zarrs}/moved/to here.zarr`)).toEqual(entries)
  })

  it('in which a person wrote stays as it is, whatever the archive says', async () => {
    const path = firstZarr()
    await world.night(sync())
    await writeFile(join(world.out, zarrs, path, 'my own.txt'), 'mine')
    const before = await filesBelow(`${zarrs}/${path}`)
    world.archive.changeZarrEntry(zarrs, path, entriesOf(path).at(-1) ?? '', { bytes: 'new' })
    expect(await world.night(sync())).toMatchObject({ conflicts: 1, changed: 0 })
    expect(await filesBelow(`${zarrs}/${path}`)).toEqual(before)
    world.archive.removeAsset(zarrs, path)
    world.archive.addAsset(zarrs, 'other.nwb', { bytes: 'other' })
    expect(await world.night(sync())).toMatchObject({ conflicts: 1, removed: 0 })
    expect(await filesBelow(`${zarrs}/${path}`)).toEqual(before)
  })
})

describe('a newer version', () => {
  it('goes beside the others or replaces them, as chosen', async () => {
    const published = '200002'
    const versions = (await world.engine['dandiset.versions']({
      instance: 'local',
      dandisetId: published,
    })) as readonly { readonly version: string }[]
    const newest =
      versions
        .map(({ version }) => version)
        .filter((version) => version !== 'draft')
        .sort()
        .at(-1) ?? ''
    const wanted = world.archive.paths(published, newest).slice(0, 2)
    const base = world.order(published, { dandisetYaml: false })
    const selection = {
      ...base.selection,
      base: 'none' as const,
      ticks: wanted.map((path) => ({ path, on: true })),
    }
    const order = { ...base, selection }
    const beside = await world.night({ ...world.sync({ newest: 'beside' }), order })
    expect(beside).toMatchObject({ outcome: 'done', version: newest, added: 2 })
    expect(beside.folder).toBe(join(world.out, newest))
    for (const path of wanted) expect(world.has(`${newest}/${published}/${path}`)).toBe(true)
    const replacing = await world.night({ ...world.sync({ newest: 'replace' }), order })
    expect(replacing.folder).toBe(world.out)
    for (const path of wanted) {
      expect(world.has(`${published}/${path}`)).toBe(true)
      expect(world.has(`${newest}/${published}/${path}`)).toBe(true)
    }
  })
})

describe('a layout of one’s own', () => {
  it('is kept in step by it, and files of other layouts are not taken for its own', async () => {
    add('sub-1/a.nwb')
    add('sub-2/b.nwb')
    const sync = world.sync({ remove: 'delete' })
    await world.night(sync)
    const flat = world.sync(
      { remove: 'delete' },
      { layout: { kind: 'template', template: 'flat/{name}' }, reuse: 'copy' },
    )
    expect(await world.night(flat)).toMatchObject({ added: 2, removed: 0, bytes: 0 })
    world.archive.removeAsset(id, 'sub-2/b.nwb')
    expect(await world.night(flat)).toMatchObject({ removed: 1 })
    expect([world.has('flat/b.nwb'), world.has(`${id}/sub-2/b.nwb`)]).toEqual([false, true])
    expect(await world.night(sync)).toMatchObject({ removed: 1 })
    expect(world.has(`${id}/sub-2/b.nwb`)).toBe(false)
    expect(world.has('flat/a.nwb')).toBe(true)
  })
})

describe('dandiset.yaml', () => {
  it('comes along, is made anew when the draft changed, and stays when a person wrote in it', async () => {
    add('a.nwb')
    const sync = world.sync({}, { dandisetYaml: true })
    await world.night(sync)
    const first = await world.read(`${id}/dandiset.yaml`)
    add('b.nwb')
    await world.night(sync)
    expect(await world.read(`${id}/dandiset.yaml`)).not.toBe('')
    await world.write(`${id}/dandiset.yaml`, `${first}# mine\n`)
    add('c.nwb')
    expect(await world.night(sync)).toMatchObject({ outcome: 'done', added: 1, failed: 0 })
    expect(await world.read(`${id}/dandiset.yaml`)).toContain('# mine')
  })
})
