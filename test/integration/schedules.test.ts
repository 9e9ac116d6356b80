import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunView, ScheduleDraft, ScheduleView } from '../../main/model/schedule.ts'
import type { Call } from '../archive/call.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { type EngineWorld, startEngineWorld, stateOf } from '../support/engine-world.ts'
import { differsAt } from '../support/file-pieces.ts'
import { createHandClock, type HandClock } from '../support/hand-clock.ts'
import { scheduleDraft } from '../support/scheduled-world.ts'

const MiB = 1024 * 1024
const partBytes = 64 * MiB
const dandisetId = '200001'
const path = 'sub-R01/two-parts.nwb'

let world: EngineWorld
let clock: HandClock
let s3Path = ''

beforeEach(async () => {
  clock = createHandClock(at(20, 12))
  const ports = { clock, keepsSchedules: true }
  world = await startEngineWorld({ settings: { partsPerFile: 1 }, ports })
  s3Path = world.archive.addAsset(dandisetId, path, { sizeBytes: partBytes + 16 * MiB }).s3Path
})
afterEach(() => world.close())

const reopen = () => world.reopen({ clock, keepsSchedules: true })

function at(day: number, hour: number): number {
  return Date.UTC(2026, 10, day, hour)
}

function draft(patch: Partial<ScheduleDraft> = {}): ScheduleDraft {
  const {
    ref,
    selection: _,
    ...how
  } = world.order(dandisetId, {
    version: 'draft',
    pick: { kind: 'item', path },
    dandisetYaml: false,
    existing: 'overwrite-different',
  })
  return scheduleDraft({ what: { kind: 'refs', refs: [ref] }, selection: _, how, ...patch })
}

function twoVersions() {
  const { what } = draft()
  return what.kind === 'refs' ? what.refs.flatMap((ref) => [ref, { ...ref, version: null }]) : []
}

async function save(patch: Partial<ScheduleDraft> = {}): Promise<ScheduleView> {
  return world.engine['schedules.save']({ id: null, draft: draft(patch) as never })
}

async function view(): Promise<ScheduleView> {
  const [only] = await world.engine['schedules.list'](undefined)
  if (!only) throw new Error('no schedule')
  return only
}

async function runs(): Promise<readonly RunView[]> {
  const { rows } = await world.engine['schedules.history']({ id: null, offset: 0, limit: 100 })
  return rows
}

/** Resolves when the newest run that is over is the one that is meant. */
async function untilRun(holds: (run: RunView) => boolean): Promise<RunView> {
  let found: RunView | undefined
  await expect.poll(async () => (found = (await runs()).find(holds))).toBeDefined()
  return found as RunView
}

async function toTheMiddle(): Promise<string> {
  const where = (call: Call) => call.path === s3Path && call.headers.range !== undefined
  world.archive.faults.add({ name: 'stall', afterBytes: 12 * MiB, skip: 1, times: 1, where })
  clock.set(at(20, 22))
  await world.when(() => (data()[1]?.bytesSent ?? 0) >= 12 * MiB)
  world.archive.faults.clear()
  return stateOf(world.engine).jobs[0]?.id ?? ''
}

const data = () => dataRequests(world.archive, s3Path)

it('fetches at its time, rests in mid-file when its window ends, and goes on the next night', async () => {
  expect((await save()).state).toEqual({ kind: 'next', at: at(20, 22) })
  expect(stateOf(world.engine).jobs).toEqual([])
  const jobId = await toTheMiddle()
  expect((await view()).state).toEqual({ kind: 'running', until: at(21, 6) })
  clock.set(at(21, 6))
  await world.until(jobId, (job) => job.holdReason === 'window')
  await untilRun((run) => run.waitsFor === 'window')
  expect(world.job(jobId).receivedBytes).toBeGreaterThan(partBytes)
  expect((await view()).state).toEqual({ kind: 'waiting', reason: 'window', until: at(21, 22) })

  const before = data().length
  clock.set(at(21, 12))
  await reopen()
  await world.engine['jobs.resume-all'](undefined)
  expect(world.job(jobId)).toMatchObject({ intent: 'hold', holdReason: 'window' })
  expect(data().length).toBe(before)

  clock.set(at(21, 22))
  const done = await untilRun((run) => run.plannedFor === at(20, 22) && run.outcome === 'done')
  expect(done).toMatchObject({ plannedFor: at(20, 22), startedAt: at(20, 22), isCaughtUp: false })
  expect(done.pauses).toEqual([{ reason: 'window', from: at(21, 6), to: at(21, 22) }])
  expect(done.tally).toMatchObject({ added: 1, failed: 0 })
  expect(
    data()
      .slice(before)
      .map(({ headers }) => headers.range),
  ).toHaveLength(1)
  expect((await readdir(world.out)).sort()).toEqual(['.dandelion-folder', 'two-parts.nwb'])
  const wanted = world.archive.chunksOf(dandisetId, 'draft', path)
  expect(differsAt(join(world.out, 'two-parts.nwb'), wanted)).toBeNull()
  // The run of the second night waited behind the first, and found everything there.
  const second = await untilRun((run) => run.plannedFor === at(21, 22) && run.outcome === 'done')
  expect(second.tally).toMatchObject({ added: 0, bytes: 0 })
})

it('a program that is closed within the window and opened after it leaves everything held', async () => {
  await save()
  const jobId = await toTheMiddle()
  await world.engine.close()
  clock.set(at(21, 9))
  await reopen()
  expect(world.job(jobId)).toMatchObject({ intent: 'hold', holdReason: 'window' })
  expect((await view()).state).toMatchObject({ kind: 'waiting', reason: 'window' })
  clock.set(at(21, 23))
  // The run of the second night may be over already when it is looked at.
  const run = await untilRun((it) => it.plannedFor === at(20, 22) && it.outcome === 'done')
  expect(run.pauses.map(({ reason }) => reason)).toEqual(['closed'])
})

it('a night that was slept through is made up for once, and says so', async () => {
  const { schedule } = await save()
  await world.engine.close()
  clock.set(at(24, 23))
  await reopen()
  const run = await untilRun(({ outcome }) => outcome === 'done')
  expect(run).toMatchObject({ plannedFor: at(24, 22), isCaughtUp: true, missed: 4 })
  expect(await runs()).toHaveLength(1)
  expect((await view()).next[0]).toEqual({ start: at(25, 22), latestEnd: at(26, 6) })
  expect((await view()).schedule.id).toBe(schedule.id)
})

it('now, never mind the window; skipped once; paused; off: each as it was said', async () => {
  const { id } = (await save()).schedule
  await world.engine['schedules.run-now']({ id })
  const now = await untilRun(({ outcome }) => outcome === 'done')
  expect(now).toMatchObject({ isByHand: true, plannedFor: null, startedAt: at(20, 12) })
  const skipped = await world.engine['schedules.skip-next']({ id, isSkipped: true })
  expect(skipped.state).toEqual({ kind: 'next', at: at(21, 22) })
  clock.set(at(20, 22))
  await untilRun((run) => run.outcome === 'skipped' && run.plannedFor === at(20, 22))
  clock.set(at(21, 21))
  const paused = await world.engine['schedules.pause']({ id, pause: { kind: 'tomorrow' } })
  expect(paused.state).toEqual({ kind: 'paused', until: at(22, 8) })
  clock.set(at(21, 23))
  await untilRun((run) => run.plannedFor === at(21, 22) && run.waitsFor === 'pause')
  const off = await world.engine['schedules.switch']({ id, isOn: false })
  expect(off.state.kind).toBe('paused')
  await world.engine['schedules.remove']({ id })
  expect(await world.engine['schedules.list'](undefined)).toEqual([])
})

it('what is wrong is told by field, and nothing is saved', async () => {
  await save({ name: 'first' })
  const wrong: readonly (readonly [Partial<ScheduleDraft>, string, string])[] = [
    [{ when: { kind: 'cron', text: '0 0 30 2 *' } }, 'when', 'never'],
    [{ when: { kind: 'cron', text: 'at night' } }, 'when', 'cron-text'],
    [{ window: { startMinute: 60, endMinute: 60 } }, 'window', 'end-is-start'],
    [{ timeZone: 'Mars/Base' }, 'timeZone', 'zone'],
    [{ what: { kind: 'refs', refs: twoVersions() } }, 'what', 'what-twice'],
    [{ name: 'First' }, 'name', 'name-taken'],
    [{ when: { kind: 'daily', atMinute: 12 * 60 } }, 'when', 'outside-window'],
    [
      { how: { ...draft().how, destination: join(world.out, 'within') } },
      'destination',
      'folder-within',
    ],
  ]
  for (const [patch, field, reason] of wrong) {
    const saving = Promise.resolve().then(() => save({ name: 'second', ...patch }))
    await expect(saving, reason).rejects.toMatchObject({
      code: 'input.invalid',
      details: { field, reason: `schedule.${reason}` },
    })
  }
  expect(await world.engine['schedules.list'](undefined)).toHaveLength(1)
})
