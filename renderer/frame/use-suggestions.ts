import { useDeferredValue } from 'react'
import { useSettings } from '../store/engine.ts'
import { useAsked } from '../store/queries.ts'
import { looksLikeIdentifier } from './looks-like-identifier.ts'
import { type Suggestion, suggestionsFor } from './suggestions.ts'

const longest = 1024

/** What may be typed at the caret; of an earlier text until the answer for this one is there. */
export function useSuggestions(
  field: string,
  caret: number,
  opened: boolean,
): readonly Suggestion[] {
  const { instance } = useSettings()
  const text = useDeferredValue(field)
  const searching = !looksLikeIdentifier(text) && text.length <= longest
  const place = { instance, text, caret: Math.min(caret, text.length) }
  const { data } = useAsked('catalogue.complete', place, { enabled: opened && searching })
  const { data: searches = [] } = useAsked('searches.list', undefined, { enabled: opened })
  return opened && searching ? suggestionsFor(text, data, searches) : []
}
