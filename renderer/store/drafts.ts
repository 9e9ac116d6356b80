import { createStore, useStore } from 'zustand'
import type { ArchiveRef } from '../../main/model/entry.ts'
import { type Order, orderDefaults } from '../../main/model/job.ts'
import { selectionOfPick } from '../../main/model/picked.ts'
import type { Selection } from '../../main/model/selection.ts'
import type { Settings } from '../../main/model/settings.ts'

/** What a person has chosen of a version but not ordered yet; survives leaving the screen. */
export interface Draft {
  readonly selection: Selection
  readonly expanded: ReadonlySet<string>
  readonly destination: string | null
  readonly source: Order['source'] | null
  readonly existing: Order['existing'] | null
  readonly placing: Partial<Pick<Order, 'layout' | 'names' | 'reuse'>>
}

const drafts = createStore<Readonly<Record<string, Draft>>>(() => ({}))

export const refKey = (ref: ArchiveRef) => JSON.stringify(ref)

export function useDraft(ref: ArchiveRef): Draft {
  return useStore(drafts, (all) => all[refKey(ref)]) ?? opening(ref)
}

export function changeDraft(ref: ArchiveRef, change: (draft: Draft) => Partial<Draft>): void {
  const now = drafts.getState()[refKey(ref)] ?? opening(ref)
  drafts.setState({ [refKey(ref)]: { ...now, ...change(now) } })
}

export function changeSelection(ref: ArchiveRef, change: (now: Selection) => Selection): void {
  changeDraft(ref, (draft) => ({ selection: change(draft.selection) }))
}

export function orderOf(ref: ArchiveRef, draft: Draft, settings: Settings): Order {
  return {
    ref,
    selection: draft.selection,
    destination: draft.destination ?? settings.destination,
    source: draft.source ?? settings.source,
    existing: draft.existing ?? settings.existing,
    ...orderDefaults,
    // Who chose a source wants the bytes from there.
    ...((draft.source ?? settings.source) !== 'auto' && { reuse: 'none' }),
    ...draft.placing,
    preserveTree: settings.preserveTree,
    assets: ref.pick.kind !== 'dandiset-yaml',
    dandisetYaml: ref.pick.kind === 'dandiset' || ref.pick.kind === 'dandiset-yaml',
  }
}

const openings = new Map<string, Draft>()

function opening(ref: ArchiveRef): Draft {
  const known = openings.get(refKey(ref))
  if (known) return known
  const draft: Draft = {
    selection: openingSelection(ref),
    expanded: new Set(foldersAbove(ref)),
    destination: null,
    source: null,
    existing: null,
    placing: {},
  }
  openings.set(refKey(ref), draft)
  return draft
}

export const openingSelection = (ref: ArchiveRef): Selection => selectionOfPick(ref.pick)

function foldersAbove(ref: ArchiveRef): readonly string[] {
  const { pick } = ref
  const path = pick.kind === 'folder' || pick.kind === 'item' ? pick.path : ''
  const names = path.split('/')
  return names.slice(0, -1).map((_, index) => `${names.slice(0, index + 1).join('/')}/`)
}
