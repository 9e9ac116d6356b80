/** How much history is kept: for each schedule by itself, so that a busy one costs no other its own. */
import type { Database } from 'better-sqlite3'

const DAY_MS = 86_400_000

const kept = {
  /** Newest runs of a schedule, however old. */
  runs: 2000,
  /** Beyond those, what is younger: a year of hourly runs. */
  runsMs: 366 * DAY_MS,
  mostRuns: 10_000,
  /** Syncs of runs that changed nothing are of use only as long as a run may ask what they were. */
  quietMs: 30 * DAY_MS,
  /** Differences of a schedule, about 150 bytes each; those of its oldest runs go first. */
  changes: 500_000,
  /** Syncs that belong to no schedule. */
  byHand: 500,
} as const

/** Within a transaction of the caller's. What goes takes its differences along. */
export function createForgetting(db: Database) {
  const runs = db.prepare<[string, number, string, number, string, number]>(`
    DELETE FROM schedule_runs WHERE schedule_id = ? AND phase = 'ended' AND (
      (noticed_at < ? AND id <= (SELECT id FROM schedule_runs WHERE schedule_id = ?
        ORDER BY id DESC LIMIT 1 OFFSET ?))
      OR id <= (SELECT id FROM schedule_runs WHERE schedule_id = ?
        ORDER BY id DESC LIMIT 1 OFFSET ?))`)
  const quiet = db.prepare<[string, number]>(`
    DELETE FROM sync_runs WHERE result IS NOT NULL
      AND schedule_run IN (SELECT id FROM schedule_runs
        WHERE schedule_id = ? AND phase = 'ended' AND noticed_at < ?)
      AND NOT EXISTS (SELECT 1 FROM sync_changes WHERE run_id = sync_runs.id)`)
  const counts = db.prepare<[string], { id: string; files: number }>(`
    SELECT sync_runs.id, (SELECT count(*) FROM sync_changes WHERE run_id = sync_runs.id) AS files
    FROM sync_runs JOIN schedule_runs ON schedule_runs.id = schedule_run
    WHERE schedule_id = ? ORDER BY schedule_run DESC, sync_runs.rowid DESC`)
  const changes = db.prepare<[string]>('DELETE FROM sync_changes WHERE run_id = ?')
  const byHand = db.prepare<[number]>(`
    DELETE FROM sync_runs WHERE schedule_run IS NULL AND started_at <=
      (SELECT started_at FROM sync_runs WHERE schedule_run IS NULL
        ORDER BY started_at DESC LIMIT 1 OFFSET ?)`)

  /** The newest run keeps its differences, however many. */
  function forgetChanges(scheduleId: string, most: number): void {
    let sum = 0
    for (const [at, { id, files }] of counts.all(scheduleId).entries()) {
      sum += files
      if (sum > most && at > 0) changes.run(id)
    }
  }

  return {
    ofSchedule(id: string, now: number): void {
      runs.run(id, now - kept.runsMs, id, kept.runs, id, kept.mostRuns)
      quiet.run(id, now - kept.quietMs)
      forgetChanges(id, kept.changes)
    },
    byHand: () => void byHand.run(kept.byHand),
  }
}
