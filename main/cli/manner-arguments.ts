/** Options of `schedules add` that say how fast runs may go, and under which conditions. */
import type { ParseArgsOptionsConfig } from 'node:util'
import type { ScheduleDraft, Weekday } from '../model/schedule.ts'
import { settingsBounds } from '../model/settings.ts'
import type { SpeedRule } from '../model/timetable.ts'
import { bytesOf, invalid } from './argument-values.ts'

export const mannerOptions = {
  limit: { type: 'string' },
  hours: { type: 'string', multiple: true, default: [] },
  'only-on-mains': { type: 'boolean', default: false },
  'not-metered': { type: 'boolean', default: false },
  'no-vpn': { type: 'boolean', default: false },
  'not-on': { type: 'string', multiple: true, default: [] },
} satisfies ParseArgsOptionsConfig

export interface MannerValues {
  readonly limit?: string | undefined
  readonly hours: readonly string[]
  readonly 'only-on-mains': boolean
  readonly 'not-metered': boolean
  readonly 'no-vpn': boolean
  readonly 'not-on': readonly string[]
}

export function mannersOf(
  values: MannerValues,
): Pick<ScheduleDraft, 'speedLimitBytesPerSecond' | 'timetable' | 'conditions'> {
  const { limit, hours } = values
  return {
    speedLimitBytesPerSecond: limit === undefined ? null : rateOf('limit', limit),
    timetable: hours.map(hoursOf),
    conditions: {
      onMains: values['only-on-mains'],
      notMetered: values['not-metered'],
      notVpn: values['no-vpn'],
      notOn: values['not-on'],
    },
  }
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** `mon,tue` or `mon-fri` as days of the week. */
export function daysOf(option: string, text: string): readonly Weekday[] {
  return text.split(',').flatMap((word) => {
    const [from = '', to = from] = word.split('-')
    const first = dayOf(option, from)
    const count = ((dayOf(option, to) - first + 7) % 7) + 1
    return Array.from({ length: count }, (_, index) => (((first - 1 + index) % 7) + 1) as Weekday)
  })
}

function dayOf(option: string, word: string): number {
  const day = dayNames.findIndex((name) => word.trim().toLowerCase().startsWith(name)) + 1
  if (day === 0) throw invalid(option, word, dayNames.join(', '))
  return day
}

/** `22:00` as minutes since midnight. */
export function minuteOf(option: string, text: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (hours === undefined) throw invalid(option, text, 'a time such as 22:00')
  return Number(hours) * 60 + Number(minutes)
}

/** `mon-fri 8:00-18:00 2MB/s`; without days on all of them. */
function hoursOf(text: string): SpeedRule {
  const [, days, from, to, speed] =
    /^(?:([a-z,-]+)\s+)?(\d+:\d+)\s*-\s*(\d+:\d+)\s+(\S+)$/i.exec(text.trim()) ?? []
  if (from === undefined || to === undefined || speed === undefined)
    throw invalid('hours', text, '[mon-fri] 8:00-18:00 2MB/s, … full, … rest')
  return {
    days: days === undefined ? [1, 2, 3, 4, 5, 6, 7] : daysOf('hours', days),
    fromMinute: minuteOf('hours', from),
    toMinute: minuteOf('hours', to),
    bytesPerSecond: speedOf(speed),
  }
}

function speedOf(text: string): number | null {
  if (text === 'full') return null
  return text === 'rest' ? 0 : rateOf('hours', text)
}

function rateOf(option: string, text: string): number {
  const rate = bytesOf(option, text.replace(/\/s$/, ''))
  const { min, max } = settingsBounds.speedLimitBytesPerSecond
  if (rate < min || rate > max) throw invalid(option, text, '17kB/s to 107GB/s')
  return rate
}
