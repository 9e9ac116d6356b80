import type { Database } from 'better-sqlite3'
import { noRecord, type RunRecord } from '../model/run-record.ts'

/** What was measured of runs of schedules, one row a run. */
export function createRunRecords(db: Database) {
  const get = db.prepare<[number], { speeds: string; sources: string }>(
    'SELECT speeds, sources FROM run_records WHERE run_id = ?',
  )
  // A run that a person dropped meanwhile has no row to belong to.
  const put = db.prepare<[number, string, string]>(`
    INSERT INTO run_records SELECT id, ?2, ?3 FROM schedule_runs WHERE id = ?1
    ON CONFLICT (run_id) DO UPDATE SET speeds = excluded.speeds, sources = excluded.sources`)
  return {
    of(runId: number): RunRecord {
      const row = get.get(runId)
      return row ? { speeds: JSON.parse(row.speeds), sources: JSON.parse(row.sources) } : noRecord
    },
    put: (runId: number, { speeds, sources }: RunRecord) =>
      void put.run(runId, JSON.stringify(speeds), JSON.stringify(sources)),
  }
}
