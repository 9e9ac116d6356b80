/** What came over the line, day by day. */
export const up = `
CREATE TABLE line_days (
  -- in this computer's calendar, 2026-11-22
  day TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
