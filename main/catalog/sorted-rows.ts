/** Rows in an order of columns; equal ones stay as they were. */
import type { FileColumn } from '../model/files.ts'
import { createKept } from './kept.ts'
import { createNaturalRows } from './natural-rows.ts'
import type { Rows } from './rows.ts'
import { inTurns } from './turns.ts'

/** By row a place from 0 to below `count`; -1 for rows without a value, which come last. */
export interface Places {
  readonly of: (row: number) => number
  readonly count: number
  /** Places below this come before the others in either direction; absent: all of them. */
  readonly first?: number
}

/** Sorts by counting, the second key first, so that the cost does not depend on how rows lie. */
export function sortedBy(
  rows: Int32Array,
  keys: readonly (Places & { readonly descending: boolean })[],
): Int32Array {
  return keys.reduceRight<Int32Array>(countingSort, rows)
}

function countingSort(
  rows: Int32Array,
  { of, count, first = count, descending }: Places & { readonly descending: boolean },
): Int32Array {
  const bucket = (row: number) => {
    const place = of(row)
    if (place < 0) return count
    if (!descending) return place
    return place < first ? first - 1 - place : first + count - 1 - place
  }
  const starts = new Int32Array(count + 2)
  for (const row of rows) starts[bucket(row) + 1] = (starts[bucket(row) + 1] ?? 0) + 1
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
  const sorted = new Int32Array(rows.length)
  for (const row of rows) {
    const at = bucket(row)
    const place = starts[at] ?? 0
    sorted[place] = row
    starts[at] = place + 1
  }
  return sorted
}

/** The places of all rows by each column, worked out once for each state of the rows. */
export function createColumnPlaces(rows: Rows): (column: FileColumn) => Promise<Places> {
  const names = createNames(rows)
  const kept = createKept<Places>(4)
  return (column) =>
    kept(`${rows.generation} ${column}`, async () =>
      column === 'name' ? names() : placesOf(rows, column),
    )
}

async function placesOf(rows: Rows, column: Exclude<FileColumn, 'name'>): Promise<Places> {
  switch (column) {
    case 'path':
      return pathPlaces(rows)
    case 'sizeBytes':
      return numberPlaces(rows.sizes.subarray(0, rows.size))
    case 'modifiedAt':
      return numberPlaces(rows.times.subarray(0, rows.size))
    case 'age':
      return agePlaces(rows)
    default: {
      const { codes } = rows.labels[column]
      const { of, count } = rows.labels[column].ranks()
      return { of: (row) => of[codes[row] ?? 0] ?? -1, count }
    }
  }
}

function pathPlaces(rows: Rows): Places {
  const order = rows.order()
  const of = new Int32Array(order.length)
  for (let at = 0; at < order.length; at++) of[order[at] ?? 0] = at
  return { of: (row) => of[row] ?? -1, count: order.length }
}

/** Numbers are sorted natively, which leaves NaN at the end; each row then finds its own. */
export async function numberPlaces(values: Float64Array): Promise<Places> {
  const sorted = values.slice().sort()
  let count = 0
  await inTurns(sorted.length, (at) => {
    const value = sorted[at] ?? Number.NaN
    if (Number.isNaN(value) || (count > 0 && value === sorted[count - 1])) return
    sorted[count] = value
    count += 1
  })
  const distinct = sorted.subarray(0, count)
  const of = new Int32Array(values.length)
  await inTurns(values.length, (at) => {
    const value = values[at] ?? Number.NaN
    of[at] = Number.isNaN(value) ? -1 : firstNotBelow(distinct, value)
  })
  return { of: (row) => of[row] ?? -1, count }
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Ages that were understood by their beginning, then the others by their text. */
async function agePlaces(rows: Rows): Promise<Places> {
  const { lists, codes } = rows.labels.age
  const from = await numberPlaces(
    Float64Array.from(lists, (_, code) => rows.ageDays(code)?.[0] ?? Number.NaN),
  )
  const texts = rows.labels.age.ranks()
  const of = Int32Array.from(lists, (_, code) => {
    const place = from.of(code)
    return place < 0 && code > 0 ? from.count + (texts.of[code] ?? 0) : place
  })
  const count = from.count + texts.count
  return { of: (row) => of[codes[row] ?? 0] ?? -1, count, first: from.count }
}

/** Names differ in nearly every row, so they are put in order when somebody first asks for it. */
function createNames(rows: Rows): () => Promise<Places> {
  const names = createTexts()
  return async () => {
    await inTurns(rows.size - names.size, () => {
      const key = rows.keys[names.size]
      if (key !== undefined) names.add(key.slice(key.lastIndexOf('\u0000') + 1))
    })
    return names.places()
  }
}

/** Texts by their natural keys, put in order while they are added, so that no turn is long. */
export function createTexts() {
  const keys: string[] = []
  const natural = createNaturalRows(keys)
  const order = () => {
    natural.grow(keys.length)
    return natural.order()
  }
  return {
    get size() {
      return keys.length
    },
    add(key: string): void {
      keys.push(key)
      if (keys.length % 1024 === 0) natural.grow(keys.length)
    },
    order,
    /** Of all texts so far, in the order in which they were added; equal ones have one place. */
    async places(): Promise<Places> {
      const all = order()
      const of = new Int32Array(all.length)
      let place = -1
      let before: string | null = null
      await inTurns(all.length, (at) => {
        const row = all[at] ?? 0
        const key = keys[row] ?? ''
        if (key !== before) place += 1
        before = key
        of[row] = place
      })
      return { of: (row) => of[row] ?? -1, count: place + 1 }
    },
  }
}
