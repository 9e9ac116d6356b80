/** Runs of schedules, and what they did to files, as tables and documents for other programs. */
import { csvLine } from './csv.ts'
import { type SourceKind, sourceKinds } from './instance.ts'
import { meanSpeed, type RunRecord } from './run-record.ts'
import type { RunPause, RunView } from './schedule.ts'
import type { SyncChange } from './sync.ts'

export interface ToldRun {
  readonly schedule: string
  readonly folder: string
  readonly run: RunView
  readonly record: RunRecord
  readonly dandisets: readonly string[]
}

export const historyForms = ['csv', 'changes-csv', 'json'] as const
/** One table of runs, one of what they did to files, or both in one document. */
export type HistoryForm = (typeof historyForms)[number]

export interface HistoryAsked {
  /** All schedules for null. */
  readonly scheduleId: string | null
  readonly form: HistoryForm
  /** Of a document; tables are what they are. */
  readonly hasChanges: boolean
}

export const runColumns = [
  'run',
  'schedule',
  'folder',
  'dandisets',
  'planned_for',
  'started',
  'ended',
  'outcome',
  'caught_up',
  'missed',
  'by_hand',
  'added',
  'changed',
  'renamed',
  'removed',
  'failed',
  'left_alone',
  'bytes',
  'bytes_per_second',
  ...sourceKinds.map((kind) => `bytes_${kind}`),
  'pauses',
  'failure',
] as const

/** Times are ISO 8601 in UTC; a pause is `reason from/to`. */
export function runLine({ schedule, folder, run, record, dandisets }: ToldRun): string {
  const { id, plannedFor, startedAt, endedAt, outcome, isCaughtUp, missed, isByHand } = run
  const { added, changed, renamed, removed, failed, conflicts, bytes } = run.tally
  return csvLine([
    ...[id, schedule, folder, dandisets.join(' ')],
    ...[iso(plannedFor), iso(startedAt), iso(endedAt), outcome, isCaughtUp, missed, isByHand],
    ...[added, changed, renamed, removed, failed, conflicts, bytes],
    meanSpeed(record.speeds),
    ...sourceKinds.map((kind) => bytesOf(record, kind)),
    run.pauses.map(pauseText).join('; '),
    run.failure?.code ?? null,
  ])
}

export const changeColumns = [
  'run',
  'schedule',
  'started',
  'change',
  'path',
  'from',
  'bytes',
  'failure',
] as const

export function changeLine({ schedule, run }: ToldRun, change: SyncChange): string {
  const { kind, localPath, from, sizeBytes, failure } = change
  return csvLine([
    ...[run.id, schedule, iso(run.startedAt), kind, localPath, from, sizeBytes],
    failure?.code ?? null,
  ])
}

export function csvHead(columns: readonly string[]): string {
  return csvLine(columns)
}

/** The same as a document; what a person said to a run before it began is left out. */
export function runDocument({ schedule, folder, run, record, dandisets }: ToldRun): object {
  const { scheduleId, plannedFor, startedAt, endedAt, noticedAt, pauses } = run
  const { id, outcome, isCaughtUp, missed, isByHand, failure } = run
  const { conflicts: leftAlone, ...files } = run.tally
  return {
    ...{ id, scheduleId, schedule, folder, dandisets, outcome, isCaughtUp, missed, isByHand },
    noticedAt: iso(noticedAt),
    plannedFor: iso(plannedFor),
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    pauses: pauses.map(({ reason, from, to }) => ({ reason, from: iso(from), to: iso(to) })),
    failure,
    ...{ ...files, leftAlone },
    sources: record.sources,
    speeds: record.speeds.points.map(({ at, bytes, movedMs }) => ({ at: iso(at), bytes, movedMs })),
  }
}

function bytesOf({ sources }: RunRecord, kind: SourceKind): number {
  return sources.find(({ source }) => source === kind)?.bytes ?? 0
}

function pauseText({ reason, from, to }: RunPause): string {
  return `${reason} ${iso(from) ?? ''}/${iso(to) ?? ''}`
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
