/** What one selection makes of the rows, kept while it is asked about. */
import type { Filter, Selection } from '../model/selection.ts'
import { createKept } from './kept.ts'
import { createPathTests, type PathMatches } from './path-tests.ts'
import type { Rows } from './rows.ts'
import { chosenOf, inSight, type Sight, sightOf } from './sight.ts'

export interface View {
  readonly sight: Sight
  /** Names the state of rows and rules that this is a view of. */
  readonly key: string
  isInSight(row: number): boolean
  isChosen(row: number): boolean
}

/** Screens ask about one selection from several sides at once: it is worked out once. */
const keptViews = 6

export function createViews(rows: Rows) {
  const matches = createKept<PathMatches>(keptViews)
  const matchPaths = createPathTests(rows.paths)
  const sights = createKept<Sight>(keptViews)
  const views = createKept<View>(keptViews)

  /** Paths stay what they are while other conditions and metadata change. */
  function matchesOf(filter: Filter): Promise<PathMatches> {
    const { text, regex, include, exclude } = filter
    const key = JSON.stringify({ size: rows.size, text, regex, include, exclude })
    return matches(key, () => matchPaths(filter))
  }

  function sight(filter: Filter): Promise<Sight> {
    const key = `${rows.generation} ${JSON.stringify(filter)}`
    return sights(key, async () => sightOf(rows, filter, await matchesOf(filter)))
  }

  function view(selection: Selection): Promise<View> {
    const { base, filter, ticks, sample } = selection
    const key = `${rows.generation} ${JSON.stringify({ base, filter, ticks, sample })}`
    return views(key, async () => {
      const seen = await sight(filter)
      const chosen = await chosenOf(rows, selection, seen)
      return {
        sight: seen,
        key,
        isInSight: (row) => seen.states[row] === inSight,
        isChosen: (row) => chosen[row] === 1,
      }
    })
  }

  return { sight, view }
}
