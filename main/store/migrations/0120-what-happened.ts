/** What was measured of runs, which nights a person was told of, and what is done after a run. */
export const up = `
CREATE TABLE run_records (
  run_id INTEGER PRIMARY KEY REFERENCES schedule_runs ON DELETE CASCADE,
  speeds TEXT NOT NULL,
  sources TEXT NOT NULL
) STRICT;

-- by the date of its morning; one is told once
CREATE TABLE nights_told (
  morning TEXT PRIMARY KEY,
  told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run_hooks (
  kind TEXT PRIMARY KEY,
  -- null: off
  hook TEXT,
  -- what became of it last
  result TEXT
) STRICT, WITHOUT ROWID;

-- runs that are still to be told of, oldest first
CREATE TABLE hook_queue (
  -- never given twice: what is under way may be removed meanwhile
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  told TEXT NOT NULL
) STRICT;

-- why a file failed, or differs and stays
ALTER TABLE sync_changes ADD COLUMN failure TEXT;
`
