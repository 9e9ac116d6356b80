import { useEffect } from 'react'
import { createStore, useStore } from 'zustand'
import { cartEnding } from '../../main/model/cart.ts'
import { noConditions, type RunHold, runHolds } from '../../main/model/conditions.ts'
import type { ArchiveRef } from '../../main/model/entry.ts'
import { type Order, orderDefaults } from '../../main/model/job.ts'
import type { Schedule, ScheduleDraft, ScheduleView } from '../../main/model/schedule.ts'
import type { ScheduleWhat } from '../../main/model/schedule-what.ts'
import { everything, type Selection } from '../../main/model/selection.ts'
import type { Settings } from '../../main/model/settings.ts'
import { syncDefaults } from '../../main/model/sync.ts'
import { queryClient, useAsked } from './queries.ts'
import { onSchedules } from './signals.ts'

/** All schedules, asked for again whenever what one of them does changes. */
export function useSchedules() {
  useEffect(
    () => onSchedules(() => void queryClient.invalidateQueries({ queryKey: ['schedules.list'] })),
    [],
  )
  return useAsked('schedules.list', undefined, { keep: true })
}

/** Start of the run that comes first of all; null when none will come. */
export function nextStart(views: readonly ScheduleView[]): number | null {
  const starts = views.flatMap(({ state, next }) =>
    state.kind === 'off' || state.kind === 'paused' ? [] : (next[0]?.start ?? []),
  )
  return starts.length === 0 ? null : Math.min(...starts)
}

/** What holds the first of those that would move otherwise; null when nothing does. */
export function firstHold(views: readonly ScheduleView[]): RunHold | null {
  const reasons = views.flatMap(({ state }) => (state.kind === 'waiting' ? [state.reason] : []))
  return runHolds.find((hold) => reasons.includes(hold)) ?? null
}

/** The time zone of this computer. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** What the editor is about; `id` is null for a new schedule. */
export interface EditedSchedule {
  readonly id: string | null
  readonly draft: ScheduleDraft
}

const editor = createStore<{ readonly edited: EditedSchedule | null }>(() => ({ edited: null }))
export const useEdited = () => useStore(editor, ({ edited }) => edited)
export const closeEditor = () => editor.setState({ edited: null })

const evening = 22 * 60
const morning = 6 * 60

export function makeSchedule(settings: Settings): void {
  const { destination, source, preserveTree } = settings
  const how = { ...orderDefaults, destination, source, preserveTree }
  open('', { kind: 'refs', refs: [] }, everything, { ...how, assets: true, dandisetYaml: true })
}

/** A schedule that repeats what would be ordered; what follows the archive follows it on. */
export function keepInStep(order: Order, version: string): void {
  const { ref, selection, existing: _, ...how } = order
  const followed: ArchiveRef = { ...ref, version: version === 'draft' ? version : null }
  const what = { kind: 'refs', refs: [followed] } as const
  open(nameOfWhat(what), what, selection, how)
}

/** A schedule of a cart that was saved as a file, whose rules say which files. */
export function keepCartInStep(path: string, { existing: _, ...how }: ScheduleDraft['how']): void {
  const what = { kind: 'cart', path } as const
  open(nameOfWhat(what), what, everything, how)
}

function open(
  name: string,
  what: ScheduleWhat,
  selection: Selection,
  how: Omit<ScheduleDraft['how'], 'existing'>,
): void {
  const draft: ScheduleDraft = {
    name,
    what,
    selection,
    how: { ...how, existing: 'own' },
    ...syncDefaults,
    when: { kind: 'daily', atMinute: evening },
    window: { startMinute: evening, endMinute: morning },
    timeZone: ownZone(),
    speedLimitBytesPerSecond: null,
    conditions: noConditions,
    timetable: [],
  }
  editor.setState({ edited: { id: null, draft } })
}

export function editSchedule(schedule: Schedule): void {
  editor.setState({ edited: { id: schedule.id, draft: draftOf(schedule) } })
}

/** What a person decided, without what became of it. */
export function draftOf({ id, isOn, skipStart, pause, since, ...draft }: Schedule): ScheduleDraft {
  return draft
}

/** What a schedule is called unless somebody names it. */
export function nameOfWhat(what: ScheduleWhat): string {
  switch (what.kind) {
    case 'refs':
      return what.refs.map(({ dandisetId }) => `DANDI:${dandisetId}`).join(', ')
    case 'cart':
      return cartName(what.path)
    case 'search':
      return what.name
    default:
      return what satisfies never
  }
}

/** Of a cart file, without its folder and its ending. */
export function cartName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? ''
  return file.endsWith(cartEnding) ? file.slice(0, -cartEnding.length) : file
}
