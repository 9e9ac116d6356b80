import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FollowAction, FollowFind, FollowState } from '../../main/model/follow.ts'
import { ask, rest, settled } from '../support/catalogue-world.ts'
import { type EngineWorld, isOver, startEngineWorld, stateOf } from '../support/engine-world.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'

const HOUR = 3_600_000
/** In the title of 200001 alone, and of what is made like it. */
const words = '"checking an installation"'

let world: EngineWorld
let told: (readonly string[])[]

beforeEach(async () => {
  world = await startEngineWorld()
  told = []
  await world.reopen({ found: (finds) => void told.push(finds.map((it) => it.dandisetId)) })
})
afterEach(() => world.close())

const save = (action: FollowAction = { kind: 'tell' }, text = words, id: string | null = null) =>
  world.engine['follow.save']({
    id,
    draft: { name: 'Checks', query: ask(text), action } as never,
  }) as FollowState

async function finds(): Promise<readonly FollowFind[]> {
  return (await world.engine['follow.finds']({ offset: 0, limit: 50 })).rows
}
const ids = async () => (await finds()).map(({ dandisetId }) => dandisetId)

/** A look of somebody at the catalogue, and all that it sets off. */
async function refresh(): Promise<void> {
  await world.engine['catalogue.refresh']({ instance: 'local' })
  await rest(world)
  await looked()
}

/** Resolves when every rule that is on has noted what is there. */
async function looked(): Promise<void> {
  const open = async () =>
    (await world.engine['follow.state'](undefined)).rules.some(
      ({ isOn, lookedAt }) => isOn && lookedAt === null,
    )
  await expect.poll(open, { timeout: 30_000 }).toBe(false)
}

function upload(id: string): void {
  world.archive.addDandiset(id, '200001')
  world.archive.addAsset(id, 'sub-1/sub-1_ses-1.nwb', { bytes: 'one' })
  world.archive.addAsset(id, 'sub-1/sub-1_ses-2.nwb', { bytes: 'two' })
  world.archive.addAsset(id, 'sub-2/sub-2_ses-1.nwb', { bytes: 'three' })
}

async function appear(id: string): Promise<void> {
  upload(id)
  await refresh()
}

it('tells what is new once, and nothing of what was there when the rule was made', async () => {
  save()
  await settled(world)
  await looked()
  expect(await ids()).toEqual([])
  await appear('299001')
  await expect.poll(ids).toEqual(['299001'])
  await refresh()
  world.clock.skip(25 * HOUR)
  await refresh()
  await appear('299002')
  await expect.poll(ids).toEqual(['299002', '299001'])
  expect(told).toEqual([['299001'], ['299002']])
  expect(world.engine['follow.state'](undefined)).toMatchObject({ unread: 2, watched: [] })
})

it('a mark that it was read, and what was seen, outlast the program', async () => {
  save()
  await settled(world)
  await looked()
  await appear('299001')
  await expect.poll(ids).toEqual(['299001'])
  const [first] = await finds()
  await world.engine['follow.read']({ findId: first?.id ?? 0 })
  await world.reopen()
  await refresh()
  expect(world.engine['follow.state'](undefined)).toMatchObject({ unread: 0 })
  expect(await finds()).toMatchObject([{ dandisetId: '299001', isRead: true }])
})

it('a question that changed, and a rule that was off, begin with what is there then', async () => {
  const { rules } = save()
  const id = rules[0]?.id ?? ''
  await settled(world)
  await looked()
  await world.engine['follow.switch']({ id, isOn: false })
  await appear('299001')
  await world.engine['follow.switch']({ id, isOn: true })
  await rest(world)
  await looked()
  save({ kind: 'tell' }, 'species:rat', id)
  await rest(world)
  await looked()
  expect(await ids()).toEqual([])
  await appear('299002')
  await expect.poll(ids).toEqual(['299002'])
})

it('puts what is new on the watch list, from which a person takes it', async () => {
  save({ kind: 'watch' })
  await settled(world)
  await looked()
  await appear('299001')
  await expect.poll(ids).toEqual(['299001'])
  const { watched } = (await world.engine['follow.state'](undefined)) as FollowState
  expect(watched).toMatchObject([{ dandisetId: '299001', ruleName: 'Checks', version: 'draft' }])
  await world.engine['follow.unwatch']({ findId: watched[0]?.id ?? 0 })
  expect(world.engine['follow.state'](undefined)).toMatchObject({ watched: [] })
  expect(await ids()).toEqual(['299001'])
})

it('fetches one session of what is new, once', async () => {
  save({ kind: 'fetch', destination: world.out, sample: 'one-session' })
  await settled(world)
  await looked()
  await appear('299001')
  await expect.poll(() => stateOf(world.engine).jobs.length).toBe(1)
  const [find] = await finds()
  expect(find?.jobId).toBe(stateOf(world.engine).jobs[0]?.id)
  expect(await world.until(find?.jobId ?? '', isOver)).toMatchObject({ counts: { failed: 0 } })
  const names = ['sub-1/sub-1_ses-1.nwb', 'sub-1/sub-1_ses-2.nwb', 'sub-2/sub-2_ses-1.nwb']
  const there = names.filter((name) => existsSync(join(world.out, '299001', name)))
  expect(there).toEqual(['sub-1/sub-1_ses-1.nwb'])
  await world.reopen()
  await refresh()
  expect(stateOf(world.engine).jobs).toHaveLength(1)
})

it('a program that leaves afterwards waits for what its look ordered', async () => {
  save({ kind: 'fetch', destination: world.out, sample: 'one-session' })
  await settled(world)
  await looked()
  upload('299001')
  world.clock.skip(HOUR)
  expect(await world.engine.lookAtRules()).toMatchObject({
    ...{ rules: 1, failed: false },
    jobs: [{ phase: 'ended', counts: { failed: 0 } }],
  })
  expect(existsSync(join(world.out, '299001', 'sub-1', 'sub-1_ses-1.nwb'))).toBe(true)
  world.archive.faults.add({ name: 'dead' })
  expect(await world.engine.lookAtRules()).toEqual({ rules: 0, failed: false, jobs: [] })
  world.clock.skip(HOUR)
  expect(await world.engine.lookAtRules()).toEqual({ rules: 1, failed: true, jobs: [] })
})

it('a listing that fails half-way tells nothing, and takes nothing for seen', async () => {
  save()
  await settled(world)
  await looked()
  world.archive.addDandiset('299001', '200001')
  world.archive.faults.add({ name: 'drop', service: 'api' })
  await world.engine['catalogue.refresh']({ instance: 'local' })
  expect(await rest(world)).toMatchObject({ phase: 'failed' })
  expect(await ids()).toEqual([])
  world.archive.faults.clear()
  await refresh()
  await expect.poll(ids).toEqual(['299001'])
})

it('looks each hour by itself, while there is a rule', async () => {
  const clock: HandClock = createHandClock(Date.UTC(2026, 10, 22, 12))
  await world.reopen({ clock, keepsCatalogue: true })
  save()
  await rest(world)
  await looked()
  world.archive.addDandiset('299001', '200001')
  const before = world.archive.requests.length
  clock.set(Date.UTC(2026, 10, 22, 12, 59))
  expect(world.archive.requests.length).toBe(before)
  clock.set(Date.UTC(2026, 10, 22, 13))
  await expect.poll(ids, { timeout: 30_000 }).toEqual(['299001'])
})

it('a rule without a name, without a question, or with a part that is not understood is not kept', () => {
  const draft = (name: string, text: string) =>
    ({ id: null, draft: { name, query: ask(text), action: { kind: 'tell' } } }) as never
  const reason = (name: string, text: string) => {
    try {
      world.engine['follow.save'](draft(name, text))
      return 'kept'
    } catch (error) {
      return (error as { details: { reason: string } }).details.reason
    }
  }
  expect(reason('', 'mouse')).toBe('follow.name-empty')
  expect(reason('Mice', ' ')).toBe('follow.query-empty')
  expect(reason('Mice', 'technik:spike')).toBe('follow.query-part')
  expect(reason('Mice', 'mouse')).toBe('kept')
  expect(reason('mice', 'rat')).toBe('follow.name-taken')
})
