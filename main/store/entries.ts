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
  const clear = db.prepare<[number]>('DELETE FROM entries WHERE snapshot_id = ?')
  return {
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

function fromRow(row: Row): Entry {
  const rest = JSON.parse(row.entry) as Omit<Entry, 'path' | 'sizeBytes'>
  return { path: row.path, sizeBytes: row.size_bytes, ...rest }
}
