/** The job of a run: what is new, changed, or can be judged by its digest alone. */
import { join } from 'node:path'
import { removeIfUntouchedSince } from '../../disk/remove-folder.ts'
import { lookAt } from '../../disk/survey.ts'
import { type Failure, failureOf } from '../../model/failure.ts'
import type { HoldReason, JobView, Order } from '../../model/job.ts'
import type { ChangeKind, SyncChange, SyncKind, SyncResult, SyncRow } from '../../model/sync.ts'
import type { TransferView } from '../../model/transfer.ts'
import type { NewRun } from '../../store/sync.ts'
import type { NewTransfer } from '../../store/transfers.ts'
import type { Context } from '../context.ts'
import type { Jobs } from '../jobs.ts'
import { holdReasonOf, RunStop } from '../overnight/scheduled-run.ts'
import type { Prepared } from './sync-planning.ts'

export interface Fetched {
  readonly changes: readonly SyncChange[]
  readonly bytes: number
  /** Why not all was tried. */
  readonly failure: Failure | null
  /** A person removed its job. */
  readonly isCancelled: boolean
}

export interface SyncFetching {
  /** Unfinished jobs of earlier runs give way; their parts are found again. */
  forgetEarlier(runId: string, order: Order): Promise<void>
  /** `unmoved`: renames that were not possible, which are fetched or copied. Ends early when stopped. */
  fetch(prepared: Prepared, unmoved: readonly SyncRow[], how: FetchHow): Promise<Fetched>
}

export interface FetchHow {
  readonly signal: AbortSignal
  /** `changing`: places whose files are to change; all others are new. */
  readonly onJob: (jobId: string, changing: readonly string[]) => void
}

const PAGE = 1000
const fetchedKinds: ReadonlySet<SyncKind> = new Set(['add', 'update', 'check'])

export function createSyncFetching({
  context,
  jobs,
}: {
  readonly context: Context
  readonly jobs: Jobs
}): SyncFetching {
  const { store } = context

  function resultsOf(jobId: string, kinds: ReadonlyMap<string, SyncKind>): readonly SyncChange[] {
    const changes: SyncChange[] = []
    for (let offset = 0; ; offset += PAGE) {
      const query = { state: 'all', text: '', offset, limit: PAGE } as const
      const { rows } = store.transfers.page(jobId, query)
      changes.push(...rows.flatMap((transfer) => changesOf(transfer, kinds)))
      if (rows.length < PAGE) return changes
    }
  }

  /** A file whose times alone were changed is known as ours again, and not read at each run. */
  function adopt(transfer: TransferView, prepared: Prepared): void {
    const file = prepared.own.get(transfer.localPath)
    if (!file || !transfer.skipped || file.checksum !== transfer.digest) return
    const item = lookAt(file.path)
    if (item?.kind !== 'file') return
    const { sizeBytes, modifiedAt } = item
    store.files.put({ ...file, sizeBytes, modifiedAt, verifiedAt: context.clock.now() })
  }

  /** What an updated Zarr has no more was put beside it; it was ours, as far as nobody touched it. */
  async function tidyZarr(transfer: TransferView, prepared: Prepared): Promise<void> {
    const before = prepared.own.get(transfer.localPath)
    if (!before || transfer.kind !== 'zarr') return
    for (const { failure } of store.transfers.timeline(transfer.id)) {
      const { reason, path } = failure?.details ?? {}
      if (reason !== 'kept-beside' || typeof path !== 'string') continue
      await removeIfUntouchedSince(path, before.verifiedAt, prepared.order.destination)
    }
  }

  async function follow(jobId: string, prepared: Prepared): Promise<void> {
    for (let offset = 0; ; offset += PAGE) {
      const query = { state: 'done', text: '', offset, limit: PAGE } as const
      const { rows } = store.transfers.page(jobId, query)
      for (const transfer of rows) await tidyZarr(transfer, prepared)
      store.transact(() => {
        for (const transfer of rows) adopt(transfer, prepared)
      })
      if (rows.length < PAGE) return
    }
  }

  /** The job as it was left; null when a person removed it. */
  async function watch(jobId: string, signal: AbortSignal): Promise<JobView | null> {
    try {
      return await jobs.until(jobId, signal)
    } catch (error) {
      if (!signal.aborted) throw error
      // What an engine that closes leaves goes on as any job does.
      if (!context.signal.aborted) await jobs.pause(jobId, holdReason(signal.reason))
      return store.jobs.get(jobId)
    }
  }

  function* unfinishedOf(jobId: string): Generator<TransferView> {
    for (let after = 0; ; ) {
      const page = store.transfers.unfinished(jobId, after, PAGE)
      const last = page.at(-1)
      if (!last) return
      after = last.id
      yield* page
    }
  }

  /** What a kill left named but not noted as done, and the library knows by now. */
  function adoptedBy(jobId: string, kinds: ReadonlyMap<string, SyncKind>): readonly SyncChange[] {
    const destination = store.jobs.get(jobId)?.order.destination
    if (destination === undefined) return []
    const isAdopted = ({ localPath }: TransferView) =>
      store.files.get(join(destination, ...localPath.split('/')))?.jobId === jobId
    return [...unfinishedOf(jobId)].filter(isAdopted).map(({ localPath, sizeBytes }) => {
      const kind = kinds.has(localPath) ? 'changed' : 'added'
      return { kind, localPath, from: null, sizeBytes, failure: null }
    })
  }

  /** Runs that were cut short are told from their jobs. */
  function endCutShort(now: Pick<NewRun, 'id' | 'folder' | 'instance' | 'dandisetId'>): void {
    for (const { id, jobId, changing } of store.sync.cutShort(now)) {
      const kinds = new Map<string, SyncKind>(changing.map((place) => [place, 'update']))
      const fetched = jobId === null ? [] : [...resultsOf(jobId, kinds), ...adoptedBy(jobId, kinds)]
      const bytes = jobId === null ? 0 : store.sync.bytesOfJob(jobId)
      store.transact(() => {
        store.sync.addChanges(id, fetched)
        store.sync.setResult(cutShortResult(id, now.folder, store.sync.counts(id), bytes))
      })
    }
  }

  return {
    async forgetEarlier(runId, { destination: folder, ref: { instance, dandisetId } }) {
      endCutShort({ id: runId, folder, instance, dandisetId })
      for (const jobId of store.sync.jobsOf({ folder, instance, dandisetId })) {
        const job = store.jobs.get(jobId)
        if (job && job.phase !== 'ended') await jobs.cancel(jobId, 'keep')
      }
    },
    async fetch(prepared, unmoved, { signal, onJob }) {
      const { order, snapshot, rows } = prepared
      const wanted = rows.filter(({ kind }) => fetchedKinds.has(kind))
      const kinds = new Map<string, SyncKind>(wanted.map((row) => [row.localPath, row.kind]))
      for (const { localPath } of unmoved) kinds.set(localPath, 'add')
      const transfers = [...kinds.keys()].flatMap((place) => prepared.transfers.get(place) ?? [])
      const yaml: readonly NewTransfer[] = prepared.yaml ? [prepared.yaml] : []
      const all = [...yaml, ...transfers]
      if (all.length === 0) return nothing
      const jobId = await jobs.createOf({ order, snapshot, transfers: all })
      onJob(
        jobId,
        [...kinds].flatMap(([place, kind]) => (kind === 'add' ? [] : place)),
      )
      const job = await watch(jobId, signal)
      if (job) await follow(jobId, prepared)
      const failure = job?.holdReason === 'disk-full' ? job.failure : null
      return {
        changes: resultsOf(jobId, kinds),
        bytes: store.sync.bytesOfJob(jobId),
        failure: failure ? failureOf(failure) : null,
        isCancelled: job === null,
      }
    },
  }
}

const nothing: Fetched = { changes: [], bytes: 0, failure: null, isCancelled: false }

function cutShortResult(
  runId: string,
  folder: string,
  counts: Readonly<Partial<Record<ChangeKind, number>>>,
  bytes: number,
): SyncResult {
  const { added = 0, changed = 0, renamed = 0, failed = 0, conflict = 0 } = counts
  const { trashed = 0, deleted = 0 } = counts
  return {
    runId,
    outcome: 'stopped',
    folder,
    version: null,
    added,
    changed,
    renamed,
    removed: trashed + deleted,
    failed,
    conflicts: conflict,
    bytes,
    asks: [],
    fingerprint: null,
    failure: null,
  }
}

function holdReason(stopped: unknown): HoldReason {
  return stopped instanceof RunStop ? holdReasonOf(stopped.reason) : 'person'
}

function changesOf(
  transfer: TransferView,
  kinds: ReadonlyMap<string, SyncKind>,
): readonly SyncChange[] {
  const { localPath, sizeBytes, failure } = transfer
  const kind = changeOf(transfer, kinds.get(localPath) ?? 'add')
  if (kind === null) return []
  const why = kind === 'failed' || kind === 'conflict' ? failure : null
  return [{ kind, localPath, from: null, sizeBytes, failure: why }]
}

/** Null for what nobody needs to be told of. */
function changeOf(transfer: TransferView, planned: SyncKind): ChangeKind | null {
  const { state, skipped, failure } = transfer
  if (state.kind === 'failed') return failure?.code === 'disk.exists' ? 'conflict' : 'failed'
  if (state.kind !== 'done' || skipped || transfer.kind === 'dandiset-yaml') return null
  return planned === 'add' ? 'added' : 'changed'
}
