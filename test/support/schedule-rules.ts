import fc from 'fast-check'
import { hourSteps, type Recurrence, type Weekday, weekdays } from '../../main/model/schedule.ts'
import type { Rule } from './naive-calendar.ts'

export const timeZones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
  'UTC',
] as const

/** Rather often the hours in which clocks change. */
const minute = fc.oneof(
  fc.integer({ min: 0, max: 24 * 60 - 1 }),
  fc.integer({ min: 60, max: 3 * 60 + 30 }),
)

const when: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), atMinute: minute }),
  fc.record({
    kind: fc.constant('weekly' as const),
    atMinute: minute,
    days: fc.subarray([...weekdays] as Weekday[], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('hours' as const),
    atMinute: minute,
    hours: fc.constantFrom(...hourSteps),
  }),
  fc.record({
    kind: fc.constant('monthly' as const),
    atMinute: minute,
    day: fc.oneof(fc.integer({ min: 1, max: 28 }), fc.constant('last' as const)),
  }),
)

const length = fc.integer({ min: 1, max: 24 * 60 - 1 })

/** Rules whose runs begin within their windows, if they have any. */
export const rules: fc.Arbitrary<Omit<Rule, 'timeZone'>> = fc
  .record({ when, length: fc.option(length), before: fc.integer({ min: 0, max: 600 }) })
  .map(({ when: recurrence, length: minutes, before }) => {
    if (minutes === null || recurrence.kind === 'cron') return { when: recurrence, window: null }
    const startMinute = (recurrence.atMinute - (before % minutes) + 24 * 60) % (24 * 60)
    return {
      when: recurrence,
      window: { startMinute, endMinute: (startMinute + minutes) % (24 * 60) },
    }
  })
