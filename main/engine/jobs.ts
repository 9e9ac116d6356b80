/** The life of a job: ordered, listed, moved, held, ended. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { partialPath, removePartial } from '../disk/partial-file.ts'
import { freeBytes } from '../disk/survey.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { HoldReason, JobView, Order } from '../model/job.ts'
import type { Queue } from '../queue/queue.ts'
import { backoffMs } from '../transfer/backoff.ts'
import type { Context } from './context.ts'
import { listJob } from './job-listing.ts'
import { createJobWatch } from './job-watch.ts'
import { removeUnchanged } from './library.ts'
import { addListedJob, type ListedOrder } from './listed-job.ts'
import { folderOf, summaryOf } from './placing.ts'
import type { Versions } from './versions.ts'

export interface JobsOptions {
  readonly context: Context
  readonly versions: Versions
  readonly queue: () => Queue
  /** Times a listing that fails for passing reasons is tried. */
  readonly attempts: number
  /** Told once when nothing of a job is left to do. */
  onEnded(job: JobView): void
}
export type Jobs = ReturnType<typeof createJobs>

/** More room than when the disk was full, after which a job goes on though the rest may not fit. */
const MORE_ROOM_BYTES = 256 * 1024 * 1024

export function createJobs(options: JobsOptions) {
  const { context, versions, queue, attempts, onEnded } = options
  const { store, clock, publisher, log } = context
  const preparing = new Map<string, { abort: AbortController; ended: Promise<void> }>()
  /** Jobs of an earlier run that stay as they are until someone asks for them. */
  const resting = new Set<string>()
  const watch = createJobWatch(store)

  function known(jobId: string): JobView {
    const job = store.jobs.get(jobId)
    if (!job) throw new Failure('request.invalid', 'give-up', { jobId })
    return job
  }

  function orderOf(jobId: string): Order {
    const order = store.jobs.order(jobId)
    if (!order) throw new Failure('request.invalid', 'give-up', { jobId })
    return order
  }

  function sameAs(order: Order): readonly string[] {
    const text = JSON.stringify(order)
    const open = store.jobs.all().filter((job) => job.phase !== 'ended')
    return open.map(({ id }) => id).filter((id) => JSON.stringify(orderOf(id)) === text)
  }

  function create(order: Order, id: string = randomUUID()): string {
    const { ref, destination } = order
    const summary = summaryOf(order)
    const folder = join(destination, folderOf(order, ref.dandisetId))
    const title = ref.dandisetId ?? summary
    const createdAt = clock.now()
    store.transact(() => store.jobs.add({ id, title, order, summary, folder, createdAt }))
    publisher.touchJob(id)
    prepare(id)
    return id
  }

  async function createOf(listed: ListedOrder): Promise<string> {
    const id = await addListedJob(listed, context)
    begin(id, null)
    return id
  }

  function prepare(jobId: string): void {
    if (preparing.has(jobId)) return
    const abort = new AbortController()
    const ended = listWithRetries(jobId, abort.signal)
      .catch((error: unknown) => log.error('job', { jobId, error: String(error) }))
      .finally(() => {
        preparing.delete(jobId)
        // Someone may have asked for it again while it was being stopped.
        if (abort.signal.aborted && !context.signal.aborted) prepareIfWanted(jobId)
      })
    preparing.set(jobId, { abort, ended })
  }

  function prepareIfWanted(jobId: string): void {
    const job = store.jobs.get(jobId)
    if (job?.phase === 'listing' && job.intent === 'run') prepare(jobId)
  }

  async function listWithRetries(jobId: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const failure = await tryToList(jobId, signal)
      if (!failure || signal.aborted) return
      const isPassing = failure.remedy === 'retry-later' || failure.remedy === 'retry-now'
      if (!isPassing || attempt >= attempts) return end(jobId, failure)
      await clock.sleep(backoffMs(attempt, null, Math.random), signal).catch(() => {})
    }
  }

  /** Null when the job is listed and begun; else why not. */
  async function tryToList(jobId: string, signal: AbortSignal): Promise<FailureRecord | null> {
    try {
      const lack = await listJob(
        { id: jobId, order: orderOf(jobId) },
        { context, versions, signal },
      )
      begin(jobId, lack)
      return null
    } catch (error) {
      const failure = recordOf(error)
      if (!signal.aborted)
        log.warn('job listing', { jobId, code: failure.code, ...failure.details })
      return failure
    }
  }

  function begin(jobId: string, lack: FailureRecord | null): void {
    store.transact(() => {
      if (lack) store.jobs.setIntent(jobId, 'hold', 'disk-full')
      store.jobs.setPhase(jobId, 'moving', null, lack)
    })
    publisher.touchJob(jobId)
    settled(jobId)
    queue().pump()
  }

  function end(jobId: string, failure: FailureRecord | null): void {
    store.transact(() => store.jobs.setPhase(jobId, 'ended', clock.now(), failure))
    publisher.touchJob(jobId)
    onEnded(known(jobId))
    watch.tell(jobId)
  }

  function settled(jobId: string): void {
    if (store.jobs.phase(jobId) !== 'moving') return
    if (store.jobs.openTransfers(jobId) === 0) end(jobId, null)
  }

  async function stopAll(jobId: string): Promise<void> {
    preparing.get(jobId)?.abort.abort(new Error('stopped'))
    await preparing.get(jobId)?.ended
    await queue().stop((item) => item.jobId === jobId)
  }

  async function pause(jobId: string, reason: HoldReason = 'person'): Promise<void> {
    if (known(jobId).phase === 'ended') return
    store.transact(() => store.jobs.setIntent(jobId, 'hold', reason))
    publisher.touchJob(jobId)
    await stopAll(jobId)
    publisher.touchJob(jobId)
  }

  function resume(jobId: string): void {
    const job = known(jobId)
    resting.delete(jobId)
    store.transact(() => {
      store.jobs.setIntent(jobId, 'run', null)
      store.transfers.clearWaits(jobId)
      if (job.phase === 'moving') store.jobs.setPhase(jobId, 'moving', null, null)
    })
    publisher.touchJob(jobId)
    if (job.phase === 'listing') prepare(jobId)
    queue().pump()
  }

  async function pauseAll(): Promise<void> {
    const running = store.jobs.all().filter((job) => job.intent === 'run')
    await Promise.all(running.map((job) => pause(job.id)))
  }

  /** What a schedule holds goes on when the schedule lets it. */
  function resumeAll(): void {
    for (const { id, holdReason } of store.jobs.all())
      if (holdReason === 'person' || holdReason === 'disk-full') resume(id)
  }

  function retry(jobId: string, transferId?: number): void {
    const job = known(jobId)
    resting.delete(jobId)
    if (job.phase === 'ended' && job.failure) {
      store.transact(() => {
        store.jobs.setPhase(jobId, 'listing', null, null)
        store.jobs.setIntent(jobId, 'run', null)
      })
      publisher.touchJob(jobId)
      prepare(jobId)
      return
    }
    const failed = store.transfers.idsIn(jobId, 'failed')
    const ids = transferId === undefined ? failed : failed.filter((id) => id === transferId)
    if (ids.length === 0) return
    store.transact(() => {
      for (const id of ids) {
        store.transfers.apply(id, [{ kind: 'retried' }], { at: clock.now(), failure: null })
      }
      store.jobs.setPhase(jobId, 'moving', null, job.phase === 'ended' ? null : job.failure)
      // One file of a job that someone paused waits with the others.
      if (transferId === undefined || job.phase === 'ended')
        store.jobs.setIntent(jobId, 'run', null)
    })
    publisher.touchJob(jobId)
    publisher.touchTransfers(jobId)
    queue().pump()
  }

  async function cancel(jobId: string, files: 'keep' | 'delete'): Promise<void> {
    const job = known(jobId)
    store.transact(() => store.jobs.setIntent(jobId, 'hold', 'person'))
    await stopAll(jobId)
    if (files === 'delete') await deleteFetched(job)
    store.transact(() => store.jobs.remove(jobId))
    publisher.publish({ kind: 'job.removed', jobId })
    watch.tell(jobId)
    queue().pump()
  }

  /** Partials, and files and Zarrs that this job fetched and nobody changed since; nothing else. */
  async function deleteFetched(job: JobView): Promise<void> {
    for (const localPath of store.transfers.unfinishedPaths(job.id)) {
      const partial = partialPath(join(job.order.destination, ...localPath.split('/')))
      if (!store.partials.find(partial)) continue
      removePartial(partial)
      store.transact(() => store.partials.remove(partial))
    }
    for (const file of store.files.ofJob(job.id)) {
      await removeUnchanged(file, job.order.destination)
      store.transact(() => store.files.remove(file.path))
    }
  }

  function holdForDisk(jobId: string, failure: FailureRecord): void {
    store.gather(() => {
      if (store.jobs.get(jobId)?.intent !== 'run') return
      store.jobs.setIntent(jobId, 'hold', 'disk-full')
      store.jobs.setPhase(jobId, 'moving', null, failure)
    })
    publisher.touchJob(jobId)
    watch.tell(jobId)
    void queue().stop((item) => item.jobId === jobId)
  }

  async function watchDisks(): Promise<void> {
    for (const job of store.jobs.all()) {
      if (job.holdReason !== 'disk-full' || resting.has(job.id)) continue
      const free = await freeBytes(job.order.destination).catch(() => 0)
      if (free >= roomToGoOn(job)) resume(job.id)
    }
  }

  /** Ends what has nothing left to do and lists what was not listed, after a gap of any kind. */
  function catchUp(): void {
    for (const job of store.jobs.all()) {
      if (job.phase === 'moving') settled(job.id)
      else if (!resting.has(job.id)) prepareIfWanted(job.id)
    }
    queue().pump()
  }

  function recover(run: boolean): void {
    store.transact(() => {
      for (const id of store.transfers.interrupted()) {
        store.transfers.apply(id, [{ kind: 'stopped' }], { at: clock.now(), failure: null })
      }
    })
    if (!run) for (const job of store.jobs.all()) resting.add(job.id)
    catchUp()
  }

  return {
    create,
    sameAs,
    createOf,
    until: watch.until,
    pause,
    resume,
    pauseAll,
    resumeAll,
    cancel,
    retry,
    recover,
    catchUp,
    settled,
    holdForDisk,
    watchDisks,
    /** Jobs whose transfers may start, in order. */
    runnable: (): readonly string[] => store.jobs.runnable().filter((id) => !resting.has(id)),
    async close(): Promise<void> {
      for (const { abort } of preparing.values()) abort.abort(new Error('closing'))
      await Promise.all([...preparing.values()].map(({ ended }) => ended))
    },
  }
}

/** Free bytes that let a held job go on by itself. */
function roomToGoOn({ failure, totalBytes, receivedBytes }: JobView): number {
  const { freeBytes: before = 0, missingBytes } = failure?.details ?? {}
  if (missingBytes !== undefined) return Number(before) + Number(missingBytes)
  const rest = Math.max(1, totalBytes - receivedBytes)
  return Number(before) + Math.min(rest, MORE_ROOM_BYTES)
}
