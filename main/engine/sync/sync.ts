/** Keeps folders in step with dandisets: plans, moves, fetches, and removes what vanished. */
import { randomUUID } from 'node:crypto'
import { relative, sep } from 'node:path'
import { type FailureRecord, recordOf } from '../../model/failure.ts'
import type { ComingFile } from '../../model/overnight.ts'
import type {
  ChangeKind,
  Sync,
  SyncChange,
  SyncOutcome,
  SyncPlan,
  SyncResult,
  SyncRow,
  SyncUndo,
} from '../../model/sync.ts'
import type { LibraryFile } from '../../store/files.ts'
import type { Pool } from '../../transfer/pool.ts'
import type { Context } from '../context.ts'
import type { Jobs } from '../jobs.ts'
import type { Versions } from '../versions.ts'
import { adoptPublished } from './sync-adopting.ts'
import { comingFiles } from './sync-coming.ts'
import { createSyncFetching, type Fetched } from './sync-fetching.ts'
import { createSyncFolders } from './sync-folders.ts'
import { createSyncMoves } from './sync-moves.ts'
import { type Prepared, prepareSync } from './sync-planning.ts'
import { createSyncTrash, type TrashPlace } from './sync-trash.ts'

export interface SyncHow {
  /** `all`, the fingerprint of a plan that a person saw, or which plans: made whatever the limits say. */
  readonly accept: string | null | ((plan: SyncPlan) => boolean)
  /** A person says that the folder is the right one, though its marker is gone. */
  readonly isVouchedFor: boolean
  /** Stops what moves; the next run goes on from there. */
  readonly signal: AbortSignal
  /** The run of a schedule that this is part of, and which of its orders. */
  readonly scheduled?: { readonly runId: number; readonly key: string }
  /** Told the job that fetches, as soon as there is one. */
  readonly onJob?: (jobId: string) => void
  /** Told what will be done, before it is. */
  readonly onPlan?: (plan: SyncPlan) => void
}

export interface SyncLook {
  readonly plan: SyncPlan
  /** In the order in which they are fetched. */
  readonly coming: readonly ComingFile[]
}

export interface Syncs {
  /** Writes nothing. Throws why it cannot be told, `disk.missing` for a folder whose disk is away. */
  plan(sync: Sync, how: Pick<SyncHow, 'isVouchedFor' | 'signal'>): Promise<SyncPlan>
  /** The same, with every file that would be fetched. */
  look(sync: Sync, how: Pick<SyncHow, 'isVouchedFor' | 'signal'>): Promise<SyncLook>
  /** Runs of one folder take turns. Never rejects: what keeps a run from its end is in its result. */
  run(sync: Sync, how: SyncHow): Promise<SyncResult>
  /** Puts back what a run moved to the trash. */
  undo(runId: string): Promise<SyncUndo>
  /** Stops what runs and waits for it. */
  close(): Promise<void>
}

/** What a run has done so far. */
interface Tally {
  readonly changes: SyncChange[]
  version: string | null
  folder: string
  bytes: number
  plan: SyncPlan | null
  /** Of the changes, those that are kept already. */
  kept: number
}

export function createSyncs({
  context,
  versions,
  jobs,
  pool,
}: {
  readonly context: Context
  readonly versions: Versions
  readonly jobs: Jobs
  readonly pool: Pool
}): Syncs {
  const { store, clock, log } = context
  const folders = createSyncFolders(store, clock.now)
  const moves = createSyncMoves(context)
  const trash = createSyncTrash(context, folders)
  const fetching = createSyncFetching({ context, jobs })
  const turns = new Map<string, Promise<unknown>>()

  function prepare(sync: Sync, how: Pick<SyncHow, 'isVouchedFor' | 'signal'>): Promise<Prepared> {
    return prepareSync(sync, { context, versions, folders }, how)
  }

  /** Ends what a crash left, before anything is compared. */
  async function recover({ order }: Sync, signal: AbortSignal): Promise<void> {
    const folder = order.destination
    if (!folders.isThere(folder)) return
    await adoptPublished(order, { context, pool, signal })
    await moves.recover(folder)
    trash.recover(folder)
    await trash.empty()
  }

  async function apply(run: string, sync: Sync, how: SyncHow, tally: Tally): Promise<SyncOutcome> {
    await recover(sync, how.signal)
    const prepared = await prepare(sync, how)
    const { plan, rows, order } = prepared
    tally.plan = plan
    tally.folder = plan.folder
    tally.version = plan.version
    await fetching.forgetEarlier(run, sync.order)
    how.onPlan?.(plan)
    if (plan.asks.length > 0 && !isAccepted(plan, how.accept)) return 'asks'
    note(tally, 'conflict', ofKind(rows, 'conflict'))
    note(tally, 'failed', ofKind(rows, 'problem'))
    const marker = await claim(sync, plan.folder)
    const renames = ofKind(rows, 'rename')
    const days = sync.trashDays
    const where = { runId: run, root: plan.folder, folder: trash.folderOf(plan.folder), days }
    const setAside = async (file: LibraryFile) => {
      const isAside = await trash.trash(file, where)
      if (isAside) note(tally, 'trashed', [rowOfFile(file, plan.folder)])
      return isAside
    }
    const renamed = await moves.move(plan.folder, renames, {
      signal: how.signal,
      setAside: plan.remove === 'trash' ? setAside : null,
    })
    note(tally, 'renamed', [...renamed])
    keep(run, tally)
    folders.confirm(plan.folder, marker)
    const unmoved = renames.filter((row) => !renamed.has(row))
    const fetched = await fetching.fetch(prepared, unmoved, {
      signal: how.signal,
      onJob(jobId, changing) {
        store.transact(() => store.sync.setJob(run, jobId, changing))
        how.onJob?.(jobId)
      },
    })
    // What an engine that closes leaves is told at the next run, from its job.
    if (!context.signal.aborted) take(tally, fetched)
    how.signal.throwIfAborted()
    if (fetched.failure) throw fetched.failure
    if (fetched.isCancelled) return 'stopped'
    folders.confirm(plan.folder, marker)
    if (plan.remove !== 'keep') await removeVanished(prepared, { where, tally, signal: how.signal })
    log.info('sync', { folder: order.destination, version: plan.version })
    return 'done'
  }

  /** A newer version beside the others has a marker of its own as well. */
  async function claim(sync: Sync, folder: string): Promise<string> {
    const { destination } = sync.order
    if (folder !== destination) await folders.claim(destination)
    return folders.claim(folder)
  }

  async function removeVanished(
    prepared: Prepared,
    { where, tally, signal }: { where: TrashPlace; tally: Tally; signal: AbortSignal },
  ): Promise<void> {
    const { plan, own } = prepared
    const root = plan.folder
    for (const row of ofKind(prepared.rows, 'vanish')) {
      signal.throwIfAborted()
      const file = own.get(row.localPath)
      if (!file) continue
      const isTrash = plan.remove === 'trash'
      const isGone = isTrash ? await trash.trash(file, where) : await trash.remove(file, root)
      const kind = isTrash ? 'trashed' : 'deleted'
      note(tally, isGone ? kind : 'conflict', [row])
    }
  }

  /** What is told of after a crash too. */
  function keep(runId: string, tally: Tally): void {
    const more = tally.changes.slice(tally.kept)
    tally.kept = tally.changes.length
    if (more.length > 0) store.transact(() => store.sync.addChanges(runId, more))
  }

  async function runInTurn(sync: Sync, how: SyncHow): Promise<SyncResult> {
    const runId = randomUUID()
    const { ref, destination } = sync.order
    const startedAt = clock.now()
    const { instance, dandisetId } = ref
    const tally: Tally = {
      changes: [],
      version: null,
      folder: destination,
      bytes: 0,
      plan: null,
      kept: 0,
    }
    const { runId: scheduleRun = null, key: orderKey = null } = how.scheduled ?? {}
    const own = { id: runId, instance, dandisetId, folder: destination, startedAt }
    store.transact(() => store.sync.addRun({ ...own, scheduleRun, orderKey }))
    const signal = AbortSignal.any([how.signal, context.signal])
    let outcome: SyncOutcome = 'failed'
    let failure: FailureRecord | null = null
    try {
      outcome = await apply(runId, sync, { ...how, signal }, tally)
    } catch (error) {
      if (signal.aborted) outcome = 'stopped'
      else {
        failure = recordOf(error)
        log.warn('sync', { code: failure.code, ...failure.details })
      }
    }
    const result = resultOf(runId, tally, { outcome, failure })
    keep(runId, tally)
    if (!context.signal.aborted) store.transact(() => store.sync.setResult(result))
    return result
  }

  return {
    async plan(sync, how) {
      return (await prepare(sync, how)).plan
    },
    async look(sync, how) {
      const prepared = await prepare(sync, how)
      return { plan: prepared.plan, coming: await comingFiles(prepared, store) }
    },
    run(sync, how) {
      const { destination } = sync.order
      const before = turns.get(destination) ?? Promise.resolve()
      const run = before.then(() => runInTurn(sync, how))
      const turn = run.catch(() => {})
      turns.set(destination, turn)
      void turn.then(() => {
        if (turns.get(destination) === turn) turns.delete(destination)
      })
      return run
    },
    undo: trash.undo,
    async close() {
      await Promise.all(turns.values())
    },
  }
}

function isAccepted(plan: SyncPlan, accept: SyncHow['accept']): boolean {
  if (typeof accept === 'function') return accept(plan)
  return accept === 'all' || accept === plan.fingerprint
}

function ofKind(rows: readonly SyncRow[], kind: SyncRow['kind']): readonly SyncRow[] {
  return rows.filter((row) => row.kind === kind)
}

function rowOfFile({ path, sizeBytes }: LibraryFile, root: string): SyncChange {
  return {
    kind: 'trashed',
    localPath: relative(root, path).split(sep).join('/'),
    from: null,
    sizeBytes,
    failure: null,
  }
}

function note(tally: Tally, kind: ChangeKind, rows: readonly Omit<SyncChange, 'kind'>[]): void {
  for (const { localPath, from, sizeBytes, failure } of rows)
    tally.changes.push({ kind, localPath, from, sizeBytes, failure })
}

function take(tally: Tally, fetched: Fetched): void {
  tally.bytes += fetched.bytes
  tally.changes.push(...fetched.changes)
}

function resultOf(
  runId: string,
  { changes, folder, version, bytes, plan }: Tally,
  { outcome, failure }: { outcome: SyncOutcome; failure: FailureRecord | null },
): SyncResult {
  const count = (...kinds: readonly ChangeKind[]) =>
    changes.filter(({ kind }) => kinds.includes(kind)).length
  return {
    runId,
    outcome,
    folder,
    version,
    added: count('added'),
    changed: count('changed'),
    renamed: count('renamed'),
    removed: count('trashed', 'deleted'),
    failed: count('failed'),
    conflicts: count('conflict'),
    bytes,
    asks: outcome === 'asks' ? (plan?.asks ?? []) : [],
    fingerprint: plan?.fingerprint ?? null,
    failure,
  }
}
