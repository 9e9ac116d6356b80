/** Which new dandisets a person wants to know of, and which were found. */
export const up = `
CREATE TABLE follow_rules (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  rule TEXT NOT NULL,
  -- null: what is there already is still to be noted
  looked_at INTEGER
) STRICT;

-- what a rule has found, told or not
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
`
