import { createStore, useStore } from 'zustand'
import { searchOfLink } from '../../main/model/catalogue-link.ts'
import type { ArchiveRef } from '../../main/model/entry.ts'
import type { FailureRecord } from '../../main/model/failure.ts'
import { failureFrom, request } from '../bridge.ts'
import { changeQuestion } from '../store/discover.ts'
import { openQuery } from '../store/open-query.ts'
import { changeView, go } from '../store/view.ts'
import { looksLikeIdentifier } from './looks-like-identifier.ts'
import { wordsOf } from './words-of.ts'

interface Refusal {
  readonly text: string
  readonly failure: FailureRecord
}

const refusals = createStore<{ readonly refusal: Refusal | null }>(() => ({ refusal: null }))
export const useRefusal = () => useStore(refusals, (state) => state.refusal)
export const dropRefusal = () => refusals.setState({ refusal: null })

export const fieldId = 'front-door'
export const screenId = 'screen'

export function focusField(): void {
  const field = document.getElementById(fieldId)
  if (field instanceof HTMLInputElement) {
    field.focus()
    field.select()
  }
}

export function emptyField(): void {
  dropRefusal()
  changeView({ field: '' })
}

/** The front door: what a person typed, pasted, dropped or followed. */
export async function openText(text: string): Promise<void> {
  const trimmed = text.trim()
  dropRefusal()
  if (!looksLikeIdentifier(trimmed)) return showSearch(text)
  try {
    const query = searchOfLink(trimmed)
    if (query) return await openQuery(query)
    openRefs(await request('identify', { text: trimmed }))
    changeView({ field: '' })
    document.getElementById(screenId)?.focus()
  } catch (error) {
    refusals.setState({ refusal: { text: trimmed, failure: failureFrom(error) } })
    changeView({ field: trimmed.split('\n')[0] ?? '' })
    focusField()
  }
}

function showSearch(field: string): void {
  changeView({ field })
  changeQuestion((now) => ({ ...now, text: wordsOf(field) }))
  go({ screen: 'discover' })
}

function openRefs(refs: readonly ArchiveRef[]): void {
  const [first] = refs
  if (refs.length > 1) go({ screen: 'several', refs })
  else if (first) go({ screen: 'dandiset', ref: first })
}
