import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunView } from '../../main/model/schedule.ts'
import { everything, noFilter } from '../../main/model/selection.ts'
import { changeKinds, syncDefaults } from '../../main/model/sync.ts'
import { stateText } from '../../renderer/locales/state-text.ts'
import type { Call } from '../archive/call.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { stateOf } from '../support/engine-world.ts'
import { type OvernightWorld, startOvernightWorld } from '../support/overnight-world.ts'

const id = '200001'
const MiB = 1024 * 1024
let night: OvernightWorld

beforeEach(async () => {
  night = await startOvernightWorld(at(20, 12))
})
afterEach(() => night.close())

function at(day: number, hour: number): number {
  return Date.UTC(2026, 10, day, hour)
}

const { limits } = syncDefaults
const add = (path: string, text = `${path}\n`) =>
  night.sync.archive.addAsset(id, path, { bytes: text })
const lose = (path: string) => night.sync.archive.removeAsset(id, path)
const ended = (day: number) => (run: RunView) =>
  run.plannedFor === at(day, 22) && run.endedAt !== null

/** The bytes of one file come to a halt after so many, until faults are cleared. */
function halt(s3Path: string, afterBytes: number): void {
  const where = (call: Call) => call.path === s3Path && call.method === 'GET'
  night.sync.archive.faults.add({ name: 'stall', afterBytes, service: 's3', where })
}

async function changes(runId: number) {
  const { rows } = await night.sync.engine['runs.changes']({
    runId,
    kinds: [...changeKinds],
    offset: 0,
    limit: 100,
  })
  return rows.map(({ kind, localPath }) => `${kind} ${localPath.replace(`${id}/`, '')}`)
}

async function untilJob(holds: Parameters<OvernightWorld['sync']['until']>[1]): Promise<string> {
  const open = () => stateOf(night.sync.engine).jobs.find(({ phase }) => phase !== 'ended')?.id
  await expect.poll(open).toBeDefined()
  const jobId = open() ?? ''
  await night.sync.until(jobId, holds)
  return jobId
}

it('what a run brought is told as one, though its window ended and the program was closed amid it', async () => {
  add('a.nwb')
  const { s3Path } = night.sync.archive.addAsset(id, 'b.nwb', { sizeBytes: 4 * MiB })
  await night.save()
  halt(s3Path, MiB)
  night.clock.set(at(20, 22))
  const first = await untilJob(({ counts }) => counts.done === 1)
  night.clock.set(at(21, 6))
  await night.sync.until(first, ({ holdReason }) => holdReason === 'window')
  await night.run(({ waitsFor }) => waitsFor === 'window')
  add('c.nwb')
  night.clock.set(at(21, 22))
  await expect.poll(() => stateOf(night.sync.engine).jobs.map((job) => job.id)).not.toContain(first)
  await untilJob(({ counts }) => counts.done === 1)
  // Closed within the window, it goes on within it.
  night.sync.archive.faults.clear()
  await night.closedUntil(at(21, 23))
  const run = await night.run(ended(20))
  expect(run).toMatchObject({ outcome: 'done', tally: { added: 3, changed: 0, failed: 0 } })
  expect(run.tally.bytes).toBeGreaterThanOrEqual(4 * MiB)
  expect((await changes(run.id)).sort()).toEqual(['added a.nwb', 'added b.nwb', 'added c.nwb'])
  expect(await night.sync.tree()).toEqual(night.sync.draft())
})

it('a limit stops a run before anything changes; what a person saw is done, and nothing else', async () => {
  for (const name of ['a', 'b', 'c', 'd']) add(`${name}.nwb`)
  const few = { ...limits, removedFiles: 1, removedShare: null }
  const { schedule } = await night.save({ remove: 'trash', limits: few })
  await night.pass(at(20, 23))
  lose('a.nwb')
  lose('b.nwb')
  await night.pass(at(21, 23))
  const asked = await night.run(ended(21))
  expect(asked).toMatchObject({ outcome: 'asks', tally: { removed: 0 } })
  expect(asked.asks).toMatchObject([
    { title: `${id}/draft`, asks: [{ kind: 'files', value: 2, limit: 1 }] },
  ])
  expect(night.sync.has(`${id}/a.nwb`)).toBe(true)

  const { engine } = night.sync
  const seen = await engine['schedules.review']({ id: schedule.id, isVouchedFor: false })
  if (seen.kind !== 'orders') throw new Error('no orders')
  const [order] = seen.orders
  expect(order?.plan?.rows.map(({ kind, localPath }) => `${kind} ${localPath}`)).toEqual([
    `vanish ${id}/a.nwb`,
    `vanish ${id}/b.nwb`,
  ])
  const accepted = [{ key: order?.key ?? '', fingerprint: order?.plan?.fingerprint ?? '' }]
  // The draft goes on: what was seen is no longer what would be done.
  lose('c.nwb')
  const how = { id: schedule.id, accepted, isVouchedFor: false }
  await engine['schedules.go-on']({ ...how, isNow: true })
  const other = await night.run(({ isByHand, endedAt }) => isByHand && endedAt !== null)
  expect(other).toMatchObject({ outcome: 'asks', tally: { removed: 0 } })

  add('c.nwb')
  await engine['schedules.go-on']({ ...how, isNow: false })
  expect((await night.view()).state).toMatchObject({ kind: 'running' })
  const done = await night.run(({ consent, outcome }) => consent !== null && outcome === 'done')
  expect(done).toMatchObject({ isByHand: false, tally: { removed: 2, failed: 0 } })
  expect(await night.sync.trashed()).toEqual([`${id}/a.nwb`, `${id}/b.nwb`])
  expect(await engine['runs.trash']({ runId: done.id })).toMatchObject({ files: 2 })
  expect(await engine['runs.undo']({ runId: done.id })).toEqual({ restored: 2, left: 0 })
  expect(await night.sync.trashed()).toEqual([])
  expect(night.sync.has(`${id}/b.nwb`)).toBe(true)
})

it('what was accepted by day waits for the window, and is not given up for the next night', async () => {
  for (const name of ['a', 'b', 'c', 'd']) add(`${name}.nwb`)
  const few = { ...limits, removedFiles: 1, removedShare: null }
  const { schedule } = await night.save({ remove: 'delete', limits: few })
  await night.pass(at(20, 23))
  lose('a.nwb')
  lose('b.nwb')
  await night.pass(at(22, 12))
  const { key = '', fingerprint } = (await night.view()).last?.asks[0] ?? {}
  const accepted = [{ key, fingerprint: fingerprint ?? '' }]
  const how = { id: schedule.id, accepted, isVouchedFor: false, isNow: false }
  const { state } = await night.sync.engine['schedules.go-on'](how)
  expect(state).toEqual({ kind: 'waiting', reason: 'window', until: at(22, 22) })
  await night.pass(at(22, 23))
  const done = await night.run(({ consent, endedAt }) => consent !== null && endedAt !== null)
  expect(done).toMatchObject({ outcome: 'done', startedAt: at(22, 22), tally: { removed: 2 } })
  // The run of that night comes after it and has nothing to do.
  expect(await night.run(ended(22))).toMatchObject({ outcome: 'done', tally: { removed: 0 } })
})

it('what was accepted goes on after the night that was too short for it, without asking again', async () => {
  add('a.nwb')
  const { s3Path } = night.sync.archive.addAsset(id, 'b.nwb', { sizeBytes: 4 * MiB })
  const { schedule } = await night.save({ limits: { ...limits, fetchBytes: MiB } })
  await night.pass(at(20, 23))
  const { key = '', fingerprint } = (await night.view()).last?.asks[0] ?? {}
  halt(s3Path, MiB)
  const accepted = [{ key, fingerprint: fingerprint ?? '' }]
  const how = { id: schedule.id, accepted, isVouchedFor: false, isNow: false }
  await night.sync.engine['schedules.go-on'](how)
  await untilJob(({ counts }) => counts.done === 1)
  night.clock.set(at(21, 6))
  await night.run(({ waitsFor }) => waitsFor === 'window')
  night.sync.archive.faults.clear()
  await night.pass(at(21, 23))
  const run = await night.run(({ consent, endedAt }) => consent !== null && endedAt !== null)
  expect(run).toMatchObject({ outcome: 'done', asks: [], tally: { added: 2, failed: 0 } })
  expect(await night.sync.tree()).toEqual(night.sync.draft())
})

it('of several dandisets each has its turn, one that cannot be had included', async () => {
  add('a.nwb')
  const { archive } = night.sync
  const [path = ''] = archive.paths('200003', 'draft')
  const { what } = night.draft()
  const [ref] = what.kind === 'refs' ? what.refs : []
  if (!ref) throw new Error('no dandiset')
  const refs = ['299999', id, '200003'].map((dandisetId) => ({ ...ref, dandisetId }))
  const selection = { ...everything, filter: { ...noFilter, include: ['a.nwb', path] } }
  await night.save({ what: { kind: 'refs', refs }, selection })
  await night.pass(at(20, 23))
  const run = await night.run(ended(20))
  expect(run).toMatchObject({ outcome: 'failed', failure: { code: 'remote.not-found' } })
  expect(run.tally.added).toBe(2)
  for (const place of [`${id}/a.nwb`, `200003/${path}`]) expect(night.sync.has(place)).toBe(true)
})

it('a person who removes the job of a run stops the run, and nothing is removed after it', async () => {
  add('a.nwb')
  await night.save({ remove: 'delete', limits: { ...limits, removedShare: null } })
  await night.pass(at(20, 23))
  lose('a.nwb')
  const { s3Path } = night.sync.archive.addAsset(id, 'b.nwb', { sizeBytes: 4 * MiB })
  halt(s3Path, MiB)
  night.clock.set(at(21, 22))
  const jobId = await untilJob(({ phase }) => phase === 'moving')
  await expect.poll(() => dataRequests(night.sync.archive, s3Path).length).toBeGreaterThan(0)
  await night.sync.engine['job.cancel']({ jobId, files: 'keep' })
  expect(await night.run(ended(21))).toMatchObject({ outcome: 'stopped', tally: { removed: 0 } })
  expect(night.sync.has(`${id}/a.nwb`)).toBe(true)
})

it('an archive that cannot be reached is tried again while the window is open', async () => {
  add('a.nwb')
  await night.save()
  night.sync.archive.faults.add({ name: 'dead' })
  night.clock.set(at(20, 22))
  await night.run(({ phase }) => phase === 'running')
  await expect.poll(async () => (await night.view()).state.kind).toBe('retrying')
  const { state, schedule } = await night.view()
  expect(state).toMatchObject({ at: at(20, 22) + 60_000, failure: { remedy: 'retry-later' } })
  expect(stateText(state, schedule.timeZone)).toMatch(
    /^Tries again at 22:01, because: .* error 503$/,
  )
  night.sync.archive.faults.clear()
  for (let minute = 1; minute <= 60; minute++) {
    night.clock.set(at(20, 22) + minute * 60_000)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const run = await night.run(ended(20))
  expect(run).toMatchObject({ outcome: 'done', tally: { added: 1 } })
})

it('a person who does not want to wait for the next try has it at once', async () => {
  add('a.nwb')
  const { schedule } = await night.save()
  night.sync.archive.faults.add({ name: 'dead' })
  night.clock.set(at(20, 22))
  await expect.poll(async () => (await night.view()).state.kind).toBe('retrying')
  night.sync.archive.faults.clear()
  await night.sync.engine['schedules.run-now']({ id: schedule.id })
  const run = await night.run(ended(20))
  expect(run).toMatchObject({ outcome: 'done', isByHand: false, tally: { added: 1 } })
  expect((await night.view()).state.kind).toBe('next')
})

it('jobs of the last run alone stay among the transfers; what earlier ones did stays in the history', async () => {
  add('a.nwb')
  await night.save()
  await night.pass(at(20, 23))
  const [first] = stateOf(night.sync.engine).jobs
  // A night in which nothing came leaves the list as it is.
  await night.pass(at(21, 23))
  expect(stateOf(night.sync.engine).jobs.map(({ id: jobId }) => jobId)).toEqual([first?.id])
  add('b.nwb')
  await night.pass(at(22, 23))
  const jobs = stateOf(night.sync.engine).jobs
  expect(jobs).toHaveLength(1)
  expect(jobs[0]?.id).not.toBe(first?.id)
  expect(await changes((await night.run(ended(20))).id)).toEqual(['added a.nwb'])
  expect(await night.sync.tree()).toEqual(night.sync.draft())
})

it('a disk that is away loses nothing, and a person can say that the folder is the right one', async () => {
  add('a.nwb')
  const { schedule } = await night.save({ remove: 'delete' })
  await night.pass(at(20, 23))
  const { out } = night.sync
  await rename(out, `${out}-away`)
  await mkdir(out)
  await night.pass(at(21, 23))
  expect(await night.run(ended(21))).toMatchObject({
    outcome: 'failed',
    failure: { code: 'disk.missing' },
    tally: { removed: 0, added: 0 },
  })
  await rm(out, { recursive: true })
  await rename(`${out}-away`, out)
  await rm(join(out, '.dandelion-folder'))
  const how = { id: schedule.id, accepted: [], isVouchedFor: true, isNow: true }
  await night.sync.engine['schedules.go-on'](how)
  const run = await night.run(({ isByHand, endedAt }) => isByHand && endedAt !== null)
  expect(run).toMatchObject({ outcome: 'done', tally: { added: 0, removed: 0 } })
  await rm(`${out}-away`, { recursive: true, force: true })
})

it('a published version goes to a folder of its own where a person said so', async () => {
  const { engine, archive } = night.sync
  const asked = { instance: 'local', dandisetId: id }
  const versions = await engine['dandiset.versions'](asked)
  const newest =
    versions
      .map((row) => row.version)
      .filter((each) => each !== 'draft')
      .sort()
      .at(-1) ?? ''
  const [path = ''] = archive.paths(id, newest)
  const { what } = night.draft()
  const refs = what.kind === 'refs' ? what.refs.map((ref) => ({ ...ref, version: null })) : []
  const selection = { ...everything, filter: { ...noFilter, include: [path] } }
  await night.save({ what: { kind: 'refs', refs }, selection, newest: 'beside' })
  await night.pass(at(20, 23))
  expect(await night.run(ended(20))).toMatchObject({ outcome: 'done', tally: { added: 1 } })
  expect(night.sync.has(`${newest}/${id}/${path}`)).toBe(true)
})
