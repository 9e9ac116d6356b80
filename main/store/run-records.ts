import type { Database } from 'better-sqlite3'
import { noRecord, type RunRecord } from '../model/run-record.ts'

/** What was measured of runs of schedules, one row a run. */
export function createRunRecords(db: Database) {
  const get = db.prepare<[number], { speeds: string; sources: string }>(
    'SELECT speeds, sources FROM run_records WHERE run_id = ?',
  )
  // A run that a person dropped meanwhile has no row to belong to.
  const put = db.prepare<[string, string, number]>(`
    INSERT INTO run_records SELECT id, ?, ? FROM schedule_runs WHERE id = ?
    ON CONFLICT (run_id) DO UPDATE SET speeds = excluded.speeds, sources = excluded.sources`)
  return {
    of(runId: number): RunRecord {
      const row = get.get(runId)
      return row ? { speeds: JSON.parse(row.speeds), sources: JSON.parse(row.sources) } : noRecord
    },
    put: (runId: number, { speeds, sources }: RunRecord) =>
      void put.run(JSON.stringify(speeds), JSON.stringify(sources), runId),
  }
}
