/** What keeps a schedule from being saved, as far as it can be told without a calendar. */
import type { ArchiveRef } from './entry.ts'
import {
  hourSteps,
  isWithinWindow,
  type Occurrence,
  type Recurrence,
  type Schedule,
  type ScheduleDraft,
  type SentenceParts,
  startMinutes,
} from './schedule.ts'
import type { ScheduleWhat } from './schedule-what.ts'

export type ProblemField = 'name' | 'what' | 'destination' | 'when' | 'window' | 'timeZone'
export type ProblemReason =
  | 'name-empty'
  | 'name-taken'
  | 'what-empty'
  | 'what-twice'
  | 'cart-empty'
  | 'cart-missing'
  | 'cart-damaged'
  | 'search-empty'
  | 'search-unknown'
  | 'search-all'
  | 'days-empty'
  | 'hours'
  | 'month-day'
  | 'cron-text'
  | 'never'
  | 'end-is-start'
  | 'outside-window'
  | 'zone'
  | 'folder-within'
  | 'folder-around'

/** What keeps a schedule from being saved; `other` is the name of the schedule it collides with. */
export interface ScheduleProblem {
  readonly field: ProblemField
  readonly reason: ProblemReason
  readonly other?: string
  readonly said?: string
}

export interface SchedulePreview {
  readonly problems: readonly ScheduleProblem[]
  /** Null while there are problems. */
  readonly sentence: SentenceParts | null
  readonly next: readonly Occurrence[]
}

/** What is wrong and can be told without a calendar, field by field; `others` are those saved. */
export function scheduleProblems(
  draft: ScheduleDraft,
  others: readonly Pick<Schedule, 'name' | 'how'>[],
): readonly ScheduleProblem[] {
  return [
    ...nameProblems(draft, others),
    ...whatProblems(draft.what),
    ...folderProblems(draft, others),
    ...zoneProblems(draft.timeZone),
    ...whenProblems(draft.when),
    ...windowProblems(draft),
  ]
}

function problem(field: ProblemField, reason: ProblemReason, more: object = {}): ScheduleProblem {
  return { field, reason, ...more }
}

function nameProblems(
  { name }: ScheduleDraft,
  others: readonly Pick<Schedule, 'name'>[],
): readonly ScheduleProblem[] {
  const bare = name.trim().toLowerCase()
  if (bare === '') return [problem('name', 'name-empty')]
  const isTaken = others.some((other) => other.name.trim().toLowerCase() === bare)
  return isTaken ? [problem('name', 'name-taken', { other: name.trim() })] : []
}

/** Whether there is such a cart or search is not known here. */
function whatProblems(what: ScheduleWhat): readonly ScheduleProblem[] {
  switch (what.kind) {
    case 'refs':
      return what.refs.length === 0 ? [problem('what', 'what-empty')] : twiceProblems(what.refs)
    case 'cart':
      return what.path.trim() === '' ? [problem('what', 'cart-empty')] : []
    case 'search':
      return what.name.trim() === '' ? [problem('what', 'search-empty')] : []
    default:
      return what satisfies never
  }
}

/** Two versions would want the same places, and undo each other at every run. */
function twiceProblems(refs: readonly ArchiveRef[]): readonly ScheduleProblem[] {
  const names = refs.map(({ instance, dandisetId }) => `${instance}/${dandisetId}`)
  const twice = refs.find((_, at) => names.indexOf(names[at] ?? '') !== at)
  return twice ? [problem('what', 'what-twice', { said: twice.dandisetId ?? '' })] : []
}

/** Schedules of one folder take turns; of a folder and one within it neither could be sure of its files. */
function folderProblems(
  { how }: ScheduleDraft,
  others: readonly Pick<Schedule, 'name' | 'how'>[],
): readonly ScheduleProblem[] {
  const own = folderKey(how.destination)
  for (const { name, how: theirs } of others) {
    const other = folderKey(theirs.destination)
    if (own === other) continue
    if (own.startsWith(other)) return [problem('destination', 'folder-within', { other: name })]
    if (other.startsWith(own)) return [problem('destination', 'folder-around', { other: name })]
  }
  return []
}

/** Equal for one folder written twice; that of a folder within begins with it. */
export function folderKey(folder: string): string {
  const isWindows = /^(?:[a-z]:|\\\\)/i.test(folder)
  const plain = isWindows ? folder.replaceAll('\\', '/').toLowerCase() : folder
  return `${plain.replace(/\/+/g, '/').replace(/\/$/, '')}/`
}

function zoneProblems(timeZone: string): readonly ScheduleProblem[] {
  return isTimeZone(timeZone) ? [] : [problem('timeZone', 'zone', { said: timeZone })]
}

/** A difference to UTC is no time zone: it knows nothing of summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function whenProblems(when: Recurrence): readonly ScheduleProblem[] {
  switch (when.kind) {
    case 'weekly':
      return when.days.length === 0 ? [problem('when', 'days-empty')] : []
    case 'hours':
      return hourSteps.some((step) => step === when.hours) ? [] : [problem('when', 'hours')]
    case 'monthly':
      return when.day === 'last' || when.day <= 28 ? [] : [problem('when', 'month-day')]
    case 'daily':
    case 'cron':
      return []
    default:
      return when satisfies never
  }
}

function windowProblems({ when, window }: ScheduleDraft): readonly ScheduleProblem[] {
  if (window === null) return []
  if (window.startMinute === window.endMinute) return [problem('window', 'end-is-start')]
  if (when.kind === 'cron') return []
  const isEver = startMinutes(when).some((minute) => isWithinWindow(minute, window))
  return isEver ? [] : [problem('when', 'outside-window')]
}
