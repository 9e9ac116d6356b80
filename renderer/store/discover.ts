import { createStore, useStore } from 'zustand'
import type { CatalogueFacet, CatalogueOrder, QueryProblem } from '../../main/model/catalogue.ts'
import { openQuestion, type Question } from './question.ts'
import { changeView } from './view.ts'

/** What is looked for and where one is in the list; kept while other screens are open. */
interface Discover {
  readonly question: Question
  /** As a person chose it; null follows from the question. */
  readonly order: CatalogueOrder | null
  /** Row that the keyboard is at. */
  readonly active: number
  readonly previewed: string | null
  /** Dandisets ticked to be opened together, in the order of ticking. */
  readonly picked: readonly string[]
  /** Facets whose values are not shown. */
  readonly folded: readonly CatalogueFacet[]
  /** Facets of which every value is shown. */
  readonly unfolded: readonly CatalogueFacet[]
  /** What is wrong with `text`, as the last answer said. */
  readonly flaws: { readonly text: string; readonly problems: readonly QueryProblem[] }
  /** The field is being typed in: what is wrong at its end may be half a word. */
  readonly typing: boolean
}

const start: Discover = {
  question: openQuestion,
  order: null,
  active: 0,
  previewed: null,
  picked: [],
  folded: ['standard', 'license', 'year', 'access'],
  unfolded: [],
  flaws: { text: '', problems: [] },
  typing: false,
}

const key = 'dandelion.discover'
type Kept = Pick<Discover, 'question' | 'order' | 'picked' | 'folded'>

const discoverStore = createStore<Discover>(() => ({ ...start, ...remembered() }))
export const useDiscover = <T>(select: (state: Discover) => T): T => useStore(discoverStore, select)
export const changeDiscover = (change: Partial<Discover>) => discoverStore.setState(change)

/** Another question begins at the top of its list. */
export function changeQuestion(change: (question: Question) => Question): void {
  const { question } = discoverStore.getState()
  const next = change(question)
  if (JSON.stringify(next) === JSON.stringify(question)) return
  changeDiscover({ question: next, active: 0 })
}

/** Asks what a saved search, a link or a button asks; the field shows its words. */
export function ask(question: Question): void {
  changeQuestion(() => question)
  changeView({ field: question.text })
}

export const askNothing = () => ask(openQuestion)

export function pick(dandisetIds: readonly string[], on: boolean): void {
  const { picked } = discoverStore.getState()
  const others = picked.filter((it) => !dandisetIds.includes(it))
  changeDiscover({ picked: on ? [...others, ...dandisetIds] : others })
}

/** A reloaded window comes back to its question. */
function remembered(): Partial<Discover> {
  try {
    const kept = sessionStorage.getItem(key)
    return kept ? (JSON.parse(kept) as Kept) : {}
  } catch {
    return {}
  }
}

discoverStore.subscribe(({ question, order, picked, folded }) => {
  const kept: Kept = { question, order, picked, folded }
  sessionStorage.setItem(key, JSON.stringify(kept))
})
