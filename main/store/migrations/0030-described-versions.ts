/** How far the metadata of a listing are, and by what a draft is known to be the same. */
export const up = `
ALTER TABLE snapshots ADD COLUMN described INTEGER NOT NULL DEFAULT 0;
ALTER TABLE snapshots ADD COLUMN described_pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE snapshots ADD COLUMN validator TEXT;
`
