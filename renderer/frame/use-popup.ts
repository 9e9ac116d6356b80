import { type KeyboardEvent, useState } from 'react'
import { changeDiscover } from '../store/discover.ts'
import { openQuery } from '../store/open-query.ts'
import { changeView } from '../store/view.ts'
import { emptyField, fieldId, useRefusal } from './open-text.ts'
import { type Suggestion, stepIn, type Typed } from './suggestions.ts'
import { useSuggestions } from './use-suggestions.ts'

interface Popup {
  readonly items: readonly Suggestion[]
  readonly shown: boolean
  /** The suggestion that the keyboard is at; -1 is the field. */
  readonly at: number
  readonly open: () => void
  readonly close: () => void
  /** The caret moved. */
  readonly follow: (input: HTMLInputElement) => void
  readonly type: (input: HTMLInputElement) => void
  readonly take: (suggestion: Suggestion) => void
  readonly onKey: (event: KeyboardEvent) => void
}

/** What is offered below the field while it has the focus. */
export function usePopup(field: string): Popup {
  const [opened, setOpened] = useState(false)
  const [at, setAt] = useState(-1)
  const [caret, setCaret] = useState(0)
  const refusal = useRefusal()
  const items = useSuggestions(field, caret, opened)
  const shown = opened && items.length > 0 && refusal === null
  const here = shown ? Math.min(at, items.length - 1) : -1
  const follow = (input: HTMLInputElement) => setCaret(input.selectionStart ?? input.value.length)
  const open = () => setOpened(true)
  const close = () => {
    setOpened(false)
    setAt(-1)
    changeDiscover({ typing: false })
  }
  const take = (suggestion: Suggestion) => {
    setAt(-1)
    if (suggestion.kind === 'search') {
      close()
      void openQuery(suggestion.query)
      return
    }
    putInField(suggestion.typed)
    setCaret(suggestion.typed.caret)
  }
  const step = (way: 1 | -1) => (shown ? setAt(stepIn(items.length, here, way)) : open())
  const type = (input: HTMLInputElement) => {
    open()
    setAt(-1)
    follow(input)
  }
  const onKey = (event: KeyboardEvent) => {
    const chosen = items[here]
    switch (event.key) {
      case 'Escape':
        close()
        return shown ? undefined : emptyField()
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault()
        return step(event.key === 'ArrowDown' ? 1 : -1)
      case 'Enter':
      case 'Tab':
        if (!chosen) return
        event.preventDefault()
        return take(chosen)
      default:
        return
    }
  }
  return { items, shown, at: here, open, close, follow, type, take, onKey }
}

function putInField({ text, caret }: Typed): void {
  changeDiscover({ typing: true })
  changeView({ field: text })
  requestAnimationFrame(() => {
    const input = document.getElementById(fieldId)
    if (!(input instanceof HTMLInputElement)) return
    input.focus()
    input.setSelectionRange(caret, caret)
  })
}
