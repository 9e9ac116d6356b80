import type { Database } from 'better-sqlite3'
import type { FailureRecord } from '../model/failure.ts'
import type { ChangeKind, SyncChange, SyncResult } from '../model/sync.ts'
import type { LibraryFile } from './files.ts'
import { createForgetting } from './forgetting.ts'

export interface NewRun {
  readonly id: string
  readonly instance: string
  readonly dandisetId: string | null
  readonly folder: string
  readonly startedAt: number
  /** The run of a schedule that it is part of. */
  readonly scheduleRun: number | null
  readonly orderKey: string | null
}

/** One sync of a schedule's run; without a result when it was cut short. */
export interface ScheduledSync {
  readonly id: string
  readonly key: string
  readonly result: SyncResult | null
}

/** What was left by a program that was killed. */
export interface CutShort {
  readonly id: string
  readonly jobId: string | null
  /** Places whose files were to change; what else came is new. */
  readonly changing: readonly string[]
}

/** A file that gets another name; paths are absolute. */
export interface StoredMove {
  readonly id: number
  readonly root: string
  readonly from: string
  /** Where it waits until its place is free. */
  readonly via: string | null
  readonly to: string
  /** The asset that it is from then on. */
  readonly assetPath: string
  /** Which file it is, whatever its name. */
  readonly identity: string
}

export interface Trashed {
  readonly id: number
  readonly runId: string
  /** The folder that is kept in step. */
  readonly root: string
  /** Where it was. */
  readonly path: string
  /** Where it is now. */
  readonly place: string
  readonly trashedAt: number
  readonly endsAt: number
  readonly file: LibraryFile
}

export type ChangeRow = Omit<SyncChange, 'failure'> & { readonly failure: string | null }
type TrashRow = Omit<Trashed, 'file'> & { readonly file: string }

/** Changes of a sync that are told one by one. */
const KEPT_CHANGES = 20_000

const trashColumns = `id, run_id AS runId, root, path, place, trashed_at AS trashedAt,
  ends_at AS endsAt, file`

/** Folders kept in step. Changes are made within a transaction of the caller's. */
export function createSync(db: Database) {
  const folder = db.prepare<[string], { id: string }>('SELECT id FROM sync_folders WHERE path = ?')
  const folders = db.prepare<[], { path: string }>('SELECT path FROM sync_folders')
  const putFolder = db.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO sync_folders VALUES (?, ?, ?)',
  )
  const addRun = db.prepare<NewRun>(`
    INSERT INTO sync_runs
      (id, instance, dandiset_id, folder, started_at, schedule_run, order_key)
    VALUES (@id, @instance, @dandisetId, @folder, @startedAt, @scheduleRun, @orderKey)`)
  const forgetting = createForgetting(db)
  const setJob = db.prepare<[string, string, string]>(
    'UPDATE sync_runs SET job_id = ?, changing = ? WHERE id = ?',
  )
  const scheduled = db.prepare<[number], { id: string; key: string; result: string | null }>(`
    SELECT id, order_key AS key, result FROM sync_runs
    WHERE schedule_run = ? ORDER BY started_at, rowid`)
  const forgetTries = db.prepare<[number, string, string]>(`
    DELETE FROM sync_runs WHERE schedule_run = ? AND order_key = ? AND id != ?
      AND json_extract(result, '$.outcome') = 'failed' AND json_extract(result, '$.bytes') = 0
      AND id NOT IN (SELECT run_id FROM sync_changes)`)
  const cutShort = db.prepare<
    [string, string, string | null, string],
    { id: string; jobId: string | null; changing: string }
  >(`
    SELECT id, job_id AS jobId, changing FROM sync_runs
    WHERE result IS NULL AND folder = ? AND instance = ? AND dandiset_id IS ? AND id != ?`)
  const kinds = db.prepare<[string], { kind: ChangeKind; files: number }>(
    'SELECT kind, count(*) AS files FROM sync_changes WHERE run_id = ? GROUP BY kind',
  )
  const setResult = db.prepare<[string, string]>('UPDATE sync_runs SET result = ? WHERE id = ?')
  const jobs = db.prepare<[string, string, string | null], { id: string }>(`
    SELECT job_id AS id FROM sync_runs
    WHERE job_id IS NOT NULL AND folder = ? AND instance = ? AND dandiset_id IS ?`)
  const addChange = db.prepare<[string, number, ChangeKind, ...(string | number | null)[]]>(
    'INSERT INTO sync_changes VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const counted = db.prepare<[string], { files: number }>(
    'SELECT count(*) AS files FROM sync_changes WHERE run_id = ?',
  )
  const changes = db.prepare<[string, number, number], ChangeRow>(`
    SELECT kind, local_path AS localPath, from_path AS "from", size_bytes AS sizeBytes, failure
    FROM sync_changes WHERE run_id = ? AND number >= ? ORDER BY number LIMIT ?`)
  const addMove = db.prepare<Omit<StoredMove, 'id'>>(`
    INSERT INTO sync_moves (root, from_path, via_path, to_path, asset_path, identity)
    VALUES (@root, @from, @via, @to, @assetPath, @identity)`)
  const moves = db.prepare<[], StoredMove>(`
    SELECT id, root, from_path AS "from", via_path AS via, to_path AS "to",
      asset_path AS assetPath, identity FROM sync_moves`)
  const endMove = db.prepare<[number]>('DELETE FROM sync_moves WHERE id = ?')
  const addTrash = db.prepare<Omit<Trashed, 'id' | 'file'> & { readonly file: string }>(`
    INSERT INTO sync_trash (run_id, root, path, place, trashed_at, ends_at, file)
    VALUES (@runId, @root, @path, @place, @trashedAt, @endsAt, @file)`)
  const trashOf = db.prepare<[string], TrashRow>(
    `SELECT ${trashColumns} FROM sync_trash WHERE run_id = ? ORDER BY path`,
  )
  const trashEnded = db.prepare<[number], TrashRow>(
    `SELECT ${trashColumns} FROM sync_trash WHERE ends_at <= ? ORDER BY path`,
  )
  const trashBelow = db.prepare<[string], TrashRow>(
    `SELECT ${trashColumns} FROM sync_trash WHERE root = ? ORDER BY path`,
  )
  const removeTrash = db.prepare<[number]>('DELETE FROM sync_trash WHERE id = ?')
  const bytes = db.prepare<[string], { bytes: number }>(`
    SELECT coalesce(sum(bytes), 0) AS bytes FROM source_bytes
    WHERE transfer_id IN (SELECT id FROM transfers WHERE job_id = ?)`)

  return {
    /** The id that the folder's marker must have; null for one that was never synced. */
    markerOf: (path: string): string | null => folder.get(path)?.id ?? null,
    folders: (): readonly string[] => folders.all().map((row) => row.path),
    putFolder: (path: string, id: string, at: number) => void putFolder.run(path, id, at),
    addRun(run: NewRun): void {
      addRun.run(run)
      forgetting.byHand()
    },
    setJob: (runId: string, jobId: string, changing: readonly string[]) =>
      void setJob.run(jobId, JSON.stringify(changing.slice(0, KEPT_CHANGES)), runId),
    /** Syncs of a schedule's run, oldest first. */
    scheduled: (scheduleRun: number): readonly ScheduledSync[] =>
      scheduled.all(scheduleRun).map(({ id, key, result }) => ({
        id,
        key,
        result: result ? (JSON.parse(result) as SyncResult) : null,
      })),
    /** Of tries that failed before anything was done, the last is enough. */
    forgetFailedTries: (scheduleRun: number, key: string, last: string) =>
      void forgetTries.run(scheduleRun, key, last),
    /** Earlier runs over the same files that have no result. */
    cutShort: (
      now: Pick<NewRun, 'id' | 'folder' | 'instance' | 'dandisetId'>,
    ): readonly CutShort[] =>
      cutShort
        .all(now.folder, now.instance, now.dandisetId, now.id)
        .map(({ changing, ...row }) => ({ ...row, changing: JSON.parse(changing) as string[] })),
    counts: (runId: string): Readonly<Partial<Record<ChangeKind, number>>> =>
      Object.fromEntries(kinds.all(runId).map(({ kind, files }) => [kind, files])),
    setResult: (result: SyncResult) => void setResult.run(JSON.stringify(result), result.runId),
    /** Jobs that runs over this folder made. */
    jobsOf: (run: Pick<NewRun, 'folder' | 'instance' | 'dandisetId'>): readonly string[] =>
      jobs.all(run.folder, run.instance, run.dandisetId).map((row) => row.id),
    addChanges(runId: string, more: readonly SyncChange[]): void {
      const there = counted.get(runId)?.files ?? 0
      more.slice(0, Math.max(0, KEPT_CHANGES - there)).forEach((change, index) => {
        const { kind, localPath, from, sizeBytes, failure } = change
        const why = failure ? JSON.stringify(failure) : null
        addChange.run(runId, there + index, kind, localPath, from, sizeBytes, why)
      })
    },
    changes: (runId: string, offset: number, limit: number) => ({
      rows: changes.all(runId, offset, limit).map(changeFrom),
      total: counted.get(runId)?.files ?? 0,
    }),
    addMove: (move: Omit<StoredMove, 'id'>): number => Number(addMove.run(move).lastInsertRowid),
    moves: (): readonly StoredMove[] => moves.all(),
    endMove: (id: number) => void endMove.run(id),
    addTrash: ({ file, ...trashed }: Omit<Trashed, 'id'>): number =>
      Number(addTrash.run({ ...trashed, file: JSON.stringify(file) }).lastInsertRowid),
    trashOf: (runId: string): readonly Trashed[] => trashOf.all(runId).map(fromRow),
    /** What is to be removed for good by now. */
    trashEnded: (now: number): readonly Trashed[] => trashEnded.all(now).map(fromRow),
    trashBelow: (root: string): readonly Trashed[] => trashBelow.all(root).map(fromRow),
    removeTrash: (id: number) => void removeTrash.run(id),
    /** Bytes that came over the line for a job. */
    bytesOfJob: (jobId: string): number => bytes.get(jobId)?.bytes ?? 0,
  }
}

/** A change as it is kept. */
export function changeFrom({ failure, ...change }: ChangeRow): SyncChange {
  return { ...change, failure: failure ? (JSON.parse(failure) as FailureRecord) : null }
}

function fromRow({ file, ...row }: TrashRow): Trashed {
  return { ...row, file: JSON.parse(file) as LibraryFile }
}
