/** What happened in a night: from noon to noon, told by the date of its morning. */
import type { FollowFind } from './follow.ts'
import type { RunRecord } from './run-record.ts'
import { noFiles, type RunTally, type RunView } from './schedule.ts'

export interface Night {
  /** 2026-11-22. */
  readonly morning: string
  readonly from: number
  readonly to: number
}

export interface NightRun {
  readonly run: RunView
  readonly record: RunRecord
  /** That came in this night. */
  readonly bytes: number
  /** Dandisets that it was about, in their order. */
  readonly dandisetIds: readonly string[]
  /** What can be asked for with `schedules.changes`. */
  readonly changes: number
}

/** What one schedule did; its runs in their order. */
export interface NightPart {
  readonly scheduleId: string
  readonly name: string
  readonly folder: string
  readonly timeZone: string
  readonly runs: readonly NightRun[]
}

export interface NightReport {
  readonly night: Night
  /** Of this computer; the night's noons are its noons. */
  readonly timeZone: string
  readonly parts: readonly NightPart[]
  /** Dandisets that were new to a person's rules; oldest first. */
  readonly found: readonly FollowFind[]
  /** Mornings of the nearest nights in which something ran. */
  readonly previous: string | null
  readonly next: string | null
}

/** Whether a run belongs to a night: it came up, moved or ended in it. */
export function isOfNight(run: RunView, night: Night, now: number): boolean {
  return stretchesOf(run, now).some(([from, to]) => from < night.to && to >= night.from)
}

/** The last time before `time` at which there was something to tell of a run; null when none. */
export function lastBefore(run: RunView, time: number, now: number): number | null {
  const ends = stretchesOf(run, now)
    .filter(([from]) => from < time)
    .map(([, to]) => Math.min(to, time - 1))
  return ends.length === 0 ? null : Math.max(...ends)
}

/** The first such time from `time` on. */
export function firstFrom(run: RunView, time: number, now: number): number | null {
  const starts = stretchesOf(run, now)
    .filter(([, to]) => to >= time)
    .map(([from]) => Math.max(from, time))
  return starts.length === 0 ? null : Math.min(...starts)
}

/** The moment that a run came up, and the times in which it moved. */
function stretchesOf(run: RunView, now: number): readonly (readonly [number, number])[] {
  const { noticedAt, startedAt, endedAt, pauses } = run
  const stretches: (readonly [number, number])[] = [[noticedAt, noticedAt]]
  if (startedAt === null) return stretches
  let from: number | null = startedAt
  for (const pause of pauses) {
    // Of a program that was killed nobody knows when.
    if (from !== null) stretches.push([from, pause.from ?? from])
    from = pause.to
  }
  const isMoving = run.phase === 'running' || endedAt !== null
  if (from !== null && isMoving) stretches.push([from, endedAt ?? now])
  return stretches
}

/** Files of the runs that ended in the night, and the bytes that came in it. */
export function tallyOfNight({ night, parts }: Pick<NightReport, 'night' | 'parts'>): RunTally {
  const runs = parts.flatMap((part) => part.runs)
  return runs.reduce<RunTally>((sum, { run, bytes }) => {
    const isOver = run.endedAt !== null && run.endedAt >= night.from && run.endedAt < night.to
    const { added, changed, renamed, removed, failed, conflicts } = isOver ? run.tally : noFiles
    return {
      added: sum.added + added,
      changed: sum.changed + changed,
      renamed: sum.renamed + renamed,
      removed: sum.removed + removed,
      failed: sum.failed + failed,
      conflicts: sum.conflicts + conflicts,
      bytes: sum.bytes + bytes,
    }
  }, noFiles)
}

/** How a schedule stands at the end of a night, by its last run that says something. */
export type PartState = 'up-to-date' | 'failed' | 'asks' | 'stopped' | 'goes-on' | 'nothing'

export function stateOfPart({ runs }: NightPart): PartState {
  const said = runs.filter(({ run }) => run.outcome !== 'skipped' && run.outcome !== 'superseded')
  const last = said.at(-1)?.run
  if (!last) return 'nothing'
  if (last.outcome === null) return 'goes-on'
  if (last.outcome === 'done') return last.tally.failed > 0 ? 'failed' : 'up-to-date'
  return last.outcome === 'failed' || last.outcome === 'asks' ? last.outcome : 'stopped'
}

/** What a part is about, in short: its dandisets while they are few, else its name. */
export function subjectOfPart({ runs, name }: NightPart): readonly string[] {
  const known = [...new Set(runs.flatMap(({ dandisetIds }) => dandisetIds))]
  return known.length > 0 && known.length <= 3 ? known.map((id) => `DANDI:${id}`) : [name]
}
