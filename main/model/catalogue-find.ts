/** Which dandisets a query means: conditions, counts of facets, and what to loosen. Pure. */
import {
  type CatalogueCondition,
  type CatalogueFacet,
  type CatalogueFacetCount,
  type CatalogueFacetCounts,
  type CatalogueOrder,
  type CatalogueQuery,
  catalogueFacets,
  type Loosening,
} from './catalogue.ts'
import {
  bucketsOf,
  type CatalogueBook,
  type CatalogueItem,
  labelOf,
  namesOf,
} from './catalogue-facts.ts'
import { parseSearch, type SearchTerm, withoutTerm } from './catalogue-search.ts'

/** What only others can answer about a text: the index of words, and the archive. */
export interface Answers {
  /** Dandisets that have all the words, with a rank: the least is the best. Null without words. */
  readonly words: ReadonlyMap<string, number> | null
  /** Dandisets that the archive found for what only it knows; null when it was not asked. */
  readonly server: ReadonlySet<string> | null
}

type Test = (item: CatalogueItem) => boolean

/** What the text and the choice of drafts ask for: everything but the facets. */
function textTest(query: CatalogueQuery, { words, server }: Answers): Test {
  const { terms } = parseSearch(query.text)
  const tests: readonly Test[] = [
    ...(query.draftsToo ? [] : [isPublished]),
    ...(words ? [(item: CatalogueItem) => words.has(item.known.listed.id)] : []),
    ...(server ? [(item: CatalogueItem) => server.has(item.known.listed.id)] : []),
    ...terms.filter((term) => term.kind === 'date').map(dateTest),
    studyTest(terms),
  ]
  return (item) => tests.every((test) => test(item))
}

const isPublished: Test = ({ known }) => known.listed.published !== null

function dateTest({ field, side, at }: SearchTerm & { readonly kind: 'date' }): Test {
  return (item) => {
    const time = timeOf(item, field)
    if (time === null) return false
    return side === 'before' ? time < at : time >= at
  }
}

function timeOf({ known }: CatalogueItem, field: 'created' | 'modified' | 'published') {
  const { createdAt, modifiedAt, draft, published } = known.listed
  if (field === 'created') return createdAt
  if (field === 'modified') return draft?.modifiedAt ?? modifiedAt
  return published?.createdAt ?? null
}

/** Species, approaches and techniques must hold on one and the same version. */
function studyTest(terms: readonly SearchTerm[]): Test {
  const asked = terms
    .filter((term) => term.kind === 'study')
    .map(({ field, value }) => ({ field, value: value.toLowerCase() }))
  if (asked.length === 0) return () => true
  return ({ known }) =>
    [known.published, known.draft].some(
      (study) =>
        study !== null &&
        asked.every(({ field, value }) => namesOf(study, field).some((it) => has(it, value))),
    )
}

const has = (name: string, value: string) => name.toLowerCase().includes(value)

function facetTest({ facet, values }: CatalogueCondition): Test {
  const wanted = new Set(values)
  return (item) => item.values[facet].some((value) => wanted.has(value))
}

/** All that the query means, in no order. */
export function findItems(
  book: CatalogueBook,
  query: CatalogueQuery,
  answers: Answers,
): readonly CatalogueItem[] {
  const tests = [textTest(query, answers), ...query.facets.map(facetTest)]
  return book.items.filter((item) => tests.every((test) => test(item)))
}

/** For each facet its values with the number of dandisets under all conditions on other facets. */
export function countFacets(
  book: CatalogueBook,
  query: CatalogueQuery,
  answers: Answers,
): CatalogueFacetCounts {
  const passesText = textTest(query, answers)
  const conditions = query.facets.map((condition) => ({ ...condition, test: facetTest(condition) }))
  const tallies = byFacet(() => new Map<string, number>())
  for (const { facet, values } of conditions)
    for (const value of values) tallies[facet].set(value, 0)
  for (const item of book.items) {
    if (!passesText(item)) continue
    const failed = conditions.filter(({ test }) => !test(item)).map(({ facet }) => facet)
    for (const facet of catalogueFacets) {
      if (failed.every((each) => each === facet)) tally(tallies[facet], item.values[facet])
    }
  }
  return byFacet((facet) => sorted(book, facet, tallies[facet]))
}

function byFacet<T>(of: (facet: CatalogueFacet) => T): Readonly<Record<CatalogueFacet, T>> {
  return {
    species: of('species'),
    approach: of('approach'),
    technique: of('technique'),
    standard: of('standard'),
    license: of('license'),
    size: of('size'),
    subjects: of('subjects'),
    year: of('year'),
    access: of('access'),
  }
}

function tally(counts: Map<string, number>, values: readonly string[]): void {
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
}

/** Years newest first, buckets as they grow, all others by number; what is not stated last. */
function sorted(
  book: CatalogueBook,
  facet: CatalogueFacet,
  counts: ReadonlyMap<string, number>,
): readonly CatalogueFacetCount[] {
  const buckets = bucketsOf(facet)
  const rows = [...counts].map(([value, dandisets]) => ({
    value,
    label: labelOf(book, facet, value),
    dandisets,
  }))
  return rows.sort((a, b) => {
    if (a.value === '' || b.value === '') return Number(a.value === '') - Number(b.value === '')
    if (buckets) return buckets.indexOf(a.value) - buckets.indexOf(b.value)
    if (facet === 'year') return Number(b.value) - Number(a.value)
    return b.dandisets - a.dandisets || a.label.localeCompare(b.label)
  })
}

/** Puts what was found in order, the id deciding between equals. */
export function sortItems(
  items: readonly CatalogueItem[],
  order: CatalogueOrder,
  words: Answers['words'],
): readonly CatalogueItem[] {
  const asked = order === 'relevance' && !words ? '-modified' : order
  const sign = asked.startsWith('-') ? -1 : 1
  const rank = (item: CatalogueItem) => words?.get(item.known.listed.id) ?? 0
  const keyOf = keys[asked.replace(/^-/, '')] ?? rank
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compare(a.key, b.key, sign) || byId(a.item, b.item))
    .map(({ item }) => item)
}

const byId = (a: CatalogueItem, b: CatalogueItem) =>
  a.known.listed.id < b.known.listed.id ? -1 : 1

const keys: Readonly<Record<string, (item: CatalogueItem) => string | number | null>> = {
  id: (it) => it.known.listed.id,
  name: (it) => it.shown.title || null,
  created: (it) => it.known.listed.createdAt,
  modified: (it) => it.shown.modifiedAt ?? it.known.listed.modifiedAt,
  size: (it) => it.shown.sizeBytes,
  files: (it) => it.shown.files,
  subjects: (it) => it.study?.subjects ?? null,
  stars: (it) => it.known.listed.stars,
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** What is not known comes last in either direction. */
function compare(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : sign * (a - b)
  return sign * collator.compare(String(a), String(b))
}

type Loosened = Omit<Loosening, 'total'>

/** The query without each of its conditions in turn. */
export function loosened(book: CatalogueBook, query: CatalogueQuery): readonly Loosened[] {
  const { text, facets, draftsToo } = query
  const terms = parseSearch(text).terms.map(
    (term): Loosened => ({
      kind: term.kind === 'words' ? 'text' : 'operator',
      label: text.slice(term.from, term.to),
      facet: null,
      query: { ...query, text: withoutTerm(text, term) },
    }),
  )
  const others = facets.map(
    ({ facet, values }): Loosened => ({
      kind: 'facet',
      label: values.map((value) => labelOf(book, facet, value)).join(', '),
      facet,
      query: { ...query, facets: facets.filter((each) => each.facet !== facet) },
    }),
  )
  const drafts: Loosened = {
    kind: 'drafts',
    label: '',
    facet: null,
    query: { ...query, draftsToo: true },
  }
  return [...terms, ...others, ...(draftsToo ? [] : [drafts])]
}
