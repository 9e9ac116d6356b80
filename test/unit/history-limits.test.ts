import { afterEach, beforeEach, expect, it } from 'vitest'
import { noFiles } from '../../main/model/schedule.ts'
import type { SyncResult } from '../../main/model/sync.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { scheduleOf } from '../support/scheduled-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const begin = Date.UTC(2026, 0, 1)
let store: Store

beforeEach(() => {
  const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
  store = openStore({ dataDir: tempFolder(), nativeBinding })
  store.transact(() => store.schedules.put(scheduleOf('hourly', 0)))
  store.transact(() => store.schedules.put(scheduleOf('nightly', 0)))
})
afterEach(() => store.close())

const change = (localPath: string) =>
  ({ kind: 'added', localPath, from: null, sizeBytes: 1, failure: null }) as const

/** A run with one sync, which brought so many files. */
function run(scheduleId: string, plannedFor: number, files: number): number {
  const planned = { scheduleId, plannedFor, isCaughtUp: false, missed: 0, isByHand: false }
  const id = store.schedules.runs.add({ ...planned, noticedAt: plannedFor })
  sync(`${scheduleId} ${plannedFor}`, plannedFor, id)
  store.sync.addChanges(
    `${scheduleId} ${plannedFor}`,
    Array.from({ length: files }, (_, at) => change(`${at}.nwb`)),
  )
  const end = { outcome: 'done', failure: null, asks: [], tally: noFiles } as const
  store.schedules.runs.setEnded(id, { at: plannedFor + 1, ...end })
  return id
}

function sync(id: string, startedAt: number, scheduleRun: number | null): void {
  const about = { instance: 'local', dandisetId: '200001', folder: '/data' }
  store.sync.addRun({ id, ...about, startedAt, scheduleRun, orderKey: '200001/draft' })
  store.sync.setResult({ runId: id, outcome: 'done', added: 0 } as SyncResult)
}

const countOf = (id: number) => store.runHistory.countChanges(id)
const total = (id: string) => store.schedules.runs.page(id, 0, 1).total

it('a schedule of every three hours keeps its differences for a year, beside others and syncs by hand', () => {
  const nights: number[] = []
  const all: number[] = []
  store.transact(() => {
    for (let time = 0; time < 400 * 8; time++) {
      const at = begin + time * 3 * HOUR_MS
      all.push(run('hourly', at, time % 8 === 0 ? 1 : 0))
      if (time % 8 === 0) nights.push(run('nightly', at, 2))
    }
    for (let time = 0; time < 600; time++) sync(`by hand ${time}`, begin + time, null)
  })
  expect(nights.map(countOf)).toEqual(nights.map(() => 2))
  const days = all.filter((_, time) => time % 8 === 0)
  expect(days.slice(-366).map(countOf)).toEqual(days.slice(-366).map(() => 1))
  expect(countOf(days[0] ?? 0)).toBe(0)
  // Fifty runs come between two times at which some are forgotten.
  expect(total('hourly')).toBeGreaterThanOrEqual(366 * 8)
  expect(total('hourly')).toBeLessThan(367 * 8 + 50)
  // Syncs that changed nothing are gone after a month, their runs stay.
  const there = (id: number) => store.sync.scheduled(id).length > 0
  expect(all.slice(-30 * 8).every(there)).toBe(true)
  expect(all.slice(0, -(31 * 8 + 50)).filter((id) => there(id) && countOf(id) === 0)).toEqual([])
})

it('what a schedule did goes with it, and nobody else’s', () => {
  const [gone, stays] = store.transact(() => [
    run('hourly', begin, 1),
    run('nightly', begin + DAY_MS, 1),
  ])
  store.transact(() => store.schedules.remove('hourly'))
  expect([gone, stays].map((id) => store.sync.scheduled(id ?? 0).length)).toEqual([0, 1])
  expect([gone, stays].map((id) => countOf(id ?? 0))).toEqual([0, 1])
})
