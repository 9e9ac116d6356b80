/** Reads values out of documents that anybody may have written. */

export type Loose = Readonly<Record<string, unknown>>

/** The object itself, else an empty one. */
export function objectOf(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Loose)
    : {}
}

/** The objects of a list; a single object counts as a list of one. */
export function objectsOf(value: unknown): readonly Loose[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((item) => typeof item === 'object' && item !== null) as Loose[]
}

/** A text, or the name, value or identifier of an object; null when there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (typeof value === 'number') return String(value)
  const { name, value: inner, identifier } = objectOf(value)
  for (const candidate of [name, inner, identifier]) {
    if (typeof candidate === 'string' && candidate.trim() !== '') return candidate
    if (typeof candidate === 'number') return String(candidate)
  }
  return null
}

/** The texts of a list, each once, in its order. */
export function textsOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value]
  return [...new Set(list.map(textOf).filter((text) => text !== null))]
}

/** A whole number from 0 to 2^53; null for anything else. */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

/** ms since 1970, whole; null when it is no date. */
export function timeOf(value: unknown): number | null {
  const time = preciseTimeOf(value)
  return time === null ? null : Math.floor(time)
}

/**
 * ms since 1970, with the microseconds that the archive keeps of files. Takes `T` or a space, any
 * fraction, and no offset for UTC; null when it is no date.
 */
export function preciseTimeOf(value: unknown): number | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  const iso =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
      text,
    )
  const [, day, clock = '00:00:00', fraction = '', offset = 'Z'] = iso ?? []
  const seconds = iso === null ? Date.parse(text) : Date.parse(`${day}T${clock}${offset}`)
  const time = seconds + Number(`0.${fraction.slice(0, 6)}`) * 1000
  return Number.isNaN(time) ? null : time
}
