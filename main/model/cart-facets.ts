import { type FacetField, type FileFacts, facetFields, valuesOf } from './facts.ts'
import type { Facet, Facets, NotUnderstood } from './files.ts'
import { compareNatural } from './natural-order.ts'
import { type Filter, filterPredicate, noFilter } from './selection.ts'

interface Count {
  files: number
  sizeBytes: number
}

/** Counts what there is to choose from, and what is left of each value under all other conditions. */
export function createFacetCounter(filter: Filter): {
  add(file: FileFacts): void
  facets(): Facets
} {
  const counts = new Map(facetFields.map((field) => [field, new Map<string, Count>()]))
  const odd = new Map<string, number>()
  const holds = filterPredicate({ ...filter, facets: [] })
  const conditions = filter.facets.map((facet) => ({
    field: facet.field,
    holds: filterPredicate({ ...noFilter, facets: [facet] }),
  }))
  function add(file: FileFacts): void {
    const isLeft = holds(file)
    const failing = new Set(conditions.filter((it) => !it.holds(file)).map((it) => it.field))
    for (const field of facetFields) {
      const isCounted = isLeft && [...failing].every((it) => it === field)
      countValues(file, { field, isCounted }, counts.get(field))
    }
    if (isLeft && failing.size === 0 && file.age !== null && file.ageDays === null)
      odd.set(file.age, (odd.get(file.age) ?? 0) + 1)
  }
  function facets(): Facets {
    const fields = facetFields.map((field) => [field, listOf(field, counts.get(field), filter)])
    const notUnderstood = [...odd]
      .sort(([a], [b]) => compareNatural(a, b))
      .map(([value, number]): NotUnderstood => ({ field: 'age', value, files: number }))
    const byField = Object.fromEntries(fields) as Record<FacetField, readonly Facet[]>
    return { ...byField, notUnderstood }
  }
  return { add, facets }
}

function countValues(
  file: FileFacts,
  { field, isCounted }: { readonly field: FacetField; readonly isCounted: boolean },
  counts: Map<string, Count> | undefined,
): void {
  if (!isCounted) return
  const stated = valuesOf(file, field)
  for (const value of stated.length === 0 ? [''] : stated) {
    const count = counts?.get(value) ?? { files: 0, sizeBytes: 0 }
    count.files += 1
    count.sizeBytes += file.sizeBytes
    counts?.set(value, count)
  }
}

/** A value that is asked for stays, though nothing of it is left. */
function listOf(
  field: FacetField,
  counts: ReadonlyMap<string, Count> | undefined,
  { facets }: Filter,
): readonly Facet[] {
  const asked = facets.filter((it) => it.field === field).flatMap((it) => it.values)
  const values = [...new Set([...(counts?.keys() ?? []), ...asked])]
  return values
    .sort((a, b) => Number(a === '') - Number(b === '') || compareNatural(a, b))
    .map((value) => ({ value, ...(counts?.get(value) ?? { files: 0, sizeBytes: 0 }) }))
}
