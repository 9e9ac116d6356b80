import { createStore, useStore } from 'zustand'
import type { ArchiveRef } from '../../main/model/entry.ts'
import type { FailureRecord } from '../../main/model/failure.ts'
import { failureFrom, request } from '../bridge.ts'
import { changeView, go } from '../store/view.ts'
import { looksLikeIdentifier } from './looks-like-identifier.ts'

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

/** The front door: what a person typed, pasted, dropped or followed. */
export async function openText(text: string): Promise<void> {
  const trimmed = text.trim()
  dropRefusal()
  if (trimmed === '') return showSearch('')
  if (!looksLikeIdentifier(trimmed)) return showSearch(trimmed)
  try {
    openRefs(await request('identify', { text: trimmed }))
    changeView({ field: '' })
    document.getElementById(screenId)?.focus()
  } catch (error) {
    refusals.setState({ refusal: { text: trimmed, failure: failureFrom(error) } })
    changeView({ field: trimmed.split('\n')[0] ?? '' })
    focusField()
  }
}

function showSearch(text: string): void {
  changeView({ search: text, field: text })
  go({ screen: 'discover' })
}

function openRefs(refs: readonly ArchiveRef[]): void {
  const [first] = refs
  if (refs.length > 1) go({ screen: 'several', refs })
  else if (first) go({ screen: 'dandiset', ref: first })
}
