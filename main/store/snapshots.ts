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
  readonly described: number
  readonly described_pages: number
  readonly validator: string | null
}

export interface StoredVersion extends OpenVersion {
  /** Pages of metadata that were read; a later reader goes on behind them. */
  readonly describedPages: number
  /** By what the source can tell that a draft is still as it was listed; null when it cannot. */
  readonly validator: string | null
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
  const end = db.prepare<[string, string | null, string | null, number, number, number]>(`
    UPDATE snapshots SET
      listing_state = ?, listing_source = ?, listing_failure = ?, entry_count = ?, described = ?
    WHERE id = ?`)
  const describe = db.prepare<[number, number, number]>(
    'UPDATE snapshots SET described = ?, described_pages = ? WHERE id = ?',
  )
  const setValidator = db.prepare<[string | null, number]>(
    'UPDATE snapshots SET validator = ? WHERE id = ?',
  )
  const confirm = db.prepare<[number, number]>('UPDATE snapshots SET listed_at = ? WHERE id = ?')
  const kept = db.prepare<[string, string, string, string | null, string | null], Row>(`
    SELECT * FROM snapshots
    WHERE instance = ? AND dandiset_id = ? AND scope = ? AND (? IS NULL OR version = ?)
      AND listing_state = 'complete'
    ORDER BY published DESC, version DESC, id DESC LIMIT 1`)
  const remove = db.prepare<[number]>('DELETE FROM snapshots WHERE id = ?')
  const stale = db.prepare<[number], { id: number }>(`
    SELECT id FROM snapshots WHERE listing_state <> 'complete'
    OR (published = 0 AND (validator IS NULL OR listed_at < ?))
    OR (published = 0 AND EXISTS (
      SELECT 1 FROM snapshots AS newer
      WHERE newer.instance = snapshots.instance AND newer.dandiset_id = snapshots.dandiset_id
        AND newer.version = snapshots.version AND newer.scope = snapshots.scope
        AND newer.listing_state = 'complete' AND newer.id > snapshots.id
    ))`)

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
    get(id: number): StoredVersion | null {
      const row = byId.get(id)
      return row ? fromRow(row) : null
    },
    /** The newest complete listing of a version; null when there is none. */
    newest(snapshot: Snapshot, scope: string): StoredVersion | null {
      const row = newest.get(snapshot.instance, snapshot.dandisetId, snapshot.version, scope)
      return row ? fromRow(row) : null
    },
    /** The newest complete listing; without a version that of the newest published one, else of the draft. */
    kept(of: {
      readonly instance: string
      readonly dandisetId: string
      readonly version: string | null
      readonly scope: string
    }): StoredVersion | null {
      const row = kept.get(of.instance, of.dandisetId, of.scope, of.version, of.version)
      return row ? fromRow(row) : null
    },
    end(id: number, listing: OpenVersion['listing']): void {
      const failure = listing.failure ? JSON.stringify(listing.failure) : null
      const { state, source, entries, described } = listing
      end.run(state, source, failure, entries, described, id)
    },
    /** How many entries have metadata by now, and how many pages of them were read. */
    describe: (id: number, described: number, pages: number) =>
      void describe.run(described, pages, id),
    setValidator: (id: number, validator: string | null) => void setValidator.run(validator, id),
    /** The draft was found to be as it was listed. */
    confirm: (id: number, at: number) => void confirm.run(at, id),
    remove: (id: number) => void remove.run(id),
    /**
     * Listings that never ended, and those of drafts that were not looked at since a time, that
     * cannot be told to be the same or that have a newer one: of no further use.
     */
    stale: (before: number): readonly number[] => stale.all(before).map((row) => row.id),
  }
}

function fromRow(row: Row): StoredVersion {
  return {
    snapshotId: row.id,
    snapshot: JSON.parse(row.snapshot) as Snapshot,
    describedPages: row.described_pages,
    validator: row.validator,
    listing: {
      state: row.listing_state,
      entries: row.entry_count,
      source: row.listing_source,
      failure: row.listing_failure ? (JSON.parse(row.listing_failure) as FailureRecord) : null,
      described: row.described,
      describing: false,
      describeFailure: null,
      listedAt: row.listed_at,
    },
  }
}
