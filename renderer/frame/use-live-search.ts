import { useEffect, useRef } from 'react'
import { changeQuestion, useDiscover } from '../store/discover.ts'
import { changeView, useRoute } from '../store/view.ts'
import { looksLikeIdentifier } from './looks-like-identifier.ts'
import { wordsOf } from './words-of.ts'

const pauseMs = 120

/** On Discover the list follows the field; elsewhere Enter leads there. */
export function useLiveSearch(field: string): void {
  const here = useRoute().screen === 'discover'
  const { text } = useDiscover((state) => state.question)
  const wasHere = useRef(false)
  useEffect(() => {
    const arrived = here && !wasHere.current
    wasHere.current = here
    if (!here || looksLikeIdentifier(field)) return
    if (arrived) {
      if (field === '' && text !== '') changeView({ field: text })
      return
    }
    const timer = setTimeout(
      () => changeQuestion((now) => ({ ...now, text: wordsOf(field) })),
      pauseMs,
    )
    return () => clearTimeout(timer)
  }, [field, here, text])
}
