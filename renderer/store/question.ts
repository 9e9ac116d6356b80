import type {
  CatalogueCondition,
  CatalogueFacet,
  CatalogueOrder,
  CatalogueQuery,
  QueryProblem,
} from '../../main/model/catalogue.ts'

/** What is asked of whichever catalogue is open. */
export type Question = Omit<CatalogueQuery, 'instance'>

export const openQuestion: Question = { text: '', facets: [], draftsToo: true }

export function chosenOf(question: Question, facet: CatalogueFacet): readonly string[] {
  return question.facets.find((it) => it.facet === facet)?.values ?? []
}

/** With one value of a facet chosen or no longer chosen; facets without values are left out. */
export function withValue(
  question: Question,
  { facet, value }: FacetValue,
  chosen: boolean,
): Question {
  const others = chosenOf(question, facet).filter((it) => it !== value)
  const values = chosen ? [...others, value] : others
  return { ...question, facets: withCondition(question.facets, { facet, values }) }
}

export interface FacetValue {
  readonly facet: CatalogueFacet
  readonly value: string
}

function withCondition(
  conditions: readonly CatalogueCondition[],
  condition: CatalogueCondition,
): readonly CatalogueCondition[] {
  const known = conditions.some((it) => it.facet === condition.facet)
  const all = known
    ? conditions.map((it) => (it.facet === condition.facet ? condition : it))
    : [...conditions, condition]
  return all.filter((it) => it.values.length > 0)
}

/** Every chosen value, in the order in which the facets were first used. */
export function valuesIn(question: Question): readonly FacetValue[] {
  return question.facets.flatMap(({ facet, values }) => values.map((value) => ({ facet, value })))
}

/** Words in the field and chosen facets; that drafts are left out counts as well. */
export function isNarrowed(question: Question): boolean {
  return question.text !== '' || question.facets.length > 0 || !question.draftsToo
}

/** Relevance says something only when there are words to be relevant to. */
export function orderFor(asked: CatalogueOrder | null, text: string): CatalogueOrder {
  if (asked === null) return text === '' ? '-modified' : 'relevance'
  return asked === 'relevance' && text === '' ? '-modified' : asked
}

/** Text in the field with `insert` at its place, and where the caret goes. */
export function completed(
  text: string,
  place: { readonly from: number; readonly to: number },
  insert: string,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(place.to)
  const gap = insert.endsWith(':') || insert.endsWith(' ') || after.startsWith(' ') ? '' : ' '
  const before = text.slice(0, place.from) + insert + gap
  return { text: before + after, caret: before.length }
}

/** Problems to be told: not that of the word that is still being typed. */
export function pressing(
  problems: readonly QueryProblem[],
  text: string,
  typing: boolean,
): readonly QueryProblem[] {
  return typing ? problems.filter((it) => it.to < text.length) : problems
}
