import { useEffect } from 'react'
import { createStore, useStore } from 'zustand'
import type { CatalogueQuery } from '../../main/model/catalogue.ts'
import type { FollowDraft, FollowFind, FollowRule } from '../../main/model/follow.ts'
import { order, queryClient, useAsked } from './queries.ts'
import { onFollow } from './signals.ts'
import { go } from './view.ts'

export const SHOWN_FINDS = 50

/** Rules and what they found, asked for again whenever either changes. */
export function useFollow() {
  useEffect(
    () =>
      onFollow(() => {
        void queryClient.invalidateQueries({ queryKey: ['follow.state'] })
        void queryClient.invalidateQueries({ queryKey: ['follow.finds'] })
      }),
    [],
  )
  const state = useAsked('follow.state', undefined, { keep: true })
  const finds = useAsked('follow.finds', { offset: 0, limit: SHOWN_FINDS }, { keep: true })
  return { state, finds }
}

/** The dandiset is opened, which is to have read of it. */
export function openFind({ id, instance, dandisetId, version, isRead }: FollowFind): void {
  if (!isRead) void order('follow.read', { findId: id })
  const asked = version === 'draft' ? version : null
  go({
    screen: 'dandiset',
    ref: { instance, dandisetId, version: asked, pick: { kind: 'dandiset' } },
  })
}

/** What the editor is about; `id` is null for a new rule. */
export interface EditedRule {
  readonly id: string | null
  readonly draft: FollowDraft
}

const editor = createStore<{ readonly edited: EditedRule | null }>(() => ({ edited: null }))
export const useEditedRule = () => useStore(editor, ({ edited }) => edited)
export const closeRule = () => editor.setState({ edited: null })

/** A new rule for what a question of Discover finds from now on. */
export function followQuery(query: CatalogueQuery): void {
  editor.setState({
    edited: { id: null, draft: { name: query.text, query, action: { kind: 'tell' } } },
  })
}

export function editRule({ id, isOn: _, lookedAt: _looked, ...draft }: FollowRule): void {
  editor.setState({ edited: { id, draft } })
}
