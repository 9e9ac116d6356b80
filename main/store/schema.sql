-- The newest schema, for reading. Made from the migrations; a test keeps it true.
PRAGMA user_version = 140;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY,
  instance TEXT NOT NULL,
  dandiset_id TEXT NOT NULL,
  version TEXT NOT NULL,
  published INTEGER NOT NULL,
  scope TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  listing_state TEXT NOT NULL CHECK (listing_state IN ('running', 'complete', 'failed')),
  listing_source TEXT,
  listing_failure TEXT,
  entry_count INTEGER NOT NULL DEFAULT 0,
  listed_at INTEGER NOT NULL
, described INTEGER NOT NULL DEFAULT 0, described_pages INTEGER NOT NULL DEFAULT 0, validator TEXT) STRICT;

CREATE INDEX snapshots_by_version ON snapshots (instance, dandiset_id, version);

CREATE TABLE entries (
  snapshot_id INTEGER NOT NULL REFERENCES snapshots ON DELETE CASCADE,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (snapshot_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  order_json TEXT NOT NULL,
  snapshot TEXT,
  summary TEXT NOT NULL,
  folder TEXT NOT NULL,
  intent TEXT NOT NULL CHECK (intent IN ('run', 'hold')),
  hold_reason TEXT,
  phase TEXT NOT NULL CHECK (phase IN ('listing', 'moving', 'ended')),
  priority INTEGER NOT NULL DEFAULT 0,
  position REAL NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  failure TEXT
) STRICT;

CREATE TABLE transfers (
  id INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('blob', 'zarr', 'dandiset-yaml')),
  path TEXT NOT NULL,
  local_path TEXT NOT NULL,
  entry TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'running', 'verifying', 'done', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER,
  skipped INTEGER NOT NULL DEFAULT 0,
  source TEXT,
  parts_done INTEGER NOT NULL DEFAULT 0,
  parts_total INTEGER NOT NULL DEFAULT 0,
  digest TEXT,
  failure TEXT
, part TEXT, part_of INTEGER) STRICT;

CREATE INDEX transfers_by_state ON transfers (job_id, state, id);

CREATE INDEX transfers_waiting ON transfers (state, not_before) WHERE state = 'queued';

CREATE TABLE tallies (
  job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  state TEXT NOT NULL,
  files INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL,
  PRIMARY KEY (job_id, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tally_added AFTER INSERT ON transfers BEGIN
  INSERT INTO tallies VALUES (
    new.job_id, iif(new.skipped, 'skipped', new.state), 1, new.size_bytes, new.received_bytes
  ) ON CONFLICT DO UPDATE SET
    files = files + 1,
    size_bytes = size_bytes + excluded.size_bytes,
    received_bytes = received_bytes + excluded.received_bytes;
END;

CREATE TRIGGER tally_changed
AFTER UPDATE OF state, skipped, size_bytes, received_bytes ON transfers BEGIN
  UPDATE tallies SET
    files = files - 1,
    size_bytes = size_bytes - old.size_bytes,
    received_bytes = received_bytes - old.received_bytes
  WHERE job_id = old.job_id AND state = iif(old.skipped, 'skipped', old.state);
  INSERT INTO tallies VALUES (
    new.job_id, iif(new.skipped, 'skipped', new.state), 1, new.size_bytes, new.received_bytes
  ) ON CONFLICT DO UPDATE SET
    files = files + 1,
    size_bytes = size_bytes + excluded.size_bytes,
    received_bytes = received_bytes + excluded.received_bytes;
END;

CREATE TABLE timeline (
  id INTEGER PRIMARY KEY,
  transfer_id INTEGER NOT NULL REFERENCES transfers ON DELETE CASCADE,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  failure TEXT
) STRICT;

CREATE INDEX timeline_by_transfer ON timeline (transfer_id, id);

CREATE TABLE source_bytes (
  transfer_id INTEGER NOT NULL REFERENCES transfers ON DELETE CASCADE,
  source TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (transfer_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE partials (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('blob', 'zarr')),
  size_bytes INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  listed INTEGER NOT NULL DEFAULT 0,
  identity TEXT
) STRICT;

CREATE TABLE parts (
  partial_id INTEGER NOT NULL REFERENCES partials ON DELETE CASCADE,
  number INTEGER NOT NULL,
  have_bytes INTEGER NOT NULL,
  md5 BLOB,
  PRIMARY KEY (partial_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE zarr_entries (
  partial_id INTEGER NOT NULL REFERENCES partials ON DELETE CASCADE,
  key TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  expected_md5 TEXT,
  modified_at INTEGER,
  md5 TEXT,
  PRIMARY KEY (partial_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX zarr_entries_missing ON zarr_entries (partial_id, key) WHERE md5 IS NULL;

CREATE TABLE files (
  path TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blob', 'zarr', 'dandiset-yaml')),
  size_bytes INTEGER NOT NULL,
  modified_at REAL NOT NULL,
  checksum TEXT,
  sha256 TEXT,
  source TEXT,
  instance TEXT NOT NULL,
  dandiset_id TEXT,
  version TEXT,
  asset_path TEXT NOT NULL,
  job_id TEXT NOT NULL,
  verified_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogues (
  instance TEXT PRIMARY KEY,
  api_url TEXT NOT NULL,
  total INTEGER,
  listed_at INTEGER,
  checked_at INTEGER,
  failure TEXT
) STRICT;

CREATE TABLE dandisets (
  id INTEGER PRIMARY KEY,
  instance TEXT NOT NULL,
  dandiset_id TEXT NOT NULL,
  embargoed INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  listed TEXT NOT NULL,
  UNIQUE (instance, dandiset_id)
) STRICT;

CREATE INDEX dandisets_by_sight ON dandisets (instance, seen_at);

CREATE TABLE dandiset_versions (
  dandiset INTEGER NOT NULL REFERENCES dandisets ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('published', 'draft')),
  listed_as TEXT NOT NULL,
  described_as TEXT,
  study TEXT,
  about TEXT,
  rest TEXT,
  PRIMARY KEY (dandiset, kind)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE dandiset_words USING fts5 (
  ids, title, people, keywords, study, description, rest,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

CREATE TABLE 'dandiset_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'dandiset_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE 'dandiset_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'dandiset_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TRIGGER dandisets_gone AFTER DELETE ON dandisets BEGIN
  DELETE FROM dandiset_words WHERE rowid = old.id;
END;

CREATE TABLE searches (
  name TEXT PRIMARY KEY COLLATE NOCASE,
  query TEXT NOT NULL
) STRICT;

CREATE TABLE cart_items (
  id TEXT PRIMARY KEY,
  position REAL NOT NULL,
  ref TEXT NOT NULL,
  title TEXT NOT NULL,
  selection TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cart_pins (
  item_id TEXT NOT NULL REFERENCES cart_items ON DELETE CASCADE,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  digests TEXT NOT NULL,
  PRIMARY KEY (item_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE cart_rules (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  filter TEXT NOT NULL,
  limit_bytes INTEGER
) STRICT;

CREATE TABLE line_speeds (
  at INTEGER PRIMARY KEY,
  bytes INTEGER NOT NULL,
  ms INTEGER NOT NULL
) STRICT;

CREATE INDEX files_by_checksum ON files (checksum);

CREATE INDEX entries_by_bytes ON entries
  (coalesce(json_extract(entry, '$.blobId'), json_extract(entry, '$.checksum.value')));

CREATE TABLE zarr_trees (
  id INTEGER PRIMARY KEY,
  -- the Zarr's id, else its address
  zarr TEXT NOT NULL,
  -- of the state that was listed; empty when the archive told none
  checksum TEXT NOT NULL,
  entries INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  listed_at INTEGER NOT NULL,
  UNIQUE (zarr, checksum)
) STRICT;

CREATE TABLE zarr_nodes (
  tree_id INTEGER NOT NULL REFERENCES zarr_trees (id) ON DELETE CASCADE,
  -- folders end in /; the root is empty
  path TEXT NOT NULL,
  parent TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('folder', 'group', 'array', 'file')),
  entries INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  -- shape, chunks, type of an array; level of a pyramid
  facts TEXT,
  PRIMARY KEY (tree_id, path)
) STRICT, WITHOUT ROWID;

CREATE INDEX zarr_children ON zarr_nodes (tree_id, parent, path);

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
  bytes INTEGER NOT NULL DEFAULT 0, files_conflicts INTEGER NOT NULL DEFAULT 0, asks TEXT NOT NULL DEFAULT '[]', consent TEXT,
  -- what is planned once runs once
  UNIQUE (schedule_id, planned_for)
) STRICT;

CREATE INDEX open_schedule_runs ON schedule_runs (schedule_id, id) WHERE phase != 'ended';

CREATE INDEX ended_schedule_runs ON schedule_runs (schedule_id, ended_at) WHERE phase = 'ended';

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
, schedule_run INTEGER REFERENCES schedule_runs ON DELETE SET NULL, order_key TEXT, changing TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE INDEX sync_runs_by_start ON sync_runs (started_at);

CREATE TABLE sync_changes (
  run_id TEXT NOT NULL REFERENCES sync_runs ON DELETE CASCADE,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  local_path TEXT NOT NULL,
  from_path TEXT,
  size_bytes INTEGER NOT NULL, failure TEXT,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX sync_runs_of_schedules ON sync_runs (schedule_run) WHERE schedule_run IS NOT NULL;

CREATE TABLE line_days (
  -- in this computer's calendar, 2026-11-22
  day TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run_records (
  run_id INTEGER PRIMARY KEY REFERENCES schedule_runs ON DELETE CASCADE,
  speeds TEXT NOT NULL,
  sources TEXT NOT NULL
) STRICT;

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

CREATE TABLE hook_queue (
  -- never given twice: what is under way may be removed meanwhile
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  told TEXT NOT NULL
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE follow_rules (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  rule TEXT NOT NULL,
  -- null: what is there already is still to be noted
  looked_at INTEGER
) STRICT;

CREATE TABLE follow_seen (
  rule_id TEXT NOT NULL REFERENCES follow_rules ON DELETE CASCADE,
  dandiset_id TEXT NOT NULL,
  PRIMARY KEY (rule_id, dandiset_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow_finds (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule_id TEXT NOT NULL,
  rule_name TEXT NOT NULL,
  instance TEXT NOT NULL,
  dandiset_id TEXT NOT NULL,
  title TEXT NOT NULL,
  version TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  is_read INTEGER NOT NULL DEFAULT 0,
  is_watched INTEGER NOT NULL DEFAULT 0,
  job_id TEXT,
  -- the order of a job that is still to be made
  job_order TEXT
) STRICT;

CREATE INDEX follow_finds_unread ON follow_finds (id) WHERE is_read = 0;

CREATE INDEX follow_finds_watched ON follow_finds (id) WHERE is_watched = 1;

CREATE INDEX sync_runs_by_hand ON sync_runs (started_at) WHERE schedule_run IS NULL;

CREATE INDEX schedule_runs_by_age ON schedule_runs (schedule_id, id);

CREATE TRIGGER schedule_runs_forgotten BEFORE DELETE ON schedule_runs BEGIN
  DELETE FROM sync_runs WHERE schedule_run = old.id;
END;
