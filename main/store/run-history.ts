import type { Database } from 'better-sqlite3'
import type { SourceBytes } from '../model/run-record.ts'
import type { RunView } from '../model/schedule.ts'
import { type ChangeKind, changeKinds, type SyncChange } from '../model/sync.ts'
import { type RunRow, runFrom } from './schedules.ts'
import { type ChangeRow, changeFrom } from './sync.ts'

export interface ChangesAsked {
  readonly kinds: readonly ChangeKind[]
  readonly offset: number
  readonly limit: number
}

/** Runs of schedules by time, and what they did. */
export function createRunHistory(db: Database) {
  const ofJob = db.prepare<[string], { id: number }>(`
    SELECT id FROM schedule_runs WHERE phase != 'ended' AND job_ids LIKE '%"' || ? || '"%'`)
  const around = db.prepare<[number, number], RunRow>(`
    SELECT * FROM schedule_runs
    WHERE noticed_at < ? AND (ended_at IS NULL OR ended_at >= ?) ORDER BY id`)
  const before = db.prepare<[number, number], RunRow>(
    'SELECT * FROM schedule_runs WHERE noticed_at < ? ORDER BY id DESC LIMIT ?',
  )
  const after = db.prepare<[number, number, number], RunRow>(`
    SELECT * FROM schedule_runs
    WHERE noticed_at >= ? OR ended_at IS NULL OR ended_at >= ? ORDER BY id LIMIT ?`)
  const page = db.prepare<[string | null, string | null, number, number], RunRow>(`
    SELECT * FROM schedule_runs WHERE (? IS NULL OR schedule_id = ?) AND id < ?
    ORDER BY id DESC LIMIT ?`)
  const changes = db.prepare<[number, string, number, number], ChangeRow>(`
    SELECT kind, local_path AS localPath, from_path AS "from", size_bytes AS sizeBytes, failure
    FROM sync_changes JOIN sync_runs ON sync_runs.id = run_id
    WHERE schedule_run = ? AND kind IN (SELECT value FROM json_each(?))
    ORDER BY started_at, sync_runs.rowid, number LIMIT ? OFFSET ?`)
  const counted = db.prepare<[number, string], { total: number }>(`
    SELECT count(*) AS total FROM sync_changes JOIN sync_runs ON sync_runs.id = run_id
    WHERE schedule_run = ? AND kind IN (SELECT value FROM json_each(?))`)
  const dandisets = db.prepare<[number], { id: string }>(`
    SELECT dandiset_id AS id FROM sync_runs WHERE schedule_run = ? AND dandiset_id IS NOT NULL
    ORDER BY started_at, rowid`)
  const sourceBytes = db.prepare<[string], SourceBytes>(`
    SELECT source, sum(bytes) AS bytes FROM source_bytes
    WHERE transfer_id IN (SELECT id FROM transfers
      WHERE job_id IN (SELECT value FROM json_each(?)))
    GROUP BY source`)
  return {
    /** What came over the line for jobs that are still there. */
    sourceBytes: (jobIds: readonly string[]): readonly SourceBytes[] =>
      sourceBytes.all(JSON.stringify(jobIds)),
    /** What a run did to files, in the order of its syncs. */
    changes(
      runId: number,
      { kinds, offset, limit }: ChangesAsked,
    ): { readonly rows: readonly SyncChange[]; readonly total: number } {
      const asked = JSON.stringify(kinds)
      const rows = changes.all(runId, asked, limit, offset).map(changeFrom)
      return { rows, total: counted.get(runId, asked)?.total ?? 0 }
    },
    countChanges: (runId: number): number =>
      counted.get(runId, JSON.stringify(changeKinds))?.total ?? 0,
    /** Dandisets that a run was about. */
    dandisets: (runId: number): readonly string[] => [
      ...new Set(dandisets.all(runId).map(({ id }) => id)),
    ],
    /** The run that a job belongs to, as long as the run is not over. */
    ofJob: (jobId: string): number | null => ofJob.get(jobId)?.id ?? null,
    /** Those that came up before `to` and were not over by `from`, oldest first. */
    around: (from: number, to: number): readonly RunView[] => around.all(to, from).map(runFrom),
    /** The newest that came up before a time. */
    before: (time: number, limit: number): readonly RunView[] =>
      before.all(time, limit).map(runFrom),
    /** The oldest of those that were not over at a time or came up later. */
    after: (time: number, limit: number): readonly RunView[] =>
      after.all(time, time, limit).map(runFrom),
    /** Newest first, those older than a run. */
    older: (scheduleId: string | null, runId: number, limit: number): readonly RunView[] =>
      page.all(scheduleId, scheduleId, runId, limit).map(runFrom),
  }
}
