import type { Night } from '../model/night.ts'
import { ticksOf } from './ticks.ts'

const NOON = '0 12 * * *'
const HALF_DAY_MS = 12 * 3_600_000

/** The night that a time belongs to, from noon to noon in a time zone. */
export function nightAt(time: number, timeZone: string): Night {
  const noons = ticksOf(NOON, timeZone)
  const from = noons.upTo(time) ?? time
  const to = noons.after(time) ?? time
  return { morning: dateOf(to, timeZone), from, to }
}

/** The night before the noon of a date such as 2026-11-22; null for what is no date. */
export function nightOf(morning: string, timeZone: string): Night | null {
  const noon = Date.parse(`${morning}T12:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(morning) || Number.isNaN(noon)) return null
  // Zones are up to 14 hours ahead.
  for (const shift of [-2, -1, 0, 1]) {
    const night = nightAt(noon + shift * HALF_DAY_MS - 1, timeZone)
    if (night.morning === morning) return night
  }
  return null
}

/** Six and seven in the morning, and ten: before, between and after which a night is told. */
export function morningTimes({ from }: Night, timeZone: string) {
  const at = (hour: number) => ticksOf(`0 ${hour} * * *`, timeZone).after(from) ?? from
  return { first: at(6), usual: at(7), last: at(10) }
}

function dateOf(time: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(time)
}
