import type { Database } from 'better-sqlite3'
import type { AssetCopy } from '../model/asset-detail.ts'
import type { Entry, Snapshot } from '../model/entry.ts'

interface Row {
  readonly path: string
  readonly snapshot: string
}

const MOST = 50

/** Where else in the listings kept here the same bytes occur. */
export function createCopies(db: Database) {
  const same = db.prepare<[string, number, string, number], Row>(`
    SELECT entries.path, snapshots.snapshot FROM entries
    JOIN snapshots ON snapshots.id = entries.snapshot_id
    WHERE coalesce(json_extract(entries.entry, '$.blobId'),
      json_extract(entries.entry, '$.checksum.value')) = ?
      AND (entries.snapshot_id <> ? OR entries.path <> ?)
    ORDER BY snapshots.dandiset_id, snapshots.version DESC, entries.path LIMIT ?`)
  return {
    /** Each version and path once, at most fifty. */
    of(snapshotId: number, { path, checksum, blobId }: Entry): readonly AssetCopy[] {
      const bytes = blobId ?? checksum?.value
      const rows = bytes === undefined ? [] : same.all(bytes, snapshotId, path, MOST)
      const found = new Map(rows.map(copyOf).map((it) => [JSON.stringify(it), it]))
      return [...found.values()]
    },
  }
}

function copyOf({ path, snapshot }: Row): AssetCopy {
  const { instance, dandisetId, version } = JSON.parse(snapshot) as Snapshot
  return { instance, dandisetId, version, path }
}
