import type { Database } from 'better-sqlite3'
import type { Snapshot } from '../model/entry.ts'
import type { FailureRecord } from '../model/failure.ts'
import type { SourceKind } from '../model/instance.ts'
import type { OpenVersion } from '../model/listing.ts'

interface Row {
  readonly id: number
  readonly snapshot: string
  readonly listing_state: OpenVersion['listing']['state']
  readonly listing_source: SourceKind | null
  readonly listing_failure: string | null
  readonly entry_count: number
  readonly listed_at: number
}

/** Versions that were opened, each with how far its listing is. */
export function createSnapshots(db: Database) {
  const insert = db.prepare<[string, string, string, number, string, string, number]>(`
    INSERT INTO snapshots
      (instance, dandiset_id, version, published, scope, snapshot, listing_state, listed_at)
    VALUES (?, ?, ?, ?, ?, ?, 'running', ?)`)
  const byId = db.prepare<[number], Row>('SELECT * FROM snapshots WHERE id = ?')
  const newest = db.prepare<[string, string, string, string], Row>(`
    SELECT * FROM snapshots
    WHERE instance = ? AND dandiset_id = ? AND version = ? AND scope = ? AND listing_state = 'complete'
    ORDER BY id DESC LIMIT 1`)
  const end = db.prepare<[string, string | null, string | null, number, number]>(`
    UPDATE snapshots SET listing_state = ?, listing_source = ?, listing_failure = ?, entry_count = ?
    WHERE id = ?`)
  const remove = db.prepare<[number]>('DELETE FROM snapshots WHERE id = ?')
  const stale = db.prepare<[number], { id: number }>(`
    SELECT id FROM snapshots WHERE listing_state <> 'complete'
    OR (published = 0 AND listed_at < ?)`)

  return {
    /** `scope`: which part of the version is listed; `all`, or the pick as JSON. */
    add(snapshot: Snapshot, scope: string, listedAt: number): number {
      const { instance, dandisetId, version, published } = snapshot
      const text = JSON.stringify(snapshot)
      const result = insert.run(
        instance,
        dandisetId,
        version,
        Number(published),
        scope,
        text,
        listedAt,
      )
      return Number(result.lastInsertRowid)
    },
    get(id: number): OpenVersion | null {
      const row = byId.get(id)
      return row ? fromRow(row) : null
    },
    /** The newest complete listing of a version; null when there is none. */
    newest(snapshot: Snapshot, scope: string): OpenVersion | null {
      const row = newest.get(snapshot.instance, snapshot.dandisetId, snapshot.version, scope)
      return row ? fromRow(row) : null
    },
    end(id: number, listing: OpenVersion['listing']): void {
      const failure = listing.failure ? JSON.stringify(listing.failure) : null
      end.run(listing.state, listing.source, failure, listing.entries, id)
    },
    remove: (id: number) => void remove.run(id),
    /** Listings that never ended, and those of drafts from before a time: of no further use. */
    stale: (before: number): readonly number[] => stale.all(before).map((row) => row.id),
  }
}

function fromRow(row: Row): OpenVersion {
  return {
    snapshotId: row.id,
    snapshot: JSON.parse(row.snapshot) as Snapshot,
    listing: {
      state: row.listing_state,
      entries: row.entry_count,
      source: row.listing_source,
      failure: row.listing_failure ? (JSON.parse(row.listing_failure) as FailureRecord) : null,
      described: 0,
      describing: false,
      describeFailure: null,
      listedAt: row.listed_at,
    },
  }
}
