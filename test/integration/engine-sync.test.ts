import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { everything, noFilter } from '../../main/model/selection.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { watchDatabases } from '../support/full-database.ts'
import { type SyncWorld, startSyncWorld } from '../support/sync-world.ts'

let world: SyncWorld

beforeEach(async () => {
  world = await startSyncWorld()
})
afterEach(() => world.close())

const id = '200001'
const add = (path: string, text = `${path}\n`) => world.archive.addAsset(id, path, { bytes: text })
const change = (path: string, text: string) => world.archive.changeAsset(id, path, { bytes: text })

describe('a folder kept in step', () => {
  it('equals the draft under its rules after three nights, a person’s notes still there', async () => {
    const isNwb = (path: string) => path.endsWith('.nwb')
    const selection = { ...everything, filter: { ...noFilter, include: ['*.nwb'] } }
    const sync = world.sync({ remove: 'delete' }, { selection, existing: 'error' })
    for (const name of ['a', 'b', 'c', 'd']) add(`sub-1/${name}.nwb`)
    add('sub-1/video.mp4')
    const first = await world.night(sync)
    expect(first).toMatchObject({ outcome: 'done', added: 4, failed: 0, conflicts: 0 })
    expect(await world.tree()).toEqual(world.draft(isNwb))
    await world.write(`${id}/sub-1/my notes.txt`, 'saw a spike here\n')

    add('sub-2/e.nwb')
    change('sub-1/a.nwb', 'longer than it was before\n')
    world.archive.renameAsset(id, 'sub-1/b.nwb', 'sub-3/b renamed.nwb')
    const second = await world.night(sync)
    expect(second).toMatchObject({ added: 1, changed: 1, renamed: 1, removed: 0, failed: 0 })

    world.archive.removeAsset(id, 'sub-1/c.nwb')
    const third = await world.night(sync)
    expect(third).toMatchObject({ outcome: 'done', added: 0, changed: 0, removed: 1, failed: 0 })
    const { [`${id}/sub-1/my notes.txt`]: notes, ...tree } = await world.tree()
    expect(notes).toBeDefined()
    expect(tree).toEqual(world.draft(isNwb))

    const { rows } = await world.engine['sync.changes']({
      runId: second.runId,
      offset: 0,
      limit: 10,
    })
    expect(rows.map(({ kind, localPath, from }) => [kind, localPath, from])).toEqual([
      ['renamed', `${id}/sub-3/b renamed.nwb`, `${id}/sub-1/b.nwb`],
      ['changed', `${id}/sub-1/a.nwb`, null],
      ['added', `${id}/sub-2/e.nwb`, null],
    ])
  })

  it('plans without writing, and finds nothing to do when it has been done', async () => {
    add('a.nwb', 'twelve bytes')
    const sync = world.sync()
    const plan = await world.plan(sync)
    expect(plan.tallies.add).toEqual({ files: 1, bytes: 12 })
    expect(plan.bytesToFetch).toBe(12)
    expect(plan.rows).toMatchObject([{ kind: 'add', localPath: `${id}/a.nwb` }])
    expect(world.has('')).toBe(false)
    await world.night(sync)
    world.archive.clearRequests()
    const again = await world.night(sync)
    expect(again).toMatchObject({ outcome: 'done', added: 0, changed: 0, bytes: 0 })
    expect((await world.plan(sync)).tallies.keep.files).toBe(1)
  })

  it('moves a renamed file without asking for its bytes, rings and chains included', async () => {
    for (const name of ['a', 'b', 'c', 'd']) add(`${name}.nwb`)
    const sync = world.sync()
    await world.night(sync)
    const paths = world.archive.paths(id, 'draft')
    const places = paths.map((path) => world.archive.entry(id, 'draft', path).s3Path)
    const names = [
      ['a.nwb', 'x'],
      ['b.nwb', 'a.nwb'],
      ['c.nwb', 'b.nwb'],
      ['x', 'c.nwb'],
      ['d.nwb', 'sub-9/d.nwb'],
    ] as const
    for (const [from, to] of names) world.archive.renameAsset(id, from, to)
    world.archive.clearRequests()
    const result = await world.night(sync)
    expect(result).toMatchObject({ outcome: 'done', renamed: 4, added: 0, changed: 0, bytes: 0 })
    expect(await world.tree()).toEqual(world.draft())
    expect(places.flatMap((place) => dataRequests(world.archive, place))).toEqual([])
  })
})

describe('what vanished in the archive', () => {
  beforeEach(async () => {
    add('sub-1/a.nwb')
    add('sub-2/b.nwb')
    await world.night(world.sync())
    world.archive.removeAsset(id, 'sub-2/b.nwb')
  })

  it('stays unless a person said otherwise', async () => {
    const result = await world.night(world.sync())
    expect(result).toMatchObject({ outcome: 'done', removed: 0 })
    expect(world.has(`${id}/sub-2/b.nwb`)).toBe(true)
  })

  it('is deleted with the folder that it leaves empty', async () => {
    const result = await world.night(world.sync({ remove: 'delete' }))
    expect(result).toMatchObject({ outcome: 'done', removed: 1 })
    expect(world.has(`${id}/sub-2`)).toBe(false)
    expect(await world.trashed()).toEqual([])
  })

  it('goes to the trash, from which undo brings it back and no later run takes it', async () => {
    const sync = world.sync({ remove: 'trash' })
    const { runId, removed } = await world.night(sync)
    expect(removed).toBe(1)
    expect(await world.trashed()).toEqual([`${id}/sub-2/b.nwb`])
    expect(world.has(`${id}/sub-2`)).toBe(false)
    expect(await world.engine['sync.undo']({ runId })).toEqual({ restored: 1, left: 0 })
    expect(await world.read(`${id}/sub-2/b.nwb`)).toBe('sub-2/b.nwb\n')
    expect(await world.trashed()).toEqual([])
    expect(await world.night(sync)).toMatchObject({ removed: 0 })
    expect(world.has(`${id}/sub-2/b.nwb`)).toBe(true)
  })

  it('is not put back over something else', async () => {
    const { runId } = await world.night(world.sync({ remove: 'trash' }))
    await world.write(`${id}/sub-2/b.nwb`, 'my own')
    expect(await world.engine['sync.undo']({ runId })).toEqual({ restored: 0, left: 1 })
    expect(await world.read(`${id}/sub-2/b.nwb`)).toBe('my own')
  })

  it('leaves the trash after its time, and what a person changed there does not', async () => {
    const sync = world.sync({ remove: 'trash', trashDays: 3 })
    await world.night(sync)
    world.archive.removeAsset(id, 'sub-1/a.nwb')
    add('sub-1/other.nwb')
    await world.night(sync)
    const [first, second] = await world.trashed()
    expect([first, second]).toEqual([`${id}/sub-1/a.nwb`, `${id}/sub-2/b.nwb`])
    await world.night(sync)
    await world.night(sync)
    expect(await world.trashed()).toEqual([`${id}/sub-1/a.nwb`])
    await world.night(sync)
    expect(await world.trashed()).toEqual([])
  })
})

describe('what a person did', () => {
  const sync = () => world.sync({ remove: 'delete' })

  it('to a file stays when the archive changes or loses it, and is reported', async () => {
    for (const name of ['a', 'b', 'c']) add(`${name}.nwb`)
    await world.night(sync())
    for (const name of ['a', 'b']) await world.write(`${id}/${name}.nwb`, 'edited by hand')
    change('a.nwb', 'changed in the archive')
    world.archive.removeAsset(id, 'b.nwb')
    const plan = await world.plan(sync())
    expect(plan.tallies.conflict.files).toBe(2)
    const result = await world.night(sync())
    expect(result).toMatchObject({ outcome: 'done', conflicts: 2, changed: 0, removed: 0 })
    for (const name of ['a', 'b'])
      expect(await world.read(`${id}/${name}.nwb`)).toBe('edited by hand')
  })

  it('of the same size, where only the bytes tell, stays as well', async () => {
    add('a.nwb', 'same size A')
    await world.night(sync())
    await world.write(`${id}/a.nwb`, 'same size B')
    const result = await world.night(sync())
    expect(result).toMatchObject({ conflicts: 1, changed: 0, failed: 0 })
    expect(await world.read(`${id}/a.nwb`)).toBe('same size B')
  })

  it('in a folder full of other files is left alone, those in the way included', async () => {
    for (let at = 0; at < 40; at++) await world.write(`${id}/mine-${at}.txt`, `mine ${at}`)
    await world.write(`${id}/a.nwb`, 'not from the archive')
    await world.write('elsewhere/b.nwb', 'neither is this')
    add('a.nwb')
    add('mine-3.txt', 'of another size than mine')
    add('b.nwb')
    const before = await world.tree()
    const result = await world.night(sync())
    expect(result).toMatchObject({ outcome: 'done', added: 1, conflicts: 2, removed: 0 })
    const { [`${id}/b.nwb`]: b, ...others } = await world.tree()
    expect(b).toBeDefined()
    expect(others).toEqual(before)
    for (const path of ['a.nwb', 'mine-3.txt', 'b.nwb']) world.archive.removeAsset(id, path)
    add('z.nwb')
    expect(await world.night(sync())).toMatchObject({ removed: 1 })
    const { [`${id}/z.nwb`]: _, ...left } = await world.tree()
    expect(left).toEqual(before)
  })

  it('by ordering more than the rules choose stays: only what is gone in the archive goes', async () => {
    add('sub-1/a.nwb')
    add('sub-2/b.nwb')
    await world.night(sync())
    const selection = { ...everything, filter: { ...noFilter, include: ['sub-1/*'] } }
    const result = await world.night(world.sync({ remove: 'delete' }, { selection }))
    expect(result).toMatchObject({ outcome: 'done', removed: 0 })
    expect(await world.tree()).toEqual(world.draft())
  })
})

describe('a folder whose sync was killed', () => {
  /**
   * As a kill leaves it that comes after files got their names and before that was noted. The world's
   * clock runs ahead of the disk's, so when the jobs were ordered is told by the disk's.
   */
  async function forget(orderedAt: number): Promise<void> {
    await world.reopen()
    const db = databases.newest()
    db.prepare("UPDATE jobs SET phase = 'moving', intent = 'hold', ended_at = NULL").run()
    db.prepare('UPDATE jobs SET created_at = ?').run(orderedAt)
    db.prepare("UPDATE transfers SET state = 'queued', received_bytes = 0").run()
  }

  let databases: ReturnType<typeof watchDatabases>
  beforeEach(() => {
    databases = watchDatabases()
  })
  afterEach(() => databases.close())

  it('knows what it fetched by its digest, though the draft went on meanwhile', async () => {
    const orderedAt = Date.now()
    add('sub-1/a.nwb', 'night 1 file a\n')
    add('sub-1/b.nwb', 'night 1 file b\n')
    const sync = world.sync()
    await world.apply(sync)
    await forget(orderedAt)
    databases.newest().prepare('DELETE FROM files').run()
    change('sub-1/a.nwb', 'night 2 file a\n')
    change('sub-1/b.nwb', 'night 2, and longer\n')
    const result = await world.apply(sync)
    expect(result).toMatchObject({ outcome: 'done', changed: 2, conflicts: 0, failed: 0 })
    expect(await world.tree()).toEqual(world.draft())
  })

  it('knows what it brought up to date by its new digest', async () => {
    const orderedAt = Date.now()
    await world.reopen()
    add('a.nwb', 'first\n')
    const sync = world.sync()
    await world.apply(sync)
    const before = databases
      .newest()
      .prepare('SELECT checksum, size_bytes AS size FROM files')
      .get()
    change('a.nwb', 'second, longer\n')
    await world.apply(sync)
    await forget(orderedAt)
    databases
      .newest()
      .prepare('UPDATE files SET checksum = @checksum, size_bytes = @size')
      .run(before)
    change('a.nwb', 'third, longer than that\n')
    const result = await world.apply(sync)
    expect(result).toMatchObject({ outcome: 'done', changed: 1, conflicts: 0 })
    expect(await world.tree()).toEqual(world.draft())
  })

  it('leaves what was there before it began, though the bytes are the same', async () => {
    add('a.nwb', 'mine\n')
    add('b.nwb', 'theirs\n')
    const sync = world.sync()
    await world.write(`${id}/a.nwb`, 'mine\n')
    const orderedAt = Date.now()
    await world.apply(sync)
    await forget(orderedAt)
    change('a.nwb', 'yours\n')
    const result = await world.apply(sync)
    expect(result).toMatchObject({ outcome: 'done', conflicts: 1 })
    expect(await world.read(`${id}/a.nwb`)).toBe('mine\n')
  })
})
