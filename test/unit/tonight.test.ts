import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTonights, type Tonights } from '../../main/engine/overnight/tonight.ts'
import { noConditions } from '../../main/model/conditions.ts'
import type { ComingFile } from '../../main/model/overnight.ts'
import type { Schedule, ScheduleDraft } from '../../main/model/schedule.ts'
import { defaultSettings, type Settings } from '../../main/model/settings.ts'
import type { SyncPlan } from '../../main/model/sync.ts'
import { syncTallies } from '../../main/model/sync-plan.ts'
import type { Tonight } from '../../main/model/tonight.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { dependsText } from '../../renderer/locales/tonight-words.ts'
import { scheduleDraft, scheduleOf } from '../support/scheduled-world.ts'
import { createSimClock, type SimClock } from '../support/sim-clock.ts'
import { tempFolder } from '../support/temp-folder.ts'

const HOUR = 3_600_000
const noon = Date.UTC(2026, 10, 22, 12)
/** Twenty subjects of 60 GB. */
const coming: readonly ComingFile[] = Array.from({ length: 20 }, (_, index) => ({
  leftBytes: 60e9,
  subject: `${index + 1}`,
}))
const threeHours = { window: { startMinute: 22 * 60, endMinute: 60 } }

const onMains = { ...noConditions, onMains: true }

let store: Store
let clock: SimClock
let settings: Settings
let tonights: Tonights
let looks = 0
let usedBytes = 0
const december = Date.UTC(2026, 11, 1)

beforeEach(() => {
  const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
  store = openStore({ dataDir: tempFolder(), nativeBinding })
  clock = createSimClock(noon)
  settings = defaultSettings('/data')
  looks = 0
  usedBytes = 600e9
  const plan: SyncPlan = {
    folder: '/data',
    version: 'draft',
    remove: 'keep',
    tallies: syncTallies([]),
    bytesToFetch: 1.2e12,
    freeBytes: 9e12,
    asks: [],
    fingerprint: '',
    rows: [],
  }
  tonights = createTonights({
    context: { clock, store, settings: () => settings, signal: new AbortController().signal },
    syncs: {
      look: async () => {
        looks += 1
        return { plan, coming }
      },
    },
    ordersOf: async ({ selection, how }) => {
      const ref = { instance: 'dandi', dandisetId: '000026', version: 'draft' } as const
      const order = { ...how, selection, ref: { ...ref, pick: { kind: 'dandiset' as const } } }
      return { orders: [order], failures: [], asks: [], fingerprint: '' }
    },
    timeZone: () => 'UTC',
    budget: { state: () => ({ usedBytes, from: 0, until: december, isUsedUp: false }) },
  })
})
afterEach(() => store.close())

/** So many stretches of ten seconds at so many MB/s. */
function measured(...rates: readonly number[]): void {
  for (const [at, rate] of rates.entries())
    store.lineSpeeds.add(at, { bytes: rate * 1e7, ms: 10_000 })
}

const look = (patch: Partial<ScheduleDraft> = {}, id: string | null = null): Promise<Tonight> =>
  tonights.look('me', id, scheduleDraft({ ...threeHours, ...patch }))

function keep(patch: Partial<Schedule>): void {
  store.transact(() => store.schedules.put(scheduleOf('s', 0, { ...threeHours, ...patch })))
}

test('1.2 TB at a measured median of 46 MB/s are three nights, the first of them subjects 1 to 8', async () => {
  measured(46, 12, 46, 900, 46)
  const { overnight, from, to } = await look()
  expect({ from, to }).toEqual({ from: noon + 10 * HOUR, to: noon + 13 * HOUR })
  expect(overnight).toMatchObject({ bytesPerSecond: 46e6, nights: 3, subjects: 20 })
  expect(overnight.first?.subjects).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
})

test('the lower of the limits of the settings and of the schedule holds', async () => {
  measured(46)
  settings = { ...settings, speedLimitBytesPerSecond: 23e6 }
  expect((await look()).overnight.nights).toBe(5)
  expect((await look({ speedLimitBytesPerSecond: 11.5e6 })).overnight.nights).toBe(10)
  expect((await look({ speedLimitBytesPerSecond: 900e6 })).overnight.nights).toBe(5)
})

test('hours in which runs rest have no room', async () => {
  measured(46)
  const rest = { fromMinute: 22 * 60, toMinute: 24 * 60 - 60, bytesPerSecond: 0 }
  const days = [1, 2, 3, 4, 5, 6, 7] as const
  const { overnight } = await look({ timetable: [{ ...rest, days }] })
  expect(overnight.nights).toBe(4)
  expect(overnight.first).toMatchObject({ files: 5, bytes: 46e6 * 2 * 3600 })
})

test('a month’s budget that is used up is waited for, and said; one with room for all is not', async () => {
  measured(46)
  settings = { ...settings, dataBudget: { bytes: 1e12, fromDay: 1 } }
  const { overnight, budget } = await look()
  expect(budget).toEqual({ until: december, leftBytes: 400e9 })
  expect(overnight.first?.files).toBe(6)
  expect(overnight.first?.bytes).toBeCloseTo(400e9, -3)
  // 400 GB tonight, an hour of the night in which December begins, and two nights of it.
  expect(overnight.nights).toBe(4)
  const lastBytes = 1.2e12 - 400e9 - 46e6 * 3600 - 46e6 * 3 * 3600
  expect(overnight.finishedAt).toBeCloseTo(december + 46 * HOUR + (lastBytes / 46e6) * 1000, -1)
  const said = dependsText(await look(), { ...scheduleDraft(), conditions: onMains })
  expect(said).toBe(
    'The month’s budget has 400 GB left until Tue 1 Dec, 00:00, which is counted in. That is if nothing holds it: it runs only on mains power.',
  )
  // Three nights of December take all of its budget, two of January the rest.
  usedBytes = 2e12
  expect((await look()).overnight).toMatchObject({ nights: 5, first: { bytes: 46e6 * 3600 } })
  settings = { ...settings, dataBudget: { bytes: 9e12, fromDay: 1 } }
  expect(await look()).toMatchObject({ budget: null, overnight: { nights: 3 } })
  settings = { ...settings, dataBudget: { bytes: 1, fromDay: 1 } }
  expect((await look()).overnight).toMatchObject({ nights: null, finishedAt: null })
})

test('without a measured speed the bytes alone are told', async () => {
  expect((await look()).overnight).toMatchObject({ bytes: 1.2e12, nights: null, first: null })
})

test('a run that is left out is not the next one; one under way goes on now', async () => {
  const start = noon + 10 * HOUR
  keep({ skipStart: start })
  expect((await look({}, 's')).from).toBe(start + 24 * HOUR)
  keep({})
  clock.jump(10.5 * HOUR)
  const asked = { plannedFor: start, isCaughtUp: false, missed: 0, isByHand: false }
  store.transact(() => {
    const id = store.schedules.runs.add({ scheduleId: 's', ...asked, noticedAt: start })
    store.schedules.runs.setRunning(id, start, [])
  })
  expect((await look({}, 's')).from).toBe(noon + 10.5 * HOUR)
})

test('what may have changed since is looked at again, other times are not', async () => {
  await look()
  await look({ window: { startMinute: 21 * 60, endMinute: 120 }, name: 'another' })
  expect(looks).toBe(1)
  clock.jump(HOUR)
  await look()
  expect(looks).toBe(2)
  tonights.stop('me')
  await look()
  expect(looks).toBe(3)
})
