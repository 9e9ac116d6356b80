import type { Database } from 'better-sqlite3'
import type { Entry } from '../model/entry.ts'
import type { FailureRecord } from '../model/failure.ts'
import {
  type TransferEvent,
  type TransferState,
  type TransferView,
  transition,
} from '../model/transfer.ts'
import type { TransferPart } from '../model/zarr-part.ts'
import { createTransferNotes } from './transfer-notes.ts'
import {
  columnsOf,
  digestText,
  type Row,
  type StateRow,
  type StoredTransfer,
  stateOf,
  stored,
  type TransferProgress,
  view,
} from './transfer-rows.ts'

export interface NewTransfer {
  readonly kind: TransferView['kind']
  readonly localPath: string
  readonly entry: Entry
  readonly parts: number
  /** Absent for the whole. */
  readonly part?: TransferPart
  /** A transfer that cannot even begin is kept as failed, with its reason. */
  readonly failure: FailureRecord | null
}

/** What tallies count, at the price of their triggers. */
const setCounted = `
  received_bytes = coalesce(@receivedBytes, received_bytes),
  skipped = coalesce(@skipped, skipped),
  size_bytes = coalesce(@sizeBytes, size_bytes)`
const setUncounted = `
  parts_done = coalesce(@partsDone, parts_done),
  parts_total = coalesce(@partsTotal, parts_total),
  source = coalesce(@source, source),
  digest = coalesce(@digest, digest),
  part_of = coalesce(@partOf, part_of)`

export type StateFilter = 'all' | 'active' | 'queued' | 'done' | 'failed'

const statesOf: Readonly<Record<StateFilter, string>> = {
  all: "('queued', 'running', 'verifying', 'done', 'failed')",
  active: "('running', 'verifying')",
  queued: "('queued')",
  done: "('done')",
  failed: "('failed')",
}

/** One row a file or Zarr of a job. States change by `transition` alone. */
export function createTransfers(db: Database) {
  const insert = db.prepare(`
    INSERT INTO transfers (job_id, kind, path, local_path, entry, size_bytes, parts_total, digest, state,
      failure, part, part_of)
    VALUES (@jobId, @kind, @path, @localPath, @entry, @sizeBytes, @parts, @digest, @state,
      @failure, @part, @partOf)`)
  const byId = db.prepare<[number], Row>('SELECT * FROM transfers WHERE id = ?')
  const stateById = db.prepare<[number], StateRow>(
    'SELECT state, attempts, not_before, failure FROM transfers WHERE id = ?',
  )
  const setState = db.prepare(`
    UPDATE transfers SET state = @state, attempts = @attempts, not_before = @notBefore,
      failure = @failure, ${setCounted}, ${setUncounted}
    WHERE id = @id`)
  const setAll = db.prepare(`UPDATE transfers SET ${setCounted}, ${setUncounted} WHERE id = @id`)
  const setSome = db.prepare(`UPDATE transfers SET ${setUncounted} WHERE id = @id`)
  const setEntry = db.prepare(
    'UPDATE transfers SET entry = @entry, size_bytes = @sizeBytes, received_bytes = 0, digest = iif(part IS NULL, @digest, NULL) WHERE id = @id',
  )
  const setDescribed = db.prepare(
    'UPDATE transfers SET entry = @entry, digest = iif(part IS NULL, @digest, NULL) WHERE id = @id',
  )
  const notes = createTransferNotes(db)
  const due = db.prepare<[string, number, number], Row>(`
    SELECT * FROM transfers WHERE job_id = ? AND state = 'queued'
      AND (not_before IS NULL OR not_before <= ?) ORDER BY id LIMIT ?`)
  const nextDue = db.prepare<[string], { at: number | null }>(
    "SELECT min(not_before) AS at FROM transfers WHERE job_id = ? AND state = 'queued'",
  )
  const clearWaits = db.prepare<[string]>(
    "UPDATE transfers SET not_before = NULL WHERE job_id = ? AND state = 'queued'",
  )
  const idsIn = db.prepare<[string, string], { id: number }>(
    'SELECT id FROM transfers WHERE job_id = ? AND state = ?',
  )
  const interrupted = db.prepare<[], { id: number }>(
    "SELECT id FROM transfers WHERE state IN ('running', 'verifying')",
  )
  const removeOfJob = db.prepare<[string]>('DELETE FROM transfers WHERE job_id = ?')
  const removeTallies = db.prepare<[string]>('DELETE FROM tallies WHERE job_id = ?')
  const unfinished = db.prepare<[string, number, number], Row>(
    "SELECT * FROM transfers WHERE job_id = ? AND state <> 'done' AND id > ? ORDER BY id LIMIT ?",
  )
  const localPaths = db.prepare<[string], { local_path: string }>(
    "SELECT local_path FROM transfers WHERE job_id = ? AND state <> 'done'",
  )

  /** From what triggers counted: a page of a million-file job reads no more rows than it shows. */
  function countOf(jobId: string, filter: StateFilter): number {
    const sum = db.prepare<[string], { files: number }>(`
      SELECT coalesce(sum(files), 0) AS files FROM tallies
      WHERE job_id = ? AND iif(state = 'skipped', 'done', state) IN ${statesOf[filter]}`)
    return sum.get(jobId)?.files ?? 0
  }

  function countLike(where: string, values: readonly string[]): number {
    const count = db.prepare<unknown[], { n: number }>(
      `SELECT count(*) AS n FROM transfers WHERE ${where}`,
    )
    return count.get(...values)?.n ?? 0
  }

  return {
    remark: notes.remark,
    note: notes.note,
    timeline: notes.timeline,
    addSourceBytes: notes.addSourceBytes,
    sourceBytes: notes.sourceBytes,
    get(id: number): StoredTransfer | null {
      const row = byId.get(id)
      return row ? stored(row) : null
    },
    /** The same without its entry, which may be long. */
    view(id: number): TransferView | null {
      const row = byId.get(id)
      return row ? view(row) : null
    },
    add(jobId: string, transfer: NewTransfer): void {
      const { entry, kind, localPath, parts, failure, part } = transfer
      insert.run({
        jobId,
        kind,
        path: entry.path,
        localPath,
        entry: JSON.stringify(entry),
        sizeBytes: entry.sizeBytes,
        parts,
        digest: part ? null : digestText(entry),
        state: failure ? 'failed' : 'queued',
        failure: failure ? JSON.stringify(failure) : null,
        part: part ? JSON.stringify(part.keep) : null,
        partOf: part?.of ?? null,
      })
    },
    /**
     * The only place where a state changes, by one event after the other; what else was learnt goes
     * along in the same row. Call within a transaction.
     */
    apply(
      id: number,
      events: readonly TransferEvent[],
      context: { at: number; failure: FailureRecord | null; progress?: TransferProgress },
    ): void {
      const before = stateById.get(id)
      if (!before) return
      const state = events.reduce(transition, stateOf(before))
      const failure = context.failure ? JSON.stringify(context.failure) : null
      setState.run({
        ...columnsOf(id, context.progress ?? {}),
        state: state.kind,
        attempts: 'attempts' in state ? state.attempts : 0,
        notBefore: state.kind === 'queued' ? state.notBefore : null,
        failure,
      })
      for (const { kind } of events) notes.happened(id, context.at, kind, context.failure)
    },
    state(id: number): TransferState | null {
      const row = stateById.get(id)
      return row ? stateOf(row) : null
    },
    setProgress(id: number, progress: TransferProgress): void {
      const { receivedBytes, skipped, sizeBytes } = progress
      const isCounted = (receivedBytes ?? skipped ?? sizeBytes) !== undefined
      const columns = columnsOf(id, progress)
      if (isCounted) setAll.run(columns)
      else setSome.run(columns)
    },
    /** Replaces what is to be fetched, after the remote changed. */
    setEntry(id: number, entry: Entry): void {
      setEntry.run({
        id,
        entry: JSON.stringify(entry),
        sizeBytes: entry.sizeBytes,
        digest: digestText(entry),
      })
    },
    /** Completes what is to be fetched with what its listing left out. */
    setDescribed(id: number, entry: Entry): void {
      setDescribed.run({ id, entry: JSON.stringify(entry), digest: digestText(entry) })
    },
    /** Queued transfers of a job whose time has come, in order. */
    due: (jobId: string, now: number, limit: number): readonly StoredTransfer[] =>
      due.all(jobId, now, limit).map(stored),
    /** When the next waiting transfer is due, ms since 1970; null when none waits for a time. */
    nextDueAt: (jobId: string): number | null => nextDue.get(jobId)?.at ?? null,
    clearWaits: (jobId: string) => void clearWaits.run(jobId),
    idsIn: (jobId: string, state: TransferState['kind']): readonly number[] =>
      idsIn.all(jobId, state).map((row) => row.id),
    /** Transfers that were moving when the program ended. */
    interrupted: (): readonly number[] => interrupted.all().map((row) => row.id),
    /** Triggers keep tallies of what comes and changes; what goes takes all of them along. */
    removeOfJob: db.transaction((jobId: string) => {
      removeOfJob.run(jobId)
      removeTallies.run(jobId)
    }),
    /** By id, after an id. */
    unfinished: (jobId: string, after: number, limit: number): readonly TransferView[] =>
      unfinished.all(jobId, after, limit).map(view),
    unfinishedPaths: (jobId: string): readonly string[] =>
      localPaths.all(jobId).map((row) => row.local_path),
    page(
      jobId: string,
      query: { state: StateFilter; text: string; offset: number; limit: number },
    ) {
      const where = `job_id = ? AND state IN ${statesOf[query.state]} AND (? = '' OR instr(lower(path), lower(?)) > 0)`
      const values = [jobId, query.text, query.text]
      const rows = db
        .prepare<unknown[], Row>(
          `SELECT * FROM transfers WHERE ${where} ORDER BY id LIMIT ? OFFSET ?`,
        )
        .all(...values, query.limit, query.offset)
      const total = query.text === '' ? countOf(jobId, query.state) : countLike(where, values)
      return { rows: rows.map(view), total }
    },
  }
}
