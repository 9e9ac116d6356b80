import { useDeferredValue, useState } from 'react'
import type { Completion } from '../../main/model/catalogue.ts'
import { useSettings } from '../store/engine.ts'
import { useAsked } from '../store/queries.ts'
import { looksLikeIdentifier } from './looks-like-identifier.ts'
import { type Suggestion, suggestionsFor } from './suggestions.ts'

const longest = 1024

interface Answered {
  readonly text: string
  readonly completion: Completion | undefined
}

/**
 * What may be typed at the caret; while a word goes on, what its beginning offered until the answer
 * for more of it is there, so that the list stays and keys find it.
 */
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
  const [answered, setAnswered] = useState<Answered>({ text: '', completion: undefined })
  if (data && (data !== answered.completion || text !== answered.text))
    setAnswered({ text, completion: data })
  if (!opened || !searching) return []
  const known = data ? { text, completion: data } : answered
  return goesOn(known.text, field) ? suggestionsFor(known.text, known.completion, searches) : []
}

/** Whether a text is another one with no more than letters added to its last word. */
function goesOn(before: string, now: string): boolean {
  return (
    now === before ||
    (before !== '' && now.startsWith(before) && !/\s/.test(now.slice(before.length)))
  )
}
