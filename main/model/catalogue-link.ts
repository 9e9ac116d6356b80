import { type CatalogueQuery, catalogueFacets } from './catalogue.ts'

/** A link that opens the window with this search. */
export function searchLinkOf({ instance, text, facets, draftsToo }: CatalogueQuery): string {
  const values = facets.flatMap(({ facet, values }) => values.map((value) => [facet, value]))
  const parts = [
    ['instance', instance],
    ...(text === '' ? [] : [['q', text]]),
    ...values,
    ...(draftsToo ? [['drafts', 'true']] : []),
  ]
  return `dandelion://search?${new URLSearchParams(parts)}`
}

/** Longest text of a search. */
const MOST_CHARACTERS = 1024
const MOST_VALUES = 1000

/** The search of a link; null for any other text. What the link does not say is left open. */
export function searchOfLink(link: string): CatalogueQuery | null {
  const trimmed = link.trim()
  if (!/^dandelion:\/\/search\/?(?:\?|$)/i.test(trimmed) || !URL.canParse(trimmed)) return null
  const { searchParams } = new URL(trimmed)
  const facets = catalogueFacets
    .map((facet) => ({ facet, values: [...new Set(searchParams.getAll(facet))] }))
    .filter(({ values }) => values.length > 0)
    .map(({ facet, values }) => ({ facet, values: values.slice(0, MOST_VALUES) }))
  return {
    instance: searchParams.get('instance') || 'dandi',
    text: (searchParams.get('q') ?? '').slice(0, MOST_CHARACTERS),
    facets,
    draftsToo: searchParams.get('drafts') === 'true',
  }
}
