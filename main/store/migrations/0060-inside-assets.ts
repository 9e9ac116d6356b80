/** What is inside a Zarr, as folders and arrays; parts of Zarrs; entries by their bytes. */
export const up = `
-- the archive keeps the same bytes once, so a blob's id stands for them
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

-- one row a folder, and one a file that is no chunk; what is below an array is summed up in it
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

-- keys of the Zarr that were ordered; null for the whole
ALTER TABLE transfers ADD COLUMN part TEXT;
-- entries of the whole Zarr, when a part was ordered
ALTER TABLE transfers ADD COLUMN part_of INTEGER;
`
