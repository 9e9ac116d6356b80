/** Folders kept in step: what was done in them, what lies in their trash, what was being moved. */
export const up = `
CREATE TABLE sync_folders (
  path TEXT PRIMARY KEY,
  -- as the folder's marker has it
  id TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sync_runs (
  id TEXT PRIMARY KEY,
  instance TEXT NOT NULL,
  dandiset_id TEXT,
  folder TEXT NOT NULL,
  job_id TEXT,
  started_at INTEGER NOT NULL,
  -- null while it runs, and of one that was cut short
  result TEXT
) STRICT;
CREATE INDEX sync_runs_by_start ON sync_runs (started_at);

CREATE TABLE sync_changes (
  run_id TEXT NOT NULL REFERENCES sync_runs ON DELETE CASCADE,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  local_path TEXT NOT NULL,
  from_path TEXT,
  size_bytes INTEGER NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- written before a file gets another name, gone when the library knows it
CREATE TABLE sync_moves (
  id INTEGER PRIMARY KEY,
  root TEXT NOT NULL,
  from_path TEXT NOT NULL,
  via_path TEXT,
  to_path TEXT NOT NULL,
  -- the asset that it is from then on
  asset_path TEXT NOT NULL,
  -- the file's number on its disk, which a new name does not change
  identity TEXT NOT NULL
) STRICT;

CREATE TABLE sync_trash (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  root TEXT NOT NULL,
  path TEXT NOT NULL,
  place TEXT NOT NULL,
  trashed_at INTEGER NOT NULL,
  -- when it is removed for good
  ends_at INTEGER NOT NULL,
  -- the library's row
  file TEXT NOT NULL
) STRICT;
CREATE INDEX sync_trash_by_end ON sync_trash (ends_at);
`
