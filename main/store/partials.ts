import type { Database } from 'better-sqlite3'
import type { ZarrEntry } from '../model/entry.ts'

/** The journal of one unfinished file or Zarr, found again by the path of its partial. */
export interface Partial {
  readonly id: number
  readonly path: string
  readonly kind: 'blob' | 'zarr'
  readonly sizeBytes: number
  /** The digest that the bytes belong to; bytes of another digest are of no use. */
  readonly checksum: string
  /** Whether all entries of the Zarr are in the journal. */
  readonly listed: boolean
}

export interface JournalPart {
  readonly number: number
  /** Bytes that are on the disk from the part's start. */
  readonly haveBytes: number
  /** MD5 of a complete part; null while it is not. */
  readonly md5: Uint8Array | null
}

interface Row {
  readonly id: number
  readonly path: string
  readonly kind: 'blob' | 'zarr'
  readonly size_bytes: number
  readonly checksum: string
  readonly listed: number
}

interface ZarrRow {
  readonly key: string
  readonly size_bytes: number
  readonly expected_md5: string | null
  readonly modified_at: number | null
  readonly md5: string | null
}

export interface JournalEntry extends ZarrEntry {
  /** MD5 of what is on disk; null while it is missing. */
  readonly writtenMd5: string | null
}

/** In place of the path of a Zarr that is removed and whose entries are not all gone yet. */
const REMOVED = 'removed:'

/** What of unfinished files is on disk. Written after the bytes were flushed, never before. */
export function createPartials(db: Database) {
  const byPath = db.prepare<[string], Row>('SELECT * FROM partials WHERE path = ?')
  const byId = db.prepare<[number], Row>('SELECT * FROM partials WHERE id = ?')
  const insert = db.prepare<[string, string, number, string]>(
    'INSERT INTO partials (path, kind, size_bytes, checksum) VALUES (?, ?, ?, ?)',
  )
  const remove = db.prepare<[number]>('DELETE FROM partials WHERE id = ?')
  const retire = db.prepare<[number]>(`UPDATE partials SET path = '${REMOVED}' || id WHERE id = ?`)
  const retired = db.prepare<[], { id: number }>(
    `SELECT id FROM partials WHERE path >= '${REMOVED}' AND path < 'removed;' LIMIT 1`,
  )
  const removeSome = db.prepare<[number, number, number]>(`
    DELETE FROM zarr_entries WHERE partial_id = ? AND key IN
      (SELECT key FROM zarr_entries WHERE partial_id = ? ORDER BY key LIMIT ?)`)
  const parts = db.prepare<
    [number],
    { number: number; have_bytes: number; md5: Uint8Array | null }
  >('SELECT number, have_bytes, md5 FROM parts WHERE partial_id = ? ORDER BY number')
  const putPart = db.prepare<[number, number, number, Uint8Array | null, number]>(`
    INSERT INTO parts SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM partials WHERE id = ?)
    ON CONFLICT DO UPDATE SET have_bytes = excluded.have_bytes, md5 = excluded.md5
    WHERE parts.md5 IS NULL`)
  const clearParts = db.prepare<[number]>('DELETE FROM parts WHERE partial_id = ?')
  const addEntry = db.prepare<[number, string, number, string | null, number | null]>(`
    INSERT INTO zarr_entries (partial_id, key, size_bytes, expected_md5, modified_at)
    VALUES (?, ?, ?, ?, ?)`)
  const identity = db.prepare<[number], { identity: string | null }>(
    'SELECT identity FROM partials WHERE id = ?',
  )
  const setIdentity = db.prepare<[string, number]>('UPDATE partials SET identity = ? WHERE id = ?')
  const isListed = db.prepare<[number], { listed: number }>(
    'SELECT listed FROM partials WHERE id = ?',
  )
  const setListed = db.prepare<[number]>('UPDATE partials SET listed = 1 WHERE id = ?')
  const setWritten = db.prepare<[string | null, number, string]>(
    'UPDATE zarr_entries SET md5 = ? WHERE partial_id = ? AND key = ?',
  )
  const written = db.prepare<[number, string], { size: number; done: number }>(`
    SELECT size_bytes AS size, md5 IS NOT NULL AS done
    FROM zarr_entries WHERE partial_id = ? AND key = ?`)
  const missing = db.prepare<[number, string, number], ZarrRow>(`
    SELECT * FROM zarr_entries WHERE partial_id = ? AND md5 IS NULL AND key > ? ORDER BY key LIMIT ?`)
  const page = db.prepare<[number, string, number], ZarrRow>(
    'SELECT * FROM zarr_entries WHERE partial_id = ? AND key > ? ORDER BY key LIMIT ?',
  )
  const tally = db.prepare<[number], { total: number; done: number; size: number; have: number }>(`
    SELECT count(*) AS total, count(md5) AS done, coalesce(sum(size_bytes), 0) AS size,
      coalesce(sum(iif(md5 IS NULL, 0, size_bytes)), 0) AS have
    FROM zarr_entries WHERE partial_id = ?`)

  return {
    find(path: string): Partial | null {
      const row = byPath.get(path)
      return row ? { ...row, sizeBytes: row.size_bytes, listed: row.listed === 1 } : null
    },
    add(partial: Pick<Partial, 'path' | 'kind' | 'sizeBytes' | 'checksum'>): Partial {
      const { path, kind, sizeBytes, checksum } = partial
      const id = Number(insert.run(path, kind, sizeBytes, checksum).lastInsertRowid)
      return { ...partial, id, listed: false }
    },
    /** Forgets a partial. The entries of a Zarr, a million perhaps, go by and by with `sweep`. */
    remove(path: string): void {
      const row = byPath.get(path)
      if (row?.kind === 'zarr') retire.run(row.id)
      else if (row) remove.run(row.id)
    },
    /** Deletes some of what was removed. False when nothing is left of it. */
    sweep(entries: number): boolean {
      const id = retired.get()?.id
      if (id === undefined) return false
      if (removeSome.run(id, id, entries).changes < entries) remove.run(id)
      return true
    },
    parts: (id: number): readonly JournalPart[] =>
      parts.all(id).map((row) => ({ number: row.number, haveBytes: row.have_bytes, md5: row.md5 })),
    /** A complete part stays complete: later reports of fewer bytes do not change it. */
    putPart(id: number, part: JournalPart): void {
      putPart.run(id, part.number, part.haveBytes, part.md5, id)
    },
    clearParts: (id: number) => void clearParts.run(id),
    addEntries(id: number, entries: readonly ZarrEntry[]): void {
      for (const entry of entries) {
        addEntry.run(id, entry.key, entry.sizeBytes, entry.md5, entry.modifiedAt)
      }
    },
    identity: (id: number): string | null => identity.get(id)?.identity ?? null,
    setIdentity(id: number, text: string): void {
      setIdentity.run(text, id)
    },
    isListed: (id: number): boolean => isListed.get(id)?.listed === 1,
    setListed: (id: number) => void setListed.run(id),
    /** Forgets all entries; what is listed from now on is not complete. Returns the new number. */
    clearEntries(id: number): number {
      const row = byId.get(id)
      if (!row) return id
      retire.run(id)
      return Number(insert.run(row.path, row.kind, row.size_bytes, row.checksum).lastInsertRowid)
    },
    /** Returns how many entries and bytes are on disk more than before. */
    setWritten(id: number, key: string, md5: string | null): { done: number; have: number } {
      const before = written.get(id, key)
      if (!before) return { done: 0, have: 0 }
      setWritten.run(md5, id, key)
      const done = Number(md5 !== null) - before.done
      return { done, have: done * before.size }
    },
    /** Entries that are not on disk, by key, after a key (`''` from the start). */
    missing: (id: number, after: string, limit: number): readonly JournalEntry[] =>
      missing.all(id, after, limit).map(entryFromRow),
    entries: (id: number, after: string, limit: number): readonly JournalEntry[] =>
      page.all(id, after, limit).map(entryFromRow),
    tally: (id: number) => tally.get(id) ?? { total: 0, done: 0, size: 0, have: 0 },
  }
}

function entryFromRow(row: ZarrRow): JournalEntry {
  return {
    key: row.key,
    sizeBytes: row.size_bytes,
    md5: row.expected_md5,
    modifiedAt: row.modified_at,
    writtenMd5: row.md5,
  }
}
