import { useSettings } from '../../store/engine.ts'
import { mutable, useAsked } from '../../store/queries.ts'
import { type FacetValue, openQuestion } from '../../store/question.ts'
import { chosenWords } from './facet-words.ts'
import { useQuery } from './use-results.ts'

/** The words for a chosen value, also for one that nothing under the present question has. */
export function useWords(): (chosen: FacetValue) => string {
  const { instance } = useSettings()
  const query = useQuery()
  const open = { instance, ...openQuestion }
  const here = useAsked('catalogue.facets', { query: mutable(query) }, { keep: true })
  const all = useAsked('catalogue.facets', { query: mutable(open) })
  return (chosen) => chosenWords(chosen, [here.data, all.data])
}
