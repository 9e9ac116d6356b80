/** Ages as metadata have them, as days from birth. */
import { remembered } from './remembered.ts'

const dayOf = { years: 365.25, months: 30.44, weeks: 7 } as const

/** Put behind an age that is counted from conception; the archive keeps the reference beside it. */
export const gestational = ' (gestational)'

export function isGestational(age: string): boolean {
  return age.endsWith(gestational)
}

/**
 * An ISO 8601 duration (`P90D`, `P0.5Y`, `P1Y2M`, `P8W`) or a range of two (`P1D/P3D`) with open ends
 * (`P90D/`, `/P3D`) as days from birth. `Infinity` is an open end. Null for free text, for a range
 * that runs backwards, and for ages that are counted from conception.
 */
export function ageDaysOf(age: string): readonly [from: number, to: number] | null {
  const ends = age.trim().split('/')
  if (ends.length > 2) return null
  const [first = '', second = first] = ends.map((end) => end.trim())
  if (isOpen(first) && isOpen(second)) return null
  const from = isOpen(first) ? 0 : daysOf(first)
  const to = isOpen(second) ? Number.POSITIVE_INFINITY : daysOf(second)
  return from === null || to === null || from > to ? null : [from, to]
}

function isOpen(end: string): boolean {
  return end === '' || end === '..'
}

const number = String.raw`(\d+(?:[.,]\d+)?)`
const duration = new RegExp(
  `^P(?=.)(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?` +
    `(?:T(?=.)(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`,
  'i',
)

const daysOf = remembered((text: string): number | null => {
  const match = duration.exec(text)
  if (match === null) return null
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number((part ?? '0').replace(',', '.')))
  const whole = years * dayOf.years + months * dayOf.months + weeks * dayOf.weeks + days
  return whole + hours / 24 + minutes / 1440 + seconds / 86_400
})
