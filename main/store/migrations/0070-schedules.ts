/** What is fetched again and again, and what became of it each time. */
export const up = `
CREATE TABLE schedules (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  schedule TEXT NOT NULL
) STRICT;

CREATE TABLE schedule_runs (
  id INTEGER PRIMARY KEY,
  schedule_id TEXT NOT NULL REFERENCES schedules ON DELETE CASCADE,
  -- null for one that a person asked for
  planned_for INTEGER,
  caught_up INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  by_hand INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('waiting', 'running', 'ended')),
  waits_for TEXT,
  noticed_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  outcome TEXT,
  failure TEXT,
  pauses TEXT NOT NULL DEFAULT '[]',
  job_ids TEXT NOT NULL DEFAULT '[]',
  files_added INTEGER NOT NULL DEFAULT 0,
  files_changed INTEGER NOT NULL DEFAULT 0,
  files_renamed INTEGER NOT NULL DEFAULT 0,
  files_removed INTEGER NOT NULL DEFAULT 0,
  files_failed INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  -- what is planned once runs once
  UNIQUE (schedule_id, planned_for)
) STRICT;
CREATE INDEX open_schedule_runs ON schedule_runs (schedule_id, id) WHERE phase != 'ended';
CREATE INDEX ended_schedule_runs ON schedule_runs (schedule_id, ended_at) WHERE phase = 'ended';
`
