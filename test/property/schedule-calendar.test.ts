import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { dueRun, occurrences } from '../../main/schedule/occurrences.ts'
import { windowAt } from '../../main/schedule/windows.ts'
import { naiveStarts, naiveWindows } from '../support/naive-calendar.ts'
import { rules, timeZones } from '../support/schedule-rules.ts'

const DAY_MS = 86_400_000
const YEAR_MS = 366 * DAY_MS
/** A leap year, and both changes of the clocks. */
const from = Date.UTC(2027, 10, 20, 7, 30)

describe.each(timeZones)('in %s', (timeZone) => {
  test('a rule’s runs through a year are those of a calendar counted out by hand', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const timing = { ...rule, timeZone }
        const naive = naiveStarts(timing, from, from + YEAR_MS)
        const runs = occurrences(timing, from, naive.length + 1)
        const starts = runs.map(({ start }) => start).filter((start) => start <= from + YEAR_MS)
        expect(starts.map(iso)).toEqual(naive.map(iso))
        const windows = naiveWindows(timing, from, from + YEAR_MS)
        for (const { start, latestEnd } of runs.slice(0, naive.length)) {
          const ends = windows.filter(([opens, closes]) => opens <= start && start < closes)
          expect(ends.map(([, end]) => end)).toContain(latestEnd ?? Number.POSITIVE_INFINITY)
        }
      }),
      { numRuns: 8 },
    )
  })

  test('a window is open when a clock on the wall says so, and tells until when', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: YEAR_MS / 60_000 }), (rule, minutes) => {
        const timing = { ...rule, timeZone }
        const now = from + minutes * 60_000
        const windows = naiveWindows(timing, now - DAY_MS, now + 40 * DAY_MS)
        const open = windows.find(([start, end]) => start <= now && now < end)
        const next = windows.find(([start]) => start > now)
        const until = open ? open[1] : next?.[0]
        expect(windowAt(timing, now)).toEqual({
          isIn: open !== undefined,
          until: until === Number.POSITIVE_INFINITY ? null : until,
        })
      }),
      { numRuns: 150 },
    )
  })

  test('after any gap one run is due: the newest of those missed, which counts the others', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 90 * 1440 }), (rule, minutes) => {
        const timing = { ...rule, timeZone }
        const now = from + minutes * 60_000
        const missed = naiveStarts(timing, from, now)
        const due = dueRun(timing, from, now)
        expect(due?.plannedFor).toBe(missed.at(-1))
        if (due === null) return
        expect(due.missed).toBe(Math.min(1000, missed.length - 1))
        expect(due.isCaughtUp).toBe(now - due.plannedFor > 60_000)
        expect(windowAt(timing, due.startsAt).isIn).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

it('a start every minute through months of sleep is one run, the newest within its window', () => {
  const cron = { when: { kind: 'cron', text: '* * * * *' }, timeZone: 'UTC' } as const
  const window = { startMinute: 60, endMinute: 120 }
  const now = from + 90 * DAY_MS
  const due = dueRun({ ...cron, window }, from, now)
  expect(due?.missed).toBe(1000)
  expect(iso(due?.plannedFor ?? 0)).toBe('2028-02-18T01:59:00.000Z')
  expect(iso(due?.startsAt ?? 0)).toBe('2028-02-19T01:00:00.000Z')
})

it('cron text runs as cron would have it, the leap day included', () => {
  const timing = {
    when: { kind: 'cron', text: '0 4 29 2 *' },
    window: null,
    timeZone: 'UTC',
  } as const
  expect(occurrences(timing, from, 2).map(({ start }) => iso(start))).toEqual([
    '2028-02-29T04:00:00.000Z',
    '2032-02-29T04:00:00.000Z',
  ])
})

function iso(time: number): string {
  return new Date(time).toISOString()
}
