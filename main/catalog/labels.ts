/** A column of texts or lists of texts, each distinct one kept once. */
import { compareNatural, naturalKey } from '../model/natural-order.ts'
import { createNaturalRows } from './natural-rows.ts'

export interface Labels {
  set(row: number, values: readonly string[]): void
  /** Of the rows, each an index into `lists`; 0 is none. Replaced when it grows. */
  readonly codes: Uint32Array
  readonly lists: readonly (readonly string[])[]
  /** Puts in order what came, so that the first who asks for the order of very many waits for little. */
  tidy(): void
  /** All codes, 0 included, in the natural order of what they stand for. */
  order(): Int32Array
  /** By code the place among all, as people count; the same text, the same place. None is -1. */
  ranks(): Ranks
}

export interface Ranks {
  readonly of: Int32Array
  /** Places run from 0 to below this. */
  readonly count: number
}

export function createLabels(): Labels {
  const lists: (readonly string[])[] = [[]]
  const keys: string[] = ['']
  const natural = createNaturalRows(keys)
  const known = new Map<string, number>([['', 0]])
  let codes = new Uint32Array(1024)
  let ranked: Ranks = { of: Int32Array.of(-1), count: 0 }

  function codeOf(values: readonly string[]): number {
    const text = values.length === 1 ? (values[0] ?? '') : values.join('\u0000')
    const found = known.get(text)
    if (found !== undefined) return found
    known.set(text, lists.length)
    lists.push(values)
    keys.push(naturalKey(textOf(values)))
    return lists.length - 1
  }

  function order(): Int32Array {
    natural.grow(lists.length)
    return natural.order()
  }

  return {
    set(row, values) {
      if (row >= codes.length) {
        const larger = new Uint32Array(codes.length * 2)
        larger.set(codes)
        codes = larger
      }
      codes[row] = codeOf(values)
    },
    get codes() {
      return codes
    },
    lists,
    tidy: () => natural.grow(lists.length),
    order,
    ranks() {
      if (ranked.of.length < lists.length) ranked = rank(order(), keys)
      return ranked
    },
  }
}

/** What a list is called where it has one cell. */
function textOf(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : [...values].sort(compareNatural).join(', ')
}

function rank(order: Int32Array, keys: readonly string[]): Ranks {
  const of = new Int32Array(order.length)
  let place = -1
  let before: string | undefined
  for (const code of order) {
    if (code === 0) continue
    if (keys[code] !== before) place += 1
    before = keys[code]
    of[code] = place
  }
  of[0] = -1
  return { of, count: place + 1 }
}
