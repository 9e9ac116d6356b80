import { cutFacets, type FacetFind } from './facet-lists.ts'
import { type FacetField, type FileFacts, facetFields, valuesOf } from './facts.ts'
import type { Facet, Facets, NotUnderstood } from './files.ts'
import { compareNatural, naturalKey } from './natural-order.ts'
import { type Filter, filterPredicate, noFilter } from './selection.ts'

interface Count {
  files: number
  sizeBytes: number
}

/** Counts what there is to choose from, and what is left of each value under all other conditions. */
export function createFacetCounter(filter: Filter): {
  add(file: FileFacts): void
  facets(find?: FacetFind | null): Facets
} {
  const counts = facetFields.map((field) => ({ field, of: createCounts() }))
  const odd = new Map<string, number>()
  const holds = filterPredicate({ ...filter, facets: [] })
  const conditions = filter.facets.map((facet) => ({
    field: facet.field,
    holds: filterPredicate({ ...noFilter, facets: [facet] }),
  }))
  /** The fields whose conditions it fails. */
  function failing(file: FileFacts): readonly FacetField[] {
    const fields = conditions.filter((it) => !it.holds(file)).map((it) => it.field)
    return fields.length < 2 ? fields : [...new Set(fields)]
  }

  function add(file: FileFacts): void {
    if (!holds(file)) return
    const failed = failing(file)
    if (failed.length > 1) return
    const [only] = failed
    for (const { field, of } of counts) {
      if (only === undefined || only === field) of.add(valuesOf(file, field), file.sizeBytes)
    }
    const isOdd = only === undefined && file.age !== null && file.ageDays === null
    if (isOdd) odd.set(file.age, (odd.get(file.age) ?? 0) + 1)
  }

  function facets(find: FacetFind | null = null): Facets {
    const lists = counts.map(({ field, of }) => {
      const asked = filter.facets.filter((it) => it.field === field).flatMap((it) => it.values)
      const text = find?.field === field ? find.text : ''
      const { values, more } = cutFacets(listOf(of.all, asked), { asked: new Set(asked), text })
      return { field, values, more }
    })
    const notUnderstood = [...odd]
      .sort(([a], [b]) => compareNatural(a, b))
      .map(([value, number]): NotUnderstood => ({ field: 'age', value, files: number }))
    const byField = <T>(of: (list: (typeof lists)[number]) => T) =>
      Object.fromEntries(lists.map((list) => [list.field, of(list)])) as Record<FacetField, T>
    return { ...byField(({ values }) => values), more: byField(({ more }) => more), notUnderstood }
  }
  return { add, facets }
}

/** Neighbours mostly say the same, so what was counted last is at hand. */
function createCounts() {
  const all = new Map<string, Count>()
  let last: Count = { files: 0, sizeBytes: 0 }
  let lastValue: string | null = null

  function countOf(value: string): Count {
    if (value === lastValue) return last
    last = all.get(value) ?? { files: 0, sizeBytes: 0 }
    lastValue = value
    all.set(value, last)
    return last
  }

  function count(value: string, sizeBytes: number): void {
    const own = countOf(value)
    own.files += 1
    own.sizeBytes += sizeBytes
  }

  return {
    all,
    add(values: readonly string[], sizeBytes: number): void {
      for (const value of values) count(value, sizeBytes)
      if (values.length === 0) count('', sizeBytes)
    },
  }
}

/** A value that is asked for stays, though nothing of it is left. */
function listOf(counts: ReadonlyMap<string, Count>, asked: readonly string[]): readonly Facet[] {
  const values = new Set([...counts.keys(), ...asked])
  return [...values]
    .map((value) => ({ value, key: `${value === '' ? 1 : 0}${naturalKey(value)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ value }) => ({ value, ...(counts.get(value) ?? { files: 0, sizeBytes: 0 }) }))
}
