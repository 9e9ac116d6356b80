import type { CatalogueFacetCount } from '../../../main/model/catalogue.ts'

/** So many values are read at a glance; more only when asked for. */
export const valuesAtOnce = 6
/** A list longer than this is searched rather than read. */
export const findFrom = 15

/** What a facet offers: counted values, and chosen ones even when nothing is left of them. */
export function offered(
  counts: readonly CatalogueFacetCount[],
  chosen: readonly string[],
): readonly CatalogueFacetCount[] {
  const gone = chosen.filter((value) => !counts.some((it) => it.value === value))
  const there = counts.filter((it) => it.dandisets > 0 || chosen.includes(it.value))
  return [...there, ...gone.map((value) => ({ value, label: value, dandisets: 0 }))]
}

/** The first few, and chosen ones wherever they are. */
export function atAGlance(
  values: readonly CatalogueFacetCount[],
  chosen: readonly string[],
): readonly CatalogueFacetCount[] {
  return values.filter((it, index) => index < valuesAtOnce || chosen.includes(it.value))
}

export function found(
  values: readonly CatalogueFacetCount[],
  text: string,
): readonly CatalogueFacetCount[] {
  const wanted = text.trim().toLocaleLowerCase()
  return values.filter((it) => it.label.toLocaleLowerCase().includes(wanted))
}
