import { expect, test } from 'vitest'
import { noConditions, type Surroundings } from '../../main/model/conditions.ts'
import type { RunView } from '../../main/model/schedule.ts'
import { createFakeSurroundings, type FakeSurroundings } from '../support/fake-surroundings.ts'
import { type ScheduledWorld, scheduleOf, startScheduledWorld } from '../support/scheduled-world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const noon = Date.UTC(2026, 10, 20, 12)
const night = { startMinute: 22 * 60, endMinute: 6 * 60 }

interface Night {
  readonly world: ScheduledWorld
  readonly told: FakeSurroundings
  run(): RunView | undefined
  /** Hours and minutes after noon in which it moved. */
  moved(): readonly string[]
}

async function evening(told: Partial<Surroundings>, workHours = 4): Promise<Night> {
  const surroundings = createFakeSurroundings(told)
  const conditions = { ...noConditions, onMains: true, notMetered: true, notOn: ['Guest'] }
  const world = await startScheduledWorld({
    start: noon,
    schedules: [scheduleOf('s', noon, { window: night, conditions })],
    workMs: () => workHours * HOUR_MS,
    surroundings,
  })
  const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
  return {
    world,
    told: surroundings,
    run: () => world.store.schedules.runs.page('s', 0, 1).rows[0],
    moved: () => world.stretches.map(({ from, to }) => `${clock(from)}–${clock(to)}`),
  }
}

test('a run rests within the moment when the plug is pulled, and goes on when it is back', async () => {
  const { world, told, run, moved } = await evening({ onMains: true })
  await world.pass(11 * HOUR_MS)
  told.set({ onMains: false })
  await world.pass(HOUR_MS)
  expect(run()).toMatchObject({ phase: 'waiting', waitsFor: 'mains' })
  told.set({ onMains: true })
  await world.pass(10 * HOUR_MS)
  expect(moved()).toEqual(['22:00–23:00', '00:00–03:00'])
  expect(run()).toMatchObject({ outcome: 'done' })
  expect(run()?.pauses.map(({ reason }) => reason)).toEqual(['mains'])
  world.close()
})

test('where the system tells of no change it is found within half a minute', async () => {
  const { world, told, moved } = await evening({ isMetered: true })
  await world.pass(11 * HOUR_MS)
  expect(moved()).toEqual([])
  told.set({ isMetered: false }, 'silent')
  await world.pass(MINUTE_MS / 2)
  expect(world.moving()).toEqual(['/data'])
  told.set({ networkNames: ['guest'] }, 'silent')
  await world.pass(MINUTE_MS / 2)
  expect(world.moving()).toEqual([])
  world.close()
})

test('the reason that is told is the one that holds it now', async () => {
  const { world, told, run } = await evening({ onMains: false, isMetered: true })
  await world.pass(11 * HOUR_MS)
  expect(run()?.waitsFor).toBe('mains')
  told.set({ onMains: true })
  await world.pass(MINUTE_MS)
  expect(run()?.waitsFor).toBe('metered')
  await world.pass(8 * HOUR_MS)
  expect(run()?.waitsFor).toBe('window')
  world.close()
})

test('the computer is asked only while the answer matters', async () => {
  const { world, told } = await evening({ onMains: true }, 1)
  await world.pass(9 * HOUR_MS)
  expect(told.reads).toBe(0)
  await world.pass(HOUR_MS + MINUTE_MS)
  expect(told.watchers).toBe(1)
  const { reads } = told
  await world.pass(30 * MINUTE_MS)
  expect(told.reads - reads).toBeLessThanOrEqual(60)
  await world.pass(HOUR_MS)
  expect(told.watchers).toBe(0)
  const after = told.reads
  await world.pass(8 * HOUR_MS)
  expect(told.reads).toBe(after)
  world.close()
})

test('an answer of before a sleep is not gone by', async () => {
  const { world, told, moved } = await evening({ onMains: false })
  await world.pass(11 * HOUR_MS)
  told.set({ onMains: true }, 'silent')
  await world.suspend(HOUR_MS, 1)
  expect(world.moving()).toEqual(['/data'])
  told.set({ onMains: false }, 'silent')
  await world.suspend(HOUR_MS, 1)
  expect(world.moving()).toEqual([])
  expect(moved().length).toBeGreaterThan(0)
  world.close()
})

test('what a person runs now runs on battery too', async () => {
  const { world, run } = await evening({ onMains: false }, 1)
  await world.pass(11 * HOUR_MS)
  world.scheduler().runNow('s')
  await world.pass(2 * HOUR_MS)
  expect(run()).toMatchObject({ isByHand: true, outcome: 'done' })
  world.close()
})

test('conditions that the computer does not tell of hold nothing', async () => {
  const { world, run } = await evening({}, 1)
  await world.pass(12 * HOUR_MS)
  expect(run()).toMatchObject({ outcome: 'done', pauses: [] })
  world.close()
})

test('a schedule rests in its hours of rest, and goes on at the minute', async () => {
  const timetable = [
    { days: [5] as const, fromMinute: 23 * 60, toMinute: 60, bytesPerSecond: 0 },
    { days: [6] as const, fromMinute: 120, toMinute: 180, bytesPerSecond: 5e6 },
  ]
  const world = await startScheduledWorld({
    start: noon,
    schedules: [scheduleOf('s', noon, { window: night, timetable, speedLimitBytesPerSecond: 9e6 })],
    workMs: () => 4 * HOUR_MS,
  })
  await world.pass(18 * HOUR_MS)
  const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
  expect(world.stretches.map(({ from, to }) => `${clock(from)}–${clock(to)}`)).toEqual([
    '22:00–23:00',
    '01:00–04:00',
  ])
  const [run] = world.store.schedules.runs.page('s', 0, 1).rows
  expect(run?.pauses.map(({ reason }) => reason)).toEqual(['hours'])
  expect(world.limits).toEqual([9e6, null, 9e6, 5e6, 9e6, null])
  world.close()
})

test('a budget that is used up holds runs until the month begins anew, and nobody’s own', async () => {
  const until = noon + 36 * HOUR_MS
  let isUsedUp = false
  const world = await startScheduledWorld({
    start: noon,
    schedules: [scheduleOf('s', noon, { window: null })],
    workMs: () => 2 * HOUR_MS,
    budget: (now) => ({ usedBytes: 0, from: 0, until, isUsedUp: isUsedUp && now < until }),
  })
  const newest = () => world.store.schedules.runs.page('s', 0, 1).rows[0]
  await world.pass(11 * HOUR_MS)
  isUsedUp = true
  world.scheduler().look()
  await world.pass(12 * HOUR_MS)
  expect(newest()).toMatchObject({ phase: 'waiting', waitsFor: 'budget' })
  expect(world.moving()).toEqual([])
  await world.pass(13 * HOUR_MS)
  expect(world.moving()).toEqual(['/data'])
  world.close()
})
