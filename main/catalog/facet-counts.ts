import { isGestational } from '../model/age.ts'
import { cutFacets, type FacetFind, leastOf, mostValues } from '../model/facet-lists.ts'
import { type FacetField, facetFields } from '../model/facts.ts'
import type { Facet, Facets, NotUnderstood } from '../model/files.ts'
import { naturalKey } from '../model/natural-order.ts'
import type { Filter } from '../model/selection.ts'
import type { Labels } from './labels.ts'
import type { Rows } from './rows.ts'
import { inSight, type Sight } from './sight.ts'
import { createTexts } from './sorted-rows.ts'
import { inTurns } from './turns.ts'

interface Counts {
  readonly files: Float64Array
  readonly sizeBytes: Float64Array
}

/** The counts of each facet's values under all conditions on other fields. */
export async function facetsOf(
  rows: Rows,
  { filter, find }: { readonly filter: Filter; readonly find: FacetFind | null },
  { states }: Sight,
): Promise<Facets> {
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
  const fields: Partial<Record<FacetField, readonly Facet[]>> = {}
  const more: Partial<Record<FacetField, number>> = {}
  for (const [at, field] of facetFields.entries()) {
    const conditions = filter.facets.filter((it) => it.field === field)
    const asked = new Set(conditions.flatMap((it) => it.values))
    const wish = { asked, text: find?.field === field ? find.text : '' }
    const cut = await cutOf(rows.labels[field], counts[at] as Counts, wish)
    fields[field] = cut.values
    more[field] = cut.more
  }
  return {
    ...(fields as Record<FacetField, readonly Facet[]>),
    more: more as Facets['more'],
    notUnderstood: notUnderstood(rows, ages),
  }
}

function countsFor({ lists }: Labels): Counts {
  return { files: new Float64Array(lists.length), sizeBytes: new Float64Array(lists.length) }
}

interface Wish {
  readonly asked: ReadonlySet<string>
  readonly text: string
}

/** Of very many values of which none is meant, only those that are told are made. */
async function cutOf(labels: Labels, counts: Counts, wish: Wish): Promise<Cut> {
  const isMeant = wish.asked.size > 0 || wish.text.trim() !== ''
  const most = isMeant || labels.lists.length <= mostValues ? null : await mostOf(labels, counts)
  return most ?? cutFacets(await facetList(labels, counts, wish.asked), wish)
}

type Cut = ReturnType<typeof cutFacets>

/** Null where rows have several values, or where all are to be told. */
async function mostOf(labels: Labels, { files, sizeBytes }: Counts): Promise<Cut | null> {
  const order = labels.order()
  const present = new Int32Array(order.length)
  let count = 0
  let isSingle = true
  await inTurns(order.length, (at) => {
    const code = order[at] ?? 0
    if (code === 0 || files[code] === 0) return
    if (labels.lists[code]?.length !== 1 || labels.lists[code]?.[0] === '') isSingle = false
    present[count++] = code
  })
  if (files[0]) present[count++] = 0
  if (!isSingle || count <= mostValues) return null
  const codes = present.subarray(0, count)
  const { least, ...left } = leastOf(Float64Array.from(codes, (code) => files[code] ?? 0))
  let { room } = left
  const values: Facet[] = []
  await inTurns(count, (at) => {
    const code = codes[at] ?? 0
    const own = files[code] ?? 0
    if (own < least && code !== 0) return
    if (own === least && room > 0) room -= 1
    else if (own <= least && code !== 0) return
    const value = labels.lists[code]?.[0] ?? ''
    values.push({ value, files: own, sizeBytes: sizeBytes[code] ?? 0 })
  })
  return { values, more: count - values.length }
}

/** Values in natural order, what is not stated last. One that is asked for is there with 0 files too. */
async function facetList(
  labels: Labels,
  { files, sizeBytes }: Counts,
  asked: ReadonlySet<string>,
): Promise<readonly Facet[]> {
  const found = new Map<string, { value: string; files: number; sizeBytes: number }>()
  const add = (value: string, code: number) => {
    const known = found.get(value) ?? { value, files: 0, sizeBytes: 0 }
    known.files += files[code] ?? 0
    known.sizeBytes += sizeBytes[code] ?? 0
    found.set(value, known)
  }
  const order = labels.order()
  let isInOrder = true
  await inTurns(order.length, (at) => {
    const code = order[at] ?? 0
    const list = labels.lists[code] ?? []
    if ((files[code] ?? 0) === 0) return
    if (list.length > 1) isInOrder = false
    for (const value of list) add(value, code)
  })
  for (const value of asked) {
    if (found.has(value)) continue
    isInOrder = false
    add(value, -1)
  }
  found.delete('')
  const none = { value: '', files: files[0] ?? 0, sizeBytes: sizeBytes[0] ?? 0 }
  const rest = none.files > 0 || asked.has('') ? [none] : []
  return [...(isInOrder ? found.values() : await inNaturalOrder([...found.values()])), ...rest]
}

async function inNaturalOrder(facets: readonly Facet[]): Promise<readonly Facet[]> {
  const texts = createTexts()
  await inTurns(facets.length, (at) => texts.add(naturalKey(facets[at]?.value ?? '')))
  return Array.from(texts.order(), (at) => facets[at] as Facet)
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
