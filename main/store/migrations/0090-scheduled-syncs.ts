/** Runs of schedules keep folders in step: which syncs each made, what it asks, what a person said. */
export const up = `
ALTER TABLE sync_runs ADD COLUMN schedule_run INTEGER REFERENCES schedule_runs ON DELETE SET NULL;
-- which of the schedule's orders
ALTER TABLE sync_runs ADD COLUMN order_key TEXT;
-- places whose files are there and are to change; what else comes is new
ALTER TABLE sync_runs ADD COLUMN changing TEXT NOT NULL DEFAULT '[]';
CREATE INDEX sync_runs_of_schedules ON sync_runs (schedule_run) WHERE schedule_run IS NOT NULL;

ALTER TABLE schedule_runs ADD COLUMN files_conflicts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE schedule_runs ADD COLUMN asks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE schedule_runs ADD COLUMN consent TEXT;
`
