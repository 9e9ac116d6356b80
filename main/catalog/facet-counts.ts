import { isGestational } from '../model/age.ts'
import { type FacetField, facetFields } from '../model/facts.ts'
import type { Facet, Facets, NotUnderstood } from '../model/files.ts'
import { compareNatural } from '../model/natural-order.ts'
import type { Filter } from '../model/selection.ts'
import type { Labels } from './labels.ts'
import type { Rows } from './rows.ts'
import { inSight, type Sight } from './sight.ts'
import { createTurns, inTurns } from './turns.ts'

interface Counts {
  readonly files: Float64Array
  readonly sizeBytes: Float64Array
}

/** The counts of each facet's values under all conditions on other fields. */
export async function facetsOf(rows: Rows, filter: Filter, { states }: Sight): Promise<Facets> {
  const counts = facetFields.map((field) => countsFor(rows.labels[field]))
  const ages = countsFor(rows.labels.age)
  const codes = facetFields.map((field) => rows.labels[field].codes)
  const ageCodes = rows.labels.age.codes
  const { sizes } = rows
  const add = (to: Counts, code: number, row: number) => {
    to.files[code] = (to.files[code] ?? 0) + 1
    to.sizeBytes[code] = (to.sizeBytes[code] ?? 0) + (sizes[row] ?? 0)
  }
  await inTurns(states.length, (row) => {
    const state = states[row] ?? inSight
    const first = state === inSight ? 0 : state - 1
    const last = state === inSight ? counts.length : Math.min(state, counts.length)
    for (let at = first; at < last; at++) add(counts[at] as Counts, codes[at]?.[row] ?? 0, row)
    if (state === inSight) add(ages, ageCodes[row] ?? 0, row)
  })
  const turns = createTurns()
  const fields: Partial<Record<FacetField, readonly Facet[]>> = {}
  for (const [at, field] of facetFields.entries()) {
    await turns.pause()
    const conditions = filter.facets.filter((it) => it.field === field)
    const asked = new Set(conditions.flatMap((it) => it.values))
    const own = counts[at]
    if (own) fields[field] = facetList(rows.labels[field], own, asked)
  }
  return {
    ...(fields as Record<FacetField, readonly Facet[]>),
    notUnderstood: notUnderstood(rows, ages),
  }
}

function countsFor({ lists }: Labels): Counts {
  return { files: new Float64Array(lists.length), sizeBytes: new Float64Array(lists.length) }
}

/** Values in natural order, what is not stated last. One that is asked for is there with 0 files too. */
function facetList(labels: Labels, counts: Counts, asked: ReadonlySet<string>): readonly Facet[] {
  const found = new Map<string, { value: string; files: number; sizeBytes: number }>()
  const add = (value: string, code: number) => {
    const known = found.get(value) ?? { value, files: 0, sizeBytes: 0 }
    known.files += counts.files[code] ?? 0
    known.sizeBytes += counts.sizeBytes[code] ?? 0
    found.set(value, known)
  }
  const codes = labels.order().filter((code) => (counts.files[code] ?? 0) > 0)
  for (const code of codes) for (const value of labels.lists[code] ?? []) add(value, code)
  for (const value of asked) if (!found.has(value)) add(value, -1)
  found.delete('')
  const facets = [...found.values()]
  const isInOrder = asked.size === 0 && labels.lists.every((list) => list.length < 2)
  if (!isInOrder) facets.sort((a, b) => compareNatural(a.value, b.value))
  const none = { value: '', files: counts.files[0] ?? 0, sizeBytes: counts.sizeBytes[0] ?? 0 }
  return none.files > 0 || asked.has('') ? [...facets, none] : facets
}

function notUnderstood(rows: Rows, { files }: Counts): readonly NotUnderstood[] {
  const { lists, order } = rows.labels.age
  return [...order()].flatMap((code) => {
    const value = lists[code]?.[0]
    const count = files[code] ?? 0
    const isClear = value === undefined || rows.ageDays(code) !== null || isGestational(value)
    return isClear || count === 0 ? [] : [{ field: 'age' as const, value, files: count }]
  })
}
