import type { Database } from 'better-sqlite3'
import type { FailureRecord } from '../model/failure.ts'
import type { SourceKind } from '../model/instance.ts'
import type { Remark, TimelineRow } from '../model/transfer.ts'
import { failureIn } from './transfer-rows.ts'

/** What is told of a transfer beside its row: its timeline, and what each source gave. */
export function createTransferNotes(db: Database) {
  const addTimeline = db.prepare<[number, number, string, string | null]>(
    'INSERT INTO timeline (transfer_id, at, kind, failure) VALUES (?, ?, ?, ?)',
  )
  const timeline = db.prepare<
    [number],
    { at: number; kind: TimelineRow['kind']; failure: string | null }
  >('SELECT at, kind, failure FROM timeline WHERE transfer_id = ? ORDER BY id DESC LIMIT 200')
  const addSourceBytes = db.prepare<[number, string, number]>(`
    INSERT INTO source_bytes VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes`)
  const sourceBytes = db.prepare<[number], { source: SourceKind; bytes: number }>(
    'SELECT source, bytes FROM source_bytes WHERE transfer_id = ?',
  )
  const happened = (
    id: number,
    at: number,
    kind: TimelineRow['kind'],
    failure: FailureRecord | null,
  ) => void addTimeline.run(id, at, kind, failure && JSON.stringify(failure))
  return {
    happened,
    /** What is worth telling beside the changes of state. */
    remark: (id: number, at: number, kind: Remark) => happened(id, at, kind, null),
    note: (id: number, at: number, failure: FailureRecord) => happened(id, at, 'failed', failure),
    addSourceBytes(id: number, more: readonly (readonly [SourceKind, number])[]): void {
      for (const [source, bytes] of more) addSourceBytes.run(id, source, bytes)
    },
    sourceBytes: (id: number) => sourceBytes.all(id),
    timeline: (id: number): readonly TimelineRow[] =>
      timeline
        .all(id)
        .map((row) => ({ at: row.at, kind: row.kind, failure: failureIn(row.failure) })),
  }
}
