/** The catalogue of each instance, its words, and searches that people keep. */
export const up = `
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
CREATE TRIGGER dandisets_gone AFTER DELETE ON dandisets BEGIN
  DELETE FROM dandiset_words WHERE rowid = old.id;
END;

CREATE TABLE searches (
  name TEXT PRIMARY KEY COLLATE NOCASE,
  query TEXT NOT NULL
) STRICT;
`
