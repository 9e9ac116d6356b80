import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScheduleDraft } from '../../main/model/schedule.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { below, type Digests, trueDigests } from '../support/engine-tree.ts'
import { type OvernightWorld, startOvernightWorld } from '../support/overnight-world.ts'

/** Two versions are published one after the other, and a schedule that names none follows them. */

const id = '200001'
let night: OvernightWorld

beforeEach(async () => {
  night = await startOvernightWorld(at(20))
})
afterEach(() => night.close())

const at = (day: number) => Date.UTC(2026, 10, day, 12)
const place = (path: string) => `sub-1/${path}.nwb`
const add = (path: string, text = `${path}\n`) =>
  night.sync.archive.addAsset(id, place(path), { bytes: text })

/** What the nights before noon of a day did, the last of them. */
async function tallyBy(day: number) {
  await night.pass(at(day))
  const { last } = await night.view()
  expect(last).toMatchObject({ outcome: 'done', failure: null })
  return last?.tally
}

/** Of these files, which bytes were fetched since the last look. */
function fetched(...names: readonly string[]): readonly string[] {
  const { archive } = night.sync
  const of = (name: string) => archive.entry(id, 'draft', place(name)).s3Path
  const asked = names.filter((name) => dataRequests(archive, of(name)).length > 0)
  archive.clearRequests()
  return asked
}

async function follow(newest: ScheduleDraft['newest']): Promise<void> {
  for (const name of ['shared', 'moved', 'changed', 'gone', 'edited']) add(name)
  const first = night.sync.archive.publish(id)
  await night.save({ newest, remove: 'trash' }, { version: null, reuse: 'copy' })
  expect(await tallyBy(21)).toMatchObject({ added: 5 })
  expect(night.sync.has(newest === 'beside' ? `${first}/${id}` : id)).toBe(true)
  fetched('shared')
}

/** The draft goes on for a while before there is another version of it. */
function moveOn(): void {
  const { archive } = night.sync
  archive.changeAsset(id, place('changed'), { bytes: 'another\n' })
  archive.changeAsset(id, place('edited'), { bytes: 'another too\n' })
  archive.renameAsset(id, place('moved'), place('moved-on'))
  archive.removeAsset(id, place('gone'))
  add('new')
}

/** What is there, the marker of each folder left out. */
async function files(): Promise<Digests> {
  const all = Object.entries(await night.sync.tree())
  return Object.fromEntries(all.filter(([path]) => !path.endsWith('/.dandelion-folder')))
}

/** What a version holds, below its folder. */
const held = (version: string, root = id) =>
  below(root, trueDigests(night.sync.archive, id, version))

describe('a schedule that follows the newest version', () => {
  it('replaces what it fetched with the next one, and nothing that is a person’s', async () => {
    await follow('replace')
    const { sync } = night
    await sync.write(`${id}/${place('edited')}`, 'my own words')
    await sync.write(`${id}/sub-1/notes.txt`, 'my notes')
    moveOn()
    // A draft is no version: nothing moves until it is published.
    expect(await tallyBy(22)).toMatchObject({ added: 0, changed: 0, renamed: 0, removed: 0 })
    expect(fetched('shared', 'changed', 'new')).toEqual([])
    const second = sync.archive.publish(id)
    expect(await tallyBy(23)).toMatchObject({
      ...{ added: 1, changed: 1, renamed: 1, removed: 1, failed: 0, conflicts: 1 },
      bytes: 'another\n'.length + 'new\n'.length,
    })
    expect(fetched('shared', 'moved-on', 'changed', 'edited', 'new')).toEqual(['changed', 'new'])
    expect(await sync.read(`${id}/${place('edited')}`)).toBe('my own words')
    expect(await sync.read(`${id}/sub-1/notes.txt`)).toBe('my notes')
    const {
      [`${id}/sub-1/notes.txt`]: _,
      [`${id}/${place('edited')}`]: _own,
      ...tree
    } = await sync.tree()
    const { [`${id}/${place('edited')}`]: _theirs, ...wanted } = held(second)
    expect(tree).toEqual(wanted)
    expect(await sync.trashed()).toEqual([`${id}/${place('gone')}`])
    expect(await tallyBy(24)).toMatchObject({ added: 0, changed: 0, renamed: 0, removed: 0 })
  })

  it('puts the next one beside it, copies what they share, and leaves the older one as it is', async () => {
    await follow('beside')
    const { sync } = night
    const [older = ''] = Object.keys(await files()).map((path) => path.split('/')[0])
    expect(await files()).toEqual(held(older, `${older}/${id}`))
    await sync.write(`${older}/${id}/${place('edited')}`, 'my own words')
    await sync.write(`${older}/${id}/sub-1/notes.txt`, 'my notes')
    await sync.write('my notes.txt', 'more notes')
    const own = await files()
    moveOn()
    expect(await tallyBy(22)).toMatchObject({ added: 0, bytes: 0 })
    const newer = sync.archive.publish(id)
    const bytes = 'another\n'.length + 'another too\n'.length + 'new\n'.length
    const { id: scheduleId, ...schedule } = (await night.view()).schedule
    const { isOn: _, skipStart: _skip, pause: _pause, since: _since, ...draft } = schedule
    const look = { lookId: 'me', id: scheduleId, draft: draft as never }
    const { overnight } = await sync.engine['schedules.tonight'](look)
    expect(overnight).toMatchObject({ files: 5, bytes })
    expect(await tallyBy(23)).toMatchObject({
      ...{ added: 5, changed: 0, renamed: 0, removed: 0, failed: 0, conflicts: 0 },
      bytes,
    })
    expect(fetched('shared', 'moved-on', 'changed', 'new')).toEqual(['changed', 'new'])
    expect(await files()).toEqual({ ...own, ...held(newer, `${newer}/${id}`) })
    expect(await sync.trashed()).toEqual([])
  })
})
