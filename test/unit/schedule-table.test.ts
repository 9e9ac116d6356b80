import { expect, test } from 'vitest'
import type { Schedule } from '../../main/model/schedule.ts'
import { type ScheduledWorld, scheduleOf, startScheduledWorld } from '../support/scheduled-world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const night = { startMinute: 22 * 60, endMinute: 6 * 60 }

interface Scenario {
  readonly name: string
  /** In UTC. */
  readonly from: string
  readonly schedule: Partial<Schedule>
  readonly workHours: number
  readonly happens: (world: ScheduledWorld) => Promise<void>
  /** When it moved, by clocks in Berlin, and how the runs ended. */
  readonly expected: string
}

const days = (count: number) => (world: ScheduledWorld) => world.pass(count * 24 * HOUR_MS)

const scenarios: readonly Scenario[] = [
  {
    name: 'a start in the hour that is left out',
    from: '2026-03-28T12:00Z',
    schedule: {
      when: { kind: 'daily', atMinute: 150 },
      window: { startMinute: 150, endMinute: 300 },
    },
    workHours: 1,
    happens: days(2),
    expected: '29 03:00–04:00, 30 02:30–03:30 | done, done',
  },
  {
    name: 'a window within the hour that is left out',
    from: '2026-03-28T12:00Z',
    schedule: {
      when: { kind: 'daily', atMinute: 120 },
      window: { startMinute: 120, endMinute: 180 },
    },
    workHours: 0.5,
    happens: days(1),
    expected: '29 03:00–03:30 | done',
  },
  {
    name: 'a night with the hour that is left out is seven hours long',
    from: '2026-03-28T12:00Z',
    schedule: { window: night },
    workHours: 7.5,
    happens: (world) => world.pass(20 * HOUR_MS),
    expected: '28 22:00–06:00 | window',
  },
  {
    name: 'a start that comes twice',
    from: '2026-10-24T12:00Z',
    schedule: {
      when: { kind: 'daily', atMinute: 150 },
      window: { startMinute: 150, endMinute: 300 },
    },
    workHours: 0.5,
    happens: days(1),
    expected: '25 02:30–02:00 | done',
  },
  {
    name: 'a night with the hour that comes twice is nine hours long',
    from: '2026-10-24T12:00Z',
    schedule: { window: night },
    workHours: 9,
    happens: (world) => world.pass(20 * HOUR_MS),
    expected: '24 22:00–06:00 | done',
  },
  {
    name: 'three nights slept through',
    from: '2026-11-20T12:00Z',
    schedule: { window: night },
    workHours: 1,
    happens: async (world) => {
      await world.suspend(3 * 24 * HOUR_MS + 10 * HOUR_MS, 1)
      await world.pass(2 * HOUR_MS)
    },
    expected: '23 23:00–00:00 | done, caught up, missed 3',
  },
  {
    name: 'a night slept through, awake by day',
    from: '2026-11-20T12:00Z',
    schedule: { window: night },
    workHours: 1,
    happens: async (world) => {
      await world.suspend(24 * HOUR_MS, 1)
      await world.pass(12 * HOUR_MS)
    },
    expected: '21 22:00–23:00 | superseded, caught up, done',
  },
  {
    name: 'woken three times at once',
    from: '2026-11-20T12:00Z',
    schedule: { window: night },
    workHours: 1,
    happens: async (world) => {
      await world.suspend(10 * HOUR_MS, 3)
      await world.pass(3 * HOUR_MS)
    },
    expected: '20 23:00–00:00 | done, caught up',
  },
  {
    name: 'the clock set back by two hours after the run',
    from: '2026-11-20T12:00Z',
    schedule: { window: night },
    workHours: 0.5,
    happens: async (world) => {
      await world.pass(10 * HOUR_MS)
      await world.setClock(-2 * HOUR_MS)
      await world.pass(6 * HOUR_MS)
    },
    expected: '20 22:00–22:30 | done',
  },
  {
    name: 'killed at midnight, started at noon',
    from: '2026-11-20T12:00Z',
    schedule: { window: night },
    workHours: 4,
    happens: async (world) => {
      await world.pass(11 * HOUR_MS)
      await world.kill(12 * HOUR_MS)
      await world.pass(15 * HOUR_MS)
    },
    expected: '20 22:00–00:00, 21 22:00–02:00 | done, running',
  },
  {
    name: 'the leap day',
    from: '2028-02-28T12:00Z',
    schedule: { when: { kind: 'monthly', day: 'last', atMinute: 60 }, window: null },
    workHours: 1,
    happens: days(3),
    expected: '29 01:00–02:00 | done',
  },
]

const berlin = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

function told(world: ScheduledWorld): string {
  const moves = world.stretches.map(({ from, to }) => {
    const [day, opened = ''] = berlin.format(from).split(', ')
    return `${day} ${opened}–${berlin.format(to).split(', ')[1]}`
  })
  const runs = [...world.store.schedules.runs.page(null, 0, 100).rows].reverse().map((run) => {
    const words: string[] = [run.outcome ?? run.waitsFor ?? run.phase]
    if (run.isCaughtUp) words.push('caught up')
    if (run.missed > 0) words.push(`missed ${run.missed}`)
    return words.join(', ')
  })
  return `${moves.join(', ')} | ${runs.join(', ')}`
}

test('what was expected of a schedule in Berlin, and what happened', async () => {
  const rows: Record<string, { readonly expected: string; readonly happened: string }> = {}
  for (const { name, from, schedule, workHours, happens, expected } of scenarios) {
    const start = Date.parse(from)
    const schedules = [scheduleOf('s', start, { timeZone: 'Europe/Berlin', ...schedule })]
    const world = await startScheduledWorld({ start, schedules, workMs: () => workHours * HOUR_MS })
    try {
      await happens(world)
      rows[name] = { expected, happened: told(world) }
    } finally {
      world.close()
    }
  }
  console.table(rows)
  for (const [name, { expected, happened }] of Object.entries(rows))
    expect(happened, name).toBe(expected)
})
