import { afterEach, expect, it } from 'vitest'
import type { RunHold } from '../../main/model/conditions.ts'
import { noConditions } from '../../main/model/conditions.ts'
import type { Call } from '../archive/call.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { stateOf } from '../support/engine-world.ts'
import { createFakeSurroundings, type FakeSurroundings } from '../support/fake-surroundings.ts'
import { type OvernightWorld, startOvernightWorld } from '../support/overnight-world.ts'

const MiB = 1024 * 1024
const partBytes = 64 * MiB
const path = 'sub-R01/two-parts.nwb'
const noon = Date.UTC(2026, 10, 20, 12)
const evening = Date.UTC(2026, 10, 20, 22)

let world: OvernightWorld
let told: FakeSurroundings
let s3Path = ''
afterEach(() => world.close())

async function open(): Promise<void> {
  told = createFakeSurroundings({ onMains: true })
  const settings = { partsPerFile: 1 }
  world = await startOvernightWorld(noon, { settings }, { surroundings: told })
  const { archive, dandisetId } = world.sync
  s3Path = archive.addAsset(dandisetId, path, { sizeBytes: partBytes + 30 * MiB }).s3Path
}

/** Saves a schedule of the one file, and lets its run come to the middle of it. */
async function toTheMiddle(conditions = noConditions): Promise<string> {
  const { archive, engine, when } = world.sync
  const where = (call: Call) => call.path === s3Path && call.headers.range !== undefined
  archive.faults.add({ name: 'stall', afterBytes: 20 * MiB, skip: 1, times: 1, where })
  await world.save({ conditions, window: null }, { pick: { kind: 'item', path } })
  world.clock.set(evening)
  await when(() => (data()[1]?.bytesSent ?? 0) >= 20 * MiB)
  archive.faults.clear()
  return stateOf(engine).jobs[0]?.id ?? ''
}

const data = () => dataRequests(world.sync.archive, s3Path)

async function untilHeld(jobId: string, hold: RunHold): Promise<void> {
  await world.sync.until(jobId, (job) => job.holdReason === hold)
  const run = await world.run(({ waitsFor }) => waitsFor === hold)
  expect(run.phase).toBe('waiting')
  expect((await world.view()).state).toMatchObject({ kind: 'waiting', reason: hold })
}

it('rests in mid-file when the plug is pulled, says so, and goes on from there', async () => {
  await open()
  const jobId = await toTheMiddle({ ...noConditions, onMains: true })
  told.set({ onMains: false })
  await untilHeld(jobId, 'mains')
  const before = data().length
  await world.sync.engine['jobs.resume-all'](undefined)
  expect(world.sync.job(jobId)).toMatchObject({ intent: 'hold', holdReason: 'mains' })
  told.set({ onMains: true })
  const done = await world.run(({ outcome }) => outcome === 'done')
  expect(done.pauses.map(({ reason }) => reason)).toEqual(['mains'])
  expect(done.tally).toMatchObject({ added: 1, failed: 0 })
  expect(data().length - before).toBe(1)
})

it('the job says what holds it now: hours of rest that begin in the meantime', async () => {
  await open()
  const jobId = await toTheMiddle({ ...noConditions, notVpn: true })
  told.set({ isVpn: true })
  await untilHeld(jobId, 'vpn')
  const {
    id,
    isOn: _on,
    skipStart: _skip,
    pause: _pause,
    since: _since,
    ...draft
  } = (await world.view()).schedule
  const timetable = [{ days: [5, 6], fromMinute: 0, toMinute: 0, bytesPerSecond: 0 }]
  await world.sync.engine['schedules.save']({ id, draft: { ...draft, timetable } as never })
  await untilHeld(jobId, 'hours')
  told.set({ isVpn: false })
  world.clock.set(Date.UTC(2026, 10, 22, 0, 1))
  expect((await world.run(({ outcome }) => outcome === 'done')).tally.added).toBe(1)
})

it('what a person lets go on all the same is not held again when the reason changes', async () => {
  await open()
  const { archive, engine, when, job } = world.sync
  const jobId = await toTheMiddle({ ...noConditions, notVpn: true, onMains: true })
  told.set({ isVpn: true })
  await untilHeld(jobId, 'vpn')
  const where = (call: Call) => call.path === s3Path && call.headers.range !== undefined
  archive.faults.add({ name: 'stall', afterBytes: 2 * MiB, times: 1, where })
  await engine['job.resume']({ jobId })
  await when(() => (data()[2]?.bytesSent ?? 0) >= 2 * MiB)
  told.set({ onMains: false })
  await world.run(({ waitsFor }) => waitsFor === 'mains')
  expect(job(jobId)).toMatchObject({ intent: 'run', holdReason: null })
})

it('a budget that is used up rests schedules until the next month, and not what people start', async () => {
  await open()
  const { engine, archive, dandisetId } = world.sync
  const jobId = await toTheMiddle()
  await engine['settings.change']({ dataBudget: { bytes: 70 * MiB, fromDay: 1 } })
  await untilHeld(jobId, 'budget')
  expect(stateOf(engine).budget).toMatchObject({ isUsedUp: true })
  expect(stateOf(engine).budget.usedBytes).toBeGreaterThanOrEqual(70 * MiB)

  archive.addAsset(dandisetId, 'sub-R01/own.nwb', { sizeBytes: 3 * MiB })
  const pick = { kind: 'item', path: 'sub-R01/own.nwb' } as const
  const own = await world.sync.run(
    world.sync.order(dandisetId, { version: 'draft', pick, dandisetYaml: false }),
  )
  expect(own.counts).toMatchObject({ done: 1, failed: 0 })
  expect(world.sync.job(jobId).holdReason).toBe('budget')

  world.clock.set(stateOf(engine).budget.until)
  const done = await world.run(({ outcome }) => outcome === 'done')
  expect(done.pauses.map(({ reason }) => reason)).toEqual(['budget'])
  expect(stateOf(engine).budget.usedBytes).toBeLessThan(70 * MiB)
})

it('a timetable holds at its minute, slow mode at once', async () => {
  await open()
  const { engine, when } = world.sync
  const days = [1, 2, 3, 4, 5, 6, 7] as const
  const hour = (new Date(noon).getHours() + 1) % 24
  const rule = { days: [...days], fromMinute: hour * 60, toMinute: hour * 60 + 30 }
  await engine['settings.change']({
    speedLimitBytesPerSecond: 50e6,
    timetable: [{ ...rule, bytesPerSecond: 2e6 }],
  })
  const limit = () => stateOf(engine).limit
  expect(limit()).toEqual({ bytesPerSecond: 50e6, by: 'setting' })
  world.clock.set(noon + 3_600_000)
  await when(() => limit().by === 'hours')
  expect(limit().bytesPerSecond).toBe(2e6)
  await engine['settings.change']({ isSlow: true, slowBytesPerSecond: 1e6 })
  expect(limit()).toEqual({ bytesPerSecond: 1e6, by: 'slow' })
  await engine['settings.change']({ isSlow: false })
  world.clock.set(noon + 5_400_000)
  await when(() => limit().by === 'setting')
})
