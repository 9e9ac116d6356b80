import { useEffect, useMemo, useRef, useState } from 'react'
import type {
  CatalogueOrder,
  CataloguePage,
  CatalogueQuery,
  CatalogueRow,
  CatalogueState,
} from '../../../main/model/catalogue.ts'
import { request } from '../../bridge.ts'
import { changeDiscover, useDiscover } from '../../store/discover.ts'
import { useEngine, useSettings } from '../../store/engine.ts'
import { Pages } from '../../store/pages.ts'
import { mutable, queryClient, useAsked } from '../../store/queries.ts'
import { orderFor } from '../../store/question.ts'
import { usePages } from '../../store/use-pages.ts'

/** The list that answers one question, and what is said of all of it. */
export interface Results {
  readonly key: string
  readonly query: CatalogueQuery
  readonly pages: Pages<CatalogueRow>
  /** Null before the first page. */
  readonly summary: () => CataloguePage | null
}

const pageSize = 50
/** The list last shown is there at once when its screen is opened again. */
let latest: Results | null = null

export function useQuery(): CatalogueQuery {
  const { instance } = useSettings()
  const question = useDiscover((state) => state.question)
  return useMemo(() => ({ instance, ...question }), [instance, question])
}

/** Null before the engine was asked for it, which begins the first fill. */
export function useCatalogue(): CatalogueState | null {
  const { instance } = useSettings()
  const { data } = useAsked('catalogue.state', { instance })
  return useEngine((state) => state.catalogues[instance]) ?? data ?? null
}

/** Nothing of the catalogue is here yet, so that an empty answer says nothing. */
export function isNotThere(state: CatalogueState | null): boolean {
  return state === null || (state.dandisets === 0 && state.checkedAt === null)
}

/** What is shown stays until the next answer is there; `asking` says that it is on its way. */
export function useResults(): { readonly shown: Results; readonly asking: boolean } {
  const query = useQuery()
  const chosen = useDiscover((state) => state.order)
  const order = orderFor(chosen, query.text)
  const asked = useMemo(() => resultsOf(query, order), [query, order])
  const [shown, show] = useState(asked)
  usePages(asked.pages)
  usePages(shown.pages)
  const arrived = asked.pages.total() !== null || asked.pages.failure !== null
  const current = arrived || shown.query.instance !== query.instance ? asked : shown
  useEffect(() => show(current), [current])
  useEffect(() => {
    if (arrived) latest = asked
  }, [arrived, asked])
  useFreshness(asked)
  useFlaws(current)
  return { shown: current, asking: current !== asked }
}

function resultsOf(query: CatalogueQuery, order: CatalogueOrder): Results {
  const key = JSON.stringify({ query, order })
  if (latest?.key === key) return latest
  let summary: CataloguePage | null = null
  const pages = new Pages<CatalogueRow>(async (_, offset, limit) => {
    const page = await request('catalogue.page', { query: mutable(query), order, offset, limit })
    if (offset === 0) summary = page
    return page
  }, pageSize)
  return { key, query, pages, summary: () => summary }
}

/** The catalogue grew or changed, perhaps while another screen was open: rows in sight are asked for again. */
function useFreshness({ pages }: Results): void {
  const { instance } = useSettings()
  const state = useEngine(({ catalogues }) => catalogues[instance])
  const seen = useRef<CatalogueState | null | undefined>(null)
  useEffect(() => {
    const first = seen.current === null
    if (seen.current === state || (first && pages.total() === null)) {
      seen.current = state
      return
    }
    seen.current = state
    pages.refresh()
    void queryClient.invalidateQueries({ queryKey: ['catalogue.facets'] })
    void queryClient.invalidateQueries({ queryKey: ['catalogue.dandiset'] })
  }, [pages, state])
}

/** The field on top underlines what the answer found wrong in it. */
function useFlaws({ query, summary }: Results): void {
  const problems = summary()?.problems
  useEffect(() => {
    if (problems) changeDiscover({ flaws: { text: query.text, problems } })
  }, [query, problems])
}
