/** The cart, what its pinned items were, and how fast the line was. */
export const up = `
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
`
