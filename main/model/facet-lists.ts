import type { FacetField } from './facts.ts'
import type { Facet } from './files.ts'

/** What somebody looks for among the values of one facet. */
export interface FacetFind {
  readonly field: FacetField
  /** A part of the value; case is ignored. */
  readonly text: string
}

/** More than anybody reads; one that is not among them is found by a part of its text. */
const mostValues = 500

/**
 * Of values as people count, `''` last, those in which the text is found: the ones with most files,
 * in the same order, and how many more there are. Values that are asked for are there whatever is
 * left of them.
 */
export function cutFacets(
  all: readonly Facet[],
  {
    asked,
    text,
    most = mostValues,
  }: { readonly asked: ReadonlySet<string>; readonly text: string; readonly most?: number },
): { readonly values: readonly Facet[]; readonly more: number } {
  const part = text.trim().toLowerCase()
  const isFound = ({ value }: Facet) =>
    part === '' || value === '' || asked.has(value) || value.toLowerCase().includes(part)
  const found = part === '' ? all : all.filter(isFound)
  if (found.length <= most) return { values: found, more: 0 }
  const files = Float64Array.from(found, (it) => it.files).sort()
  const least = files[files.length - most] ?? 0
  let room = most - found.reduce((sum, it) => sum + Number(it.files > least), 0)
  const values = found.filter((it) => {
    if (it.files === least && room > 0) room -= 1
    else return it.files > least || it.value === '' || asked.has(it.value)
    return true
  })
  return { values, more: found.length - values.length }
}
