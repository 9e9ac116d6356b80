import {
  type Schedule,
  type ScheduleDraft,
  type SentenceParts,
  timesOf,
} from '../model/schedule.ts'
import {
  type SchedulePreview,
  type ScheduleProblem,
  scheduleProblems,
} from '../model/schedule-problems.ts'
import { nextOccurrence, occurrences } from './occurrences.ts'
import { startsOf } from './windows.ts'

const SHOWN_RUNS = 5
const DAY_MS = 86_400_000

/** Everything that keeps a schedule from being saved, the calendar's objections included. */
export function problemsOf(
  draft: ScheduleDraft,
  others: readonly Pick<Schedule, 'name' | 'how'>[],
  now: number,
): readonly ScheduleProblem[] {
  const plain = scheduleProblems(draft, others)
  const isUntellable = plain.some(({ field }) => field === 'when' || field === 'timeZone')
  return isUntellable ? plain : [...plain, ...calendarProblems(draft, now)]
}

function calendarProblems(draft: ScheduleDraft, now: number): readonly ScheduleProblem[] {
  try {
    if (startsOf(draft).after(now) === null) return [{ field: 'when', reason: 'never' }]
  } catch (error) {
    return [{ field: 'when', reason: 'cron-text', said: saidBy(error) }]
  }
  if (draft.window?.startMinute === draft.window?.endMinute) return []
  const isEver = nextOccurrence(draft, now) !== null
  return isEver ? [] : [{ field: 'when', reason: 'outside-window' }]
}

/** croner's reason without the name of its class. */
function saidBy(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^Cron\w+: /, '').replace(/\.$/, '')
}

export function previewOf(
  draft: ScheduleDraft,
  others: readonly Pick<Schedule, 'name' | 'how'>[],
  now: number,
): SchedulePreview {
  const problems = problemsOf(draft, others, now)
  const isTimed = problems.every(({ field }) => !['when', 'window', 'timeZone'].includes(field))
  if (!isTimed) return { problems, sentence: null, next: [] }
  const next = occurrences(draft, now, SHOWN_RUNS)
  return { problems, sentence: sentenceOf(draft, next[0]?.start ?? null, now), next }
}

/** What a sentence about the schedule says; `first` is its next run. */
function sentenceOf(draft: ScheduleDraft, first: number | null, now: number): SentenceParts {
  const day = first === null ? null : dayOf(first, now, draft.timeZone)
  return { ...timesOf(draft), first: first === null || day === null ? null : { at: first, day } }
}

function dayOf(at: number, now: number, timeZone: string): 'today' | 'tomorrow' | 'later' {
  const days = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const day = days.format(at)
  if (day === days.format(now)) return 'today'
  return day === days.format(now + DAY_MS) ? 'tomorrow' : 'later'
}
