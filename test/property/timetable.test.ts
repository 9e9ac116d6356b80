import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Weekday, weekdays } from '../../main/model/schedule.ts'
import type { SpeedRule } from '../../main/model/timetable.ts'
import { timetableAt } from '../../main/schedule/timetable.ts'
import { naiveWindows } from '../support/naive-calendar.ts'
import { timeZones } from '../support/schedule-rules.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const minute = fc.oneof(
  fc.integer({ min: 0, max: 24 * 60 - 1 }),
  fc.integer({ min: 60, max: 3 * 60 + 30 }),
)
const days = fc.subarray([...weekdays] as Weekday[])
const bytesPerSecond = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc.integer({ min: 17_000, max: 99_000_000 }),
)
const part = fc
  .record({ days, fromMinute: minute, toMinute: minute, bytesPerSecond })
  .filter(({ fromMinute, toMinute }) => fromMinute !== toMinute)
const wholeDay = fc.record({
  days,
  fromMinute: fc.constant(0),
  toMinute: fc.constant(0),
  bytesPerSecond,
})
const rules = fc.array(fc.oneof({ arbitrary: part, weight: 3 }, wholeDay), { maxLength: 5 })

/** Rather often near a change of the clocks. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }),
  fc
    .tuple(
      fc.constantFrom(
        ...[Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)],
        ...[Date.UTC(2026, 2, 8), Date.UTC(2026, 10, 1), Date.UTC(2026, 3, 5)],
      ),
      fc.integer({ min: -DAY_MS, max: DAY_MS }),
    )
    .map(([at, off]) => at + off),
)

function holds(rule: SpeedRule, timeZone: string, now: number): boolean {
  const { days: on, fromMinute, toMinute } = rule
  if (on.length === 0) return false
  if (fromMinute === toMinute) return on.includes(weekdayOf(timeZone, now))
  const window = { startMinute: fromMinute, endMinute: toMinute }
  const when = { kind: 'weekly', atMinute: fromMinute, days: on } as const
  return naiveWindows({ when, window, timeZone }, now - 2 * DAY_MS, now + DAY_MS).some(
    ([start, end]) => start <= now && now < end,
  )
}

function weekdayOf(timeZone: string, now: number): Weekday {
  const name = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' }).format(now)
  return (['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(name) + 1) as Weekday
}

/** Speed of the slowest rule; undefined when none holds. */
function naiveSpeed(all: readonly SpeedRule[], timeZone: string, now: number) {
  const speeds = all.filter((rule) => holds(rule, timeZone, now)).map((rule) => rule.bytesPerSecond)
  if (speeds.length === 0) return undefined
  const limits = speeds.filter((speed) => speed !== null)
  return limits.length === 0 ? null : Math.min(...limits)
}

test.each(timeZones)(
  'in %s the slowest rule holds, as a calendar counted out minute by minute says, until it is said',
  (timeZone) => {
    fc.assert(
      fc.property(rules, moment, fc.double({ min: 0, max: 1, noNaN: true }), (all, now, share) => {
        const { rule, until } = timetableAt(all, timeZone, now)
        expect(rule?.bytesPerSecond).toBe(naiveSpeed(all, timeZone, now))
        if (until === null) {
          expect(all.every((each) => each.days.length === 0)).toBe(true)
          return
        }
        expect(until).toBeGreaterThan(now)
        const between = Math.min(until - 1, now + Math.floor((until - now) * share))
        expect(naiveSpeed(all, timeZone, between)).toBe(rule?.bytesPerSecond)
        expect(until - now).toBeLessThanOrEqual(7 * DAY_MS + 120 * MINUTE_MS)
      }),
      { numRuns: 60 },
    )
  },
)
