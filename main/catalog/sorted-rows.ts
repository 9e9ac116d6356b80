/** Rows in an order of columns; equal ones stay as they were. */
import type { FileColumn } from '../model/files.ts'
import { naturalKey } from '../model/natural-order.ts'
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

function placesOf(rows: Rows, column: Exclude<FileColumn, 'name'>): Places {
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
export function numberPlaces(values: Float64Array): Places {
  const sorted = values.slice().sort()
  const distinct = sorted.filter((value, at) => !Number.isNaN(value) && value !== sorted[at - 1])
  const of = Int32Array.from(values, (value) =>
    Number.isNaN(value) ? -1 : firstNotBelow(distinct, value),
  )
  return { of: (row) => of[row] ?? -1, count: distinct.length }
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
function agePlaces(rows: Rows): Places {
  const { lists, codes } = rows.labels.age
  const from = numberPlaces(
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
  const keys: string[] = []
  const natural = createNaturalRows(keys)
  return async () => {
    await inTurns(rows.size - keys.length, () => {
      const path = rows.paths[keys.length]
      if (path === undefined) return
      keys.push(naturalKey(path.slice(path.lastIndexOf('/') + 1)))
      if (keys.length % 1024 === 0) natural.grow(keys.length)
    })
    natural.grow(keys.length)
    const order = natural.order()
    const of = new Int32Array(order.length)
    let place = -1
    for (const [at, row] of order.entries()) {
      if (at === 0 || keys[row] !== keys[order[at - 1] ?? 0]) place += 1
      of[row] = place
    }
    return { of: (row) => of[row] ?? -1, count: place + 1 }
  }
}
