import { mkdir, rename, rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noConditions, type RunHold, type Surroundings } from '../../main/model/conditions.ts'
import type { RunView, ScheduleDraft } from '../../main/model/schedule.ts'
import { syncDefaults } from '../../main/model/sync.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import type { Call } from '../archive/call.ts'
import { stateOf } from '../support/engine-world.ts'
import { createFakeSurroundings, type FakeSurroundings } from '../support/fake-surroundings.ts'
import { type OvernightWorld, startOvernightWorld } from '../support/overnight-world.ts'

interface Row {
  readonly what: string
  /** In UTC; what happens, and the runs, are told by clocks in Berlin. */
  readonly from: string
  readonly schedule?: Partial<ScheduleDraft>
  /** What the computer tells of its power and networks, to begin with. */
  readonly told?: Partial<Surroundings>
  readonly happens: (night: OvernightWorld) => Promise<void>
  /** Runs, oldest first, and then the folder. */
  readonly expected: string
}

const id = '200001'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const MiB = 1024 * 1024
const { limits } = syncDefaults
const small = { startMinute: 150, endMinute: 300 }
const atHalfPastTwo = { when: { kind: 'daily', atMinute: 150 }, window: small } as const

let archive: Archive
beforeAll(async () => {
  archive = await startArchive()
})
afterAll(() => archive.close())

let surroundings: FakeSurroundings
const add = (path: string) => archive.addAsset(id, path, { bytes: `${path}\n` })
const lose = (...paths: readonly string[]) => {
  for (const path of paths) archive.removeAsset(id, path)
}
const hours = (count: number) => (night: OvernightWorld) =>
  night.pass(night.clock.now() + count * HOUR_MS)

/** A file whose bytes stop half-way for as long as faults are there. */
function slowFile(): void {
  const { s3Path } = archive.addAsset(id, 'slow.nwb', { sizeBytes: 4 * MiB })
  const where = (call: Call) => call.path === s3Path && call.method === 'GET'
  archive.faults.add({ name: 'stall', service: 's3', afterBytes: MiB, where })
}

const doneNow = ({ sync }: OvernightWorld) =>
  stateOf(sync.engine).jobs.reduce((sum, { counts }) => sum + counts.done, 0)

/** A run that cannot end moves until its window does. */
async function slowNight(night: OvernightWorld): Promise<void> {
  slowFile()
  night.clock.set(night.clock.now() + 11 * HOUR_MS)
  await expect.poll(() => doneNow(night)).toBe(2)
  while (isMoving(night)) {
    night.clock.set(night.clock.now() + MINUTE_MS)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await night.run(({ waitsFor }) => waitsFor === 'window')
}

/** Ten in the evening, until its run is done or waits for what is said. */
async function evening(night: OvernightWorld, then: RunHold | 'done'): Promise<void> {
  night.clock.set(Date.parse('2026-11-20T21:00Z'))
  await night.run(({ outcome, waitsFor }) => outcome === then || waitsFor === then)
}

const isMoving = ({ sync }: OvernightWorld) =>
  stateOf(sync.engine).jobs.some(({ intent, phase }) => intent === 'run' && phase !== 'ended')

const rows: readonly Row[] = [
  {
    what: 'a start at 02:30 in the night without that time',
    from: '2026-03-28T12:00Z',
    schedule: atHalfPastTwo,
    happens: hours(38),
    expected: '29 Mar 03:00 done +2, 30 Mar 02:30 done | as the draft',
  },
  {
    what: 'a start at 02:30 in the night with that time twice',
    from: '2026-10-24T12:00Z',
    schedule: atHalfPastTwo,
    happens: hours(38),
    expected: '25 Oct 02:30 done +2, 26 Oct 02:30 done | as the draft',
  },
  {
    what: 'a window from 22:00 to 06:00, an hour left out of it',
    from: '2026-03-28T10:00Z',
    happens: slowNight,
    expected: '28 Mar 22:00 window after 7 h | 2 of 3',
  },
  {
    what: 'a window from 22:00 to 06:00, an hour of it twice',
    from: '2026-10-24T09:00Z',
    happens: slowNight,
    expected: '24 Oct 22:00 window after 9 h | 2 of 3',
  },
  {
    what: 'three nights slept through',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      night.clock.set(Date.parse('2026-11-23T22:30Z'))
      night.sync.engine.wake()
      await hours(1)(night)
    },
    expected: '23 Nov 23:30 done +2, caught up, missed 3 | as the draft',
  },
  {
    what: 'woken three times at once',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      night.clock.set(Date.parse('2026-11-20T22:30Z'))
      for (let wake = 0; wake < 3; wake++) night.sync.engine.wake()
      await hours(1)(night)
    },
    expected: '20 Nov 23:30 done +2, caught up | as the draft',
  },
  {
    what: 'a night slept through, awake by day',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      night.clock.set(Date.parse('2026-11-21T09:00Z'))
      night.sync.engine.wake()
      await hours(13)(night)
    },
    expected: 'given up for a newer one, 21 Nov 22:00 done +2 | as the draft',
  },
  {
    what: 'the clock set back by two hours after a run',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      await hours(10)(night)
      night.clock.set(night.clock.now() - 2 * HOUR_MS)
      night.sync.engine.wake()
      await hours(6)(night)
    },
    expected: '20 Nov 22:00 done +2 | as the draft',
  },
  {
    what: 'closed amid the night, opened in the morning',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      slowFile()
      night.clock.set(Date.parse('2026-11-20T21:00Z'))
      await night.run(({ phase, jobIds }) => phase === 'running' && jobIds.length > 0)
      await night.closedUntil(Date.parse('2026-11-21T09:00Z'))
      archive.faults.clear()
      await hours(13)(night)
    },
    expected: '20 Nov 22:00 done +3, 21 Nov 22:00 done | as the draft',
  },
  {
    what: 'the archive out of reach from 22:00 to 23:00',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      archive.faults.add({ name: 'dead' })
      night.clock.set(Date.parse('2026-11-20T21:00Z'))
      await night.run(({ phase }) => phase === 'running')
      await expect.poll(() => archive.requests.some(({ status }) => status === 503)).toBe(true)
      archive.faults.clear()
      for (let minute = 0; minute < 60; minute++) {
        night.clock.set(night.clock.now() + MINUTE_MS)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await hours(1)(night)
    },
    expected: '20 Nov 22:00 done +2 | as the draft',
  },
  {
    what: 'the drive away for a night, its empty folder there',
    from: '2026-11-20T12:00Z',
    schedule: { remove: 'delete' },
    happens: async (night) => {
      const { out } = night.sync
      await hours(12)(night)
      await rename(out, `${out}-away`)
      await mkdir(out)
      await hours(24)(night)
      await rm(out, { recursive: true })
      await rename(`${out}-away`, out)
      await hours(24)(night)
    },
    expected:
      '20 Nov 22:00 done +2, 21 Nov 22:00 failed: disk.missing, 22 Nov 22:00 done | as the draft',
  },
  {
    what: 'more files gone than may be removed',
    from: '2026-11-20T12:00Z',
    schedule: { remove: 'delete', limits: { ...limits, removedFiles: 0 } },
    happens: async (night) => {
      await hours(12)(night)
      lose('a.nwb')
      await hours(24)(night)
    },
    expected: '20 Nov 22:00 done +2, 21 Nov 22:00 asks: files 1 of 0 | 2 of 1',
  },
  {
    what: 'all files gone, no limit set',
    from: '2026-11-20T12:00Z',
    schedule: {
      remove: 'delete',
      limits: { removedFiles: null, removedShare: null, fetchBytes: null, freeBytes: null },
    },
    happens: async (night) => {
      await hours(12)(night)
      lose('a.nwb', 'b.nwb')
      await hours(24)(night)
    },
    expected: '20 Nov 22:00 done +2, 21 Nov 22:00 asks: empty-listing 2 of 0 | 2 of 0',
  },
  {
    what: 'more to fetch than may be',
    from: '2026-11-20T12:00Z',
    schedule: { limits: { ...limits, fetchBytes: 11 } },
    happens: hours(12),
    expected: '20 Nov 22:00 asks: fetch-bytes 12 of 11 | 0 of 2',
  },
  {
    what: 'less room than must stay',
    from: '2026-11-20T12:00Z',
    schedule: { limits: { ...limits, freeBytes: Number.MAX_SAFE_INTEGER } },
    happens: hours(12),
    expected: '20 Nov 22:00 asks: free-space | 0 of 2',
  },
  {
    what: 'on battery until 23:00, though only on mains power',
    from: '2026-11-20T12:00Z',
    schedule: { conditions: { ...noConditions, onMains: true } },
    told: { onMains: false },
    happens: async (night) => {
      await evening(night, 'mains')
      night.clock.set(night.clock.now() + HOUR_MS)
      surroundings.set({ onMains: true })
      await night.run(({ outcome }) => outcome === 'done')
    },
    expected: '20 Nov 23:00 done +2 | as the draft',
  },
  {
    what: 'a VPN on all night, though none may be',
    from: '2026-11-20T12:00Z',
    schedule: { conditions: { ...noConditions, notVpn: true } },
    told: { isVpn: true },
    happens: (night) => evening(night, 'vpn'),
    expected: 'not begun | 0 of 2',
  },
  {
    what: 'on a network to stay away from, which the system does not tell of',
    from: '2026-11-20T12:00Z',
    schedule: { conditions: { ...noConditions, notOn: ['Guest'] } },
    told: { networkNames: null },
    happens: (night) => evening(night, 'done'),
    expected: '20 Nov 22:00 done +2 | as the draft',
  },
  {
    what: 'hours of rest from 22:00 to 23:00',
    from: '2026-11-20T12:00Z',
    schedule: {
      timetable: [{ days: [5], fromMinute: 22 * 60, toMinute: 23 * 60, bytesPerSecond: 0 }],
    },
    happens: async (night) => {
      await evening(night, 'hours')
      night.clock.set(night.clock.now() + HOUR_MS)
      await night.run(({ outcome }) => outcome === 'done')
    },
    expected: '20 Nov 23:00 done +2 | as the draft',
  },
  {
    what: 'the month’s budget used up by the first night',
    from: '2026-11-20T12:00Z',
    happens: async (night) => {
      await night.sync.engine['settings.change']({ dataBudget: { bytes: 12, fromDay: 1 } })
      await evening(night, 'done')
      add('c.nwb')
      night.clock.set(night.clock.now() + 24 * HOUR_MS)
      await night.run(({ waitsFor }) => waitsFor === 'budget')
    },
    expected: '20 Nov 22:00 done +2, not begun | 2 of 3',
  },
]

const berlin = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

async function outcomes(night: OvernightWorld): Promise<string> {
  const runs = (await night.runs()).map(runText)
  const files = Object.entries(await night.sync.tree())
  const there = Object.fromEntries(files.filter(([path]) => !path.endsWith('-partial')))
  const wanted = night.sync.draft()
  const isSame = JSON.stringify(there) === JSON.stringify(wanted)
  const counts = `${Object.keys(there).length} of ${Object.keys(wanted).length}`
  return `${runs.join(', ')} | ${isSame ? 'as the draft' : counts}`
}

function runText(run: RunView): string {
  const { startedAt, outcome, waitsFor, failure, tally, pauses, isCaughtUp, missed } = run
  if (startedAt === null) return outcome === 'superseded' ? 'given up for a newer one' : 'not begun'
  const [pause] = pauses
  const moved = pause?.reason === 'window' ? ((pause.from ?? 0) - startedAt) / HOUR_MS : 0
  const asks = run.asks.flatMap((ask) => ask.asks)
  const asked = asks.map(({ kind, value, limit }) =>
    kind === 'free-space' ? kind : `${kind} ${value} of ${limit}`,
  )
  return [
    berlin.format(startedAt).replace(',', ''),
    ` ${outcome ?? waitsFor}`,
    failure ? `: ${failure.code}` : '',
    asked.length > 0 ? `: ${asked.join(' and ')}` : '',
    tally.added > 0 ? ` +${tally.added}` : '',
    outcome === null && moved > 0 ? ` after ${moved} h` : '',
    isCaughtUp ? ', caught up' : '',
    missed > 0 ? `, missed ${missed}` : '',
  ].join('')
}

async function happened({ from, schedule, told, happens }: Row): Promise<string> {
  archive.faults.clear()
  archive.clearRequests()
  surroundings = createFakeSurroundings(told)
  const night = await startOvernightWorld(Date.parse(from), { shared: archive }, { surroundings })
  try {
    add('a.nwb')
    add('b.nwb')
    await night.save({ timeZone: 'Europe/Berlin', ...schedule })
    await happens(night)
    return await outcomes(night)
  } finally {
    await night.close()
  }
}

const table: Record<string, { readonly expected: string; readonly happened: string }> = {}
afterAll(() => console.table(table))

it.each(rows.map((row) => [row.what, row] as const))('%s', async (what, row) => {
  table[what] = { expected: row.expected, happened: await happened(row) }
  expect(table[what]?.happened).toBe(row.expected)
})
