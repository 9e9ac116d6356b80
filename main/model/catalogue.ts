/** The catalogue of an instance as it is kept here: what is asked of it and what it answers. */
import type { FailureRecord } from './failure.ts'
import type { About, VersionRow } from './listing.ts'

export const catalogueFacets = [
  'species',
  'approach',
  'technique',
  'standard',
  'license',
  'size',
  'subjects',
  'year',
  'access',
] as const
export type CatalogueFacet = (typeof catalogueFacets)[number]

/** Values of one facet; any of them will do. */
export interface CatalogueCondition {
  readonly facet: CatalogueFacet
  readonly values: readonly string[]
}

/** Text and facets; all of them must hold. */
export interface CatalogueQuery {
  readonly instance: string
  /** Words and the archive's operators, such as `hippocampus species:mouse`. */
  readonly text: string
  readonly facets: readonly CatalogueCondition[]
  /** Also dandisets that were never published. */
  readonly draftsToo: boolean
}

export const catalogueOrders = [
  'relevance',
  'modified',
  '-modified',
  'created',
  '-created',
  'name',
  '-name',
  'size',
  '-size',
  'files',
  '-files',
  'subjects',
  '-subjects',
  'id',
  '-id',
  'stars',
  '-stars',
] as const
/** With `-` the largest, the newest or the last letter comes first. */
export type CatalogueOrder = (typeof catalogueOrders)[number]

/** Where a text matched: from the first character to the one after the last, in UTF-16 units. */
export type Marks = readonly (readonly [from: number, to: number])[]

/** A dandiset as its newest published version says, else its draft. */
export interface CatalogueRow {
  readonly id: string
  readonly title: string
  /** A number such as `0.210831.2033`, or `draft`. */
  readonly version: string
  readonly published: boolean
  readonly embargoed: boolean
  readonly species: readonly string[]
  readonly approaches: readonly string[]
  readonly techniques: readonly string[]
  readonly standards: readonly string[]
  readonly subjects: number | null
  readonly files: number
  readonly sizeBytes: number
  readonly licenses: readonly string[]
  readonly contact: string
  readonly keywords: readonly string[]
  readonly doi: string | null
  /** ms since 1970. */
  readonly createdAt: number | null
  readonly modifiedAt: number | null
  readonly stars: number
  /** A piece of the description, or the person or keyword that matched; null without a match there. */
  readonly excerpt: string | null
  readonly titleMatches: Marks
  readonly excerptMatches: Marks
}

/** How far the copy of an instance's catalogue is. */
export interface CatalogueState {
  readonly instance: string
  /** Known by name, number and size. */
  readonly dandisets: number
  /** Of those, with all their metadata. */
  readonly described: number
  /** As many as the archive says it has; null before it was asked. */
  readonly total: number | null
  /** `checking`: the catalogue is complete and asks for what changed. */
  readonly phase: 'never' | 'filling' | 'checking' | 'ready' | 'failed'
  /** When the archive was last asked for all that changed, ms since 1970: the age of what is shown. */
  readonly checkedAt: number | null
  /** Why the last fill or check ended early; what was there stays. */
  readonly failure: FailureRecord | null
}

export const neverFilled = (instance: string): CatalogueState => ({
  instance,
  dandisets: 0,
  described: 0,
  total: null,
  phase: 'never',
  checkedAt: null,
  failure: null,
})

export type QueryProblemCode =
  | 'unknown-operator'
  | 'no-value'
  | 'bad-date'
  | 'quote'
  | 'no-such-value'
  /** Only the archive can answer this condition and it could not be asked: it was left out. */
  | 'not-asked'

/**
 * What is wrong with a part of the text. The condition is left out of the search, except that an open
 * quote is taken to end with the text, and a value that nothing has finds nothing.
 */
export interface QueryProblem {
  readonly from: number
  readonly to: number
  readonly code: QueryProblemCode
  /** The part itself, from `from` to `to`. */
  readonly text: string
  /** What may stand in its place; null when nothing is near. */
  readonly suggestion: string | null
}

/** What would be found without one of the conditions. */
export interface Loosening {
  /** `drafts`: dandisets that were never published are looked at too. */
  readonly kind: 'text' | 'operator' | 'facet' | 'drafts'
  /** The words, the operator with its value, the facet's values as people read them; else empty. */
  readonly label: string
  /** Of a facet, which one. */
  readonly facet: CatalogueFacet | null
  readonly query: CatalogueQuery
  readonly total: number
}

export interface CataloguePage {
  readonly rows: readonly CatalogueRow[]
  readonly total: number
  /** Of all that was found. */
  readonly files: number
  readonly sizeBytes: number
  readonly problems: readonly QueryProblem[]
  /** Only when nothing was found: conditions whose absence would help, most found first. */
  readonly loosen: readonly Loosening[]
}

export interface CatalogueFacetCount {
  /** Empty: the metadata state nothing. Of `access`: `open` or `embargoed`. */
  readonly value: string
  /** The value as people read it; numbers and names only, so empty or a word where a text is due. */
  readonly label: string
  /** Found when this value were chosen, under all conditions on other facets. */
  readonly dandisets: number
}
export type CatalogueFacetCounts = Readonly<Record<CatalogueFacet, readonly CatalogueFacetCount[]>>

/** What may be put from `from` to `to`. */
export interface Completion {
  readonly from: number
  readonly to: number
  readonly options: readonly CompletionOption[]
}

export interface CompletionOption {
  readonly insert: string
  readonly label: string
  /** Number of dandisets with the value; null for an operator. */
  readonly dandisets: number | null
  /** For an operator, a sample value such as `2024-01-31`; else empty. */
  readonly note: string
}

export interface SavedSearch {
  readonly name: string
  readonly query: CatalogueQuery
}

/** All that is kept of one dandiset. */
export interface CatalogueDetail {
  readonly row: CatalogueRow
  /** Of the row's version; null while its metadata are not here yet. */
  readonly about: About | null
  /** The draft and the newest published version, newest first, as the catalogue knows them. */
  readonly versions: readonly VersionRow[]
}
