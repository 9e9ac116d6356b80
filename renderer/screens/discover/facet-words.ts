import type { CatalogueFacet, CatalogueFacetCounts } from '../../../main/model/catalogue.ts'
import { t, tIfKnown } from '../../locales/t.ts'
import type { FacetValue } from '../../store/question.ts'

export const facetName = (facet: CatalogueFacet): string => t(`catalogue.facet.${facet}`)

/** A value as it is read below the name of its facet; its label is the archive's. */
export function valueWords({ facet, value }: FacetValue, label: string): string {
  if (value === '') return t('facet.unstated')
  return tIfKnown(`facet.${facet}.${value}`, {}) ?? short(facet, label)
}

/** What every technique and every approach ends with says nothing below that heading. */
export function short(facet: CatalogueFacet, label: string): string {
  switch (facet) {
    case 'technique':
    case 'approach': {
      const words = label.replace(/ (?:technique|approach)(?=;|$)/g, '')
      return words.charAt(0).toUpperCase() + words.slice(1)
    }
    case 'license':
      return label.replace(/^spdx:/i, '')
    case 'standard':
      return label.replace(/^.* \(([A-Z]{2,8})\)$/, '$1')
    case 'species':
      return label.replace(/ \([^()]*\)$/, '')
    case 'size':
    case 'subjects':
    case 'year':
    case 'access':
      return label
    default:
      return facet satisfies never
  }
}

/** The words for a chosen value, from the first of the answers that counted it. */
export function chosenWords(
  chosen: FacetValue,
  answers: readonly (CatalogueFacetCounts | undefined)[],
): string {
  const counts = answers.flatMap((answer) => answer?.[chosen.facet] ?? [])
  const label = counts.find((it) => it.value === chosen.value)?.label
  return valueWords(chosen, label ?? chosen.value)
}
