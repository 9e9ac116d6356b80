import type { FacetField } from './facts.ts'
import type { Facet } from './files.ts'

/** What somebody looks for among the values of one facet. */
export interface FacetFind {
  readonly field: FacetField
  /** A part of the value; case is ignored. */
  readonly text: string
}

/** More than anybody reads; one that is not among them is found by a part of its text. */
export const mostValues = 500

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
  const { least, ...left } = leastOf(
    Float64Array.from(found, (it) => it.files),
    most,
  )
  let { room } = left
  const values = found.filter((it) => {
    if (it.files === least && room > 0) room -= 1
    else return it.files > least || it.value === '' || asked.has(it.value)
    return true
  })
  return { values, more: found.length - values.length }
}

/** How many files the last of the most has, and for how many that have no more there is room. */
export function leastOf(
  files: Float64Array,
  most = mostValues,
): { readonly least: number; readonly room: number } {
  const sorted = files.toSorted()
  const least = sorted[sorted.length - most] ?? 0
  const more = sorted.length - 1 - sorted.lastIndexOf(least)
  return { least, room: most - more }
}
