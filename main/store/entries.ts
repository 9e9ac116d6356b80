import type { Database } from 'better-sqlite3'
import type { Entry } from '../model/entry.ts'

interface Row {
  readonly path: string
  readonly size_bytes: number
  readonly entry: string
}

/** The assets of each opened version, by path. */
export function createEntries(db: Database) {
  const insert = db.prepare<[number, string, number, string]>(
    'INSERT INTO entries VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const after = db.prepare<[number, string, number], Row>(
    'SELECT path, size_bytes, entry FROM entries WHERE snapshot_id = ? AND path > ? ORDER BY path LIMIT ?',
  )
  const one = db.prepare<[number, string], Row>(
    'SELECT path, size_bytes, entry FROM entries WHERE snapshot_id = ? AND path = ?',
  )
  const replace = db.prepare<[number, string, number, string]>(
    'UPDATE entries SET size_bytes = ?, entry = ? WHERE snapshot_id = ? AND path = ?',
  )
  const clear = db.prepare<[number]>('DELETE FROM entries WHERE snapshot_id = ?')
  const paths = db.prepare<[number], { path: string }>(
    'SELECT path FROM entries WHERE snapshot_id = ?',
  )
  return {
    paths: (snapshotId: number): readonly string[] => paths.all(snapshotId).map((row) => row.path),
    clear: (snapshotId: number) => void clear.run(snapshotId),
    /** Adds a page and returns how many of its paths were new. Call within a transaction. */
    add(snapshotId: number, page: readonly Entry[]): number {
      let added = 0
      for (const entry of page) {
        const { path, sizeBytes, ...rest } = entry
        added += insert.run(snapshotId, path, sizeBytes, JSON.stringify(rest)).changes
      }
      return added
    },
    /**
     * Completes entries that are there and still are the same assets; says which, and how many of
     * them were not described before. Call within a transaction.
     */
    describe(
      snapshotId: number,
      page: readonly Entry[],
    ): { readonly entries: readonly Entry[]; readonly added: number } {
      let added = 0
      const entries = page.filter((entry) => {
        const row = one.get(snapshotId, entry.path)
        const listed = row && fromRow(row)
        if (!listed || !isSameAsset(listed, entry)) return false
        if (listed.study === null && entry.study !== null) added += 1
        const { path, sizeBytes, ...rest } = entry
        replace.run(sizeBytes, JSON.stringify(rest), snapshotId, path)
        return true
      })
      return { entries, added }
    },
    /** Up to `limit` entries in the order of their paths' bytes, after a path (`''` from the start). */
    pageAfter(snapshotId: number, path: string, limit: number): readonly Entry[] {
      return after.all(snapshotId, path, limit).map(fromRow)
    },
    get(snapshotId: number, path: string): Entry | null {
      const row = one.get(snapshotId, path)
      return row ? fromRow(row) : null
    },
  }
}

/** By its id; where the listing had none, by its digest, else by its size. */
function isSameAsset(listed: Entry, described: Entry): boolean {
  if (listed.assetId !== null) return listed.assetId === described.assetId
  const [before, now] = [listed.checksum, described.checksum]
  if (before !== null && before.kind === now?.kind) return before.value === now.value
  return listed.kind === described.kind && listed.sizeBytes === described.sizeBytes
}

function fromRow(row: Row): Entry {
  const rest = JSON.parse(row.entry) as Omit<Entry, 'path' | 'sizeBytes'>
  // Listings from before metadata were kept have no `study`.
  return { path: row.path, sizeBytes: row.size_bytes, ...rest, study: rest.study ?? null }
}
