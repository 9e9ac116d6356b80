/** What is fetched again and again, when, and how a person says so. */
import type { Conditions, RunHold } from './conditions.ts'
import type { FailureRecord } from './failure.ts'
import type { Order } from './job.ts'
import type { ScheduleWhat } from './schedule-what.ts'
import type { RunAsk, RunConsent } from './scheduled-sync.ts'
import type { Selection } from './selection.ts'
import type { NewestMode, RemoveMode, SyncLimits } from './sync.ts'
import type { Timetable } from './timetable.ts'

/** Monday is 1, Sunday 7. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof weekdays)[number]

/** Hours that divide a day, so that the runs of each day begin at the same times. */
export const hourSteps = [1, 2, 3, 4, 6, 8, 12] as const

/** When a run begins, as clocks on the wall of the schedule's time zone tell it. */
export type Recurrence =
  | { readonly kind: 'daily'; readonly atMinute: number }
  | { readonly kind: 'weekly'; readonly atMinute: number; readonly days: readonly Weekday[] }
  /** Counted from `atMinute`, anew each day. */
  | { readonly kind: 'hours'; readonly atMinute: number; readonly hours: number }
  | { readonly kind: 'monthly'; readonly atMinute: number; readonly day: number | 'last' }
  /** Five fields. */
  | { readonly kind: 'cron'; readonly text: string }

/**
 * Minutes since midnight between which bytes may move; an end before the start is on the next day.
 * On chosen weekdays the window opens on those days alone, else on every day.
 */
export interface ScheduleWindow {
  readonly startMinute: number
  readonly endMinute: number
}

/** What a person decides. */
export interface ScheduleDraft {
  readonly name: string
  readonly what: ScheduleWhat
  readonly selection: Selection
  readonly how: Omit<Order, 'ref' | 'selection'>
  readonly remove: RemoveMode
  /** After which the trash of a run is emptied. */
  readonly trashDays: number
  readonly newest: NewestMode
  readonly when: Recurrence
  readonly window: ScheduleWindow | null
  /** IANA name; times keep their meaning there, wherever this computer is. */
  readonly timeZone: string
  readonly speedLimitBytesPerSecond: number | null
  readonly limits: SyncLimits
  readonly conditions: Conditions
  /** In its hours in place of `speedLimitBytesPerSecond`. */
  readonly timetable: Timetable
}

/** Until a time, or until a person says so. */
export interface SchedulePause {
  readonly until: number | null
}

export interface Schedule extends ScheduleDraft {
  readonly id: string
  readonly isOn: boolean
  /** Start of the one run that is left out. */
  readonly skipStart: number | null
  readonly pause: SchedulePause | null
  /** Runs planned at or before this time are not asked for. */
  readonly since: number
}

/** Beginning of a run and the moment by which its window ends; null: it has no end. */
export interface Occurrence {
  readonly start: number
  readonly latestEnd: number | null
}

/** Whether bytes may move now, and until when this stays so; null: for ever. */
export interface WindowState {
  readonly isIn: boolean
  readonly until: number | null
}

/** Why a run that is not over does not move. */
export type RunWait = 'window' | 'folder' | 'pause' | 'off' | 'closed' | RunHold

export type RunOutcome = 'done' | 'failed' | 'stopped' | 'skipped' | 'superseded' | 'asks'

export interface RunTally {
  readonly added: number
  readonly changed: number
  readonly renamed: number
  readonly removed: number
  readonly failed: number
  /** Files that differ and stay, since Dandelion did not fetch them or a person changed them. */
  readonly conflicts: number
  /** That came over the line. */
  readonly bytes: number
}

export const noFiles: RunTally = {
  added: 0,
  changed: 0,
  renamed: 0,
  removed: 0,
  failed: 0,
  conflicts: 0,
  bytes: 0,
}

/** A stretch in which a run that had begun did not move; `to` is null while it lasts. */
export interface RunPause {
  readonly reason: RunWait
  /** Null when the program ended without a word. */
  readonly from: number | null
  readonly to: number | null
}

/** One run, planned or asked for, from the moment that it was due. */
export interface RunView {
  readonly id: number
  readonly scheduleId: string
  /** Null for a run that a person asked for. */
  readonly plannedFor: number | null
  /** It could not begin when it was planned, and was made up for. */
  readonly isCaughtUp: boolean
  /** Earlier runs that this one stands for. */
  readonly missed: number
  /** A person said that it may run outside the window. */
  readonly isByHand: boolean
  readonly phase: 'waiting' | 'running' | 'ended'
  /** Null unless `phase` is `waiting`. */
  readonly waitsFor: RunWait | null
  readonly noticedAt: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly outcome: RunOutcome | null
  readonly failure: FailureRecord | null
  readonly pauses: readonly RunPause[]
  /** Jobs that it made. */
  readonly jobIds: readonly string[]
  /** What it must not do without a person's word. */
  readonly asks: readonly RunAsk[]
  /** What a person said before it began. */
  readonly consent: RunConsent | null
  readonly tally: RunTally
}

/** What a schedule does now, with its reason; times are ms since 1970. */
export type ScheduleState =
  | { readonly kind: 'off' }
  | { readonly kind: 'paused'; readonly until: number | null }
  | { readonly kind: 'next'; readonly at: number }
  /** It is on, and no run is left to come. */
  | { readonly kind: 'never' }
  /** `until`: the end of the window. */
  | { readonly kind: 'running'; readonly until: number | null }
  /** It is under way, and waits until `at` after trouble that may pass. */
  | { readonly kind: 'retrying'; readonly at: number; readonly failure: FailureRecord }
  /** A run waits; `until`: when the window opens, if that is what it waits for. */
  | { readonly kind: 'waiting'; readonly reason: RunWait; readonly until: number | null }

export interface ScheduleView {
  readonly schedule: Schedule
  readonly state: ScheduleState
  /** At most five; the one that is left out is not among them. */
  readonly next: readonly Occurrence[]
  /** The newest run that is over. */
  readonly last: RunView | null
  /** The run that is under way or waits. */
  readonly current: RunView | null
}

/** What a sentence about a schedule is made of. */
export interface SentenceParts {
  readonly when: Recurrence
  /** When a run begins; null for hours and cron text. */
  readonly fromMinute: number | null
  /** When the window opens and closes. */
  readonly windowMinute: number | null
  readonly toMinute: number | null
  readonly isNight: boolean
  readonly timeZone: string
  /** The first run, and whether it is today or tomorrow in the schedule's time zone. */
  readonly first: { readonly at: number; readonly day: 'today' | 'tomorrow' | 'later' } | null
}

/** What a sentence says of the times, whenever it is read. */
export function timesOf({
  when,
  window,
  timeZone,
}: Pick<ScheduleDraft, 'when' | 'window' | 'timeZone'>): SentenceParts {
  const fromMinute = when.kind === 'cron' || when.kind === 'hours' ? null : when.atMinute
  return {
    when,
    fromMinute,
    windowMinute: window?.startMinute ?? null,
    toMinute: window?.endMinute ?? null,
    isNight: fromMinute !== null && isNightly(fromMinute),
    timeZone,
    first: null,
  }
}

const MINUTES_A_DAY = 24 * 60
const NIGHT_FROM = 18 * 60
const NIGHT_TO = 5 * 60

/** Starts of the runs of a day, in minutes; none for cron text. */
export function startMinutes(when: Recurrence): readonly number[] {
  if (when.kind === 'cron') return []
  if (when.kind !== 'hours') return [when.atMinute]
  const count = Math.floor(24 / when.hours)
  const starts = Array.from(
    { length: count },
    (_, index) => when.atMinute + index * when.hours * 60,
  )
  return starts.map((minute) => minute % MINUTES_A_DAY).sort((a, b) => a - b)
}

/** How long a window is on a day without a change of the clocks. */
export function windowMinutes({ startMinute, endMinute }: ScheduleWindow): number {
  return (endMinute - startMinute + MINUTES_A_DAY) % MINUTES_A_DAY
}

/** Whether a minute since midnight lies in the window. */
export function isWithinWindow(minute: number, window: ScheduleWindow): boolean {
  const since = (minute - window.startMinute + MINUTES_A_DAY) % MINUTES_A_DAY
  return since < windowMinutes(window)
}

/** True for what begins in the evening or by night. */
export function isNightly(minute: number): boolean {
  return minute >= NIGHT_FROM || minute < NIGHT_TO
}
