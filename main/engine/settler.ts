/** Commits what became of a transfer, and decides whether it is tried again. */
import { join } from 'node:path'
import { partialPath, removePartial } from '../disk/partial-file.ts'
import { freeBytes, lookAt } from '../disk/survey.ts'
import type { Entry, Snapshot } from '../model/entry.ts'
import type { LocalFile } from '../model/existing.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { TransferEvent } from '../model/transfer.ts'
import type { JobFacts } from '../store/jobs.ts'
import type { StoredTransfer, TransferProgress } from '../store/transfer-rows.ts'
import { backoffMs } from '../transfer/backoff.ts'
import type { Outcome } from '../transfer/ports.ts'
import { firstThatCan } from './first-that-can.ts'
import type { MoverOptions } from './mover.ts'
import type { Told } from './progress.ts'

/** One transfer that was run, with what it belongs to. */
interface Run {
  readonly transfer: StoredTransfer
  readonly job: JobFacts
  readonly snapshot: Snapshot
  /** What the run told and nobody wrote. */
  readonly told: Told
}

type Done = Extract<Outcome, { kind: 'done' }>

interface Verdict {
  /** What is to be fetched instead, when the remote changed. */
  readonly entry: Entry | null
  readonly failure: FailureRecord
}

const NETWORK_CODES = new Set(['net.unreachable', 'net.timeout', 'net.cut'])
/** With more attempts than this allowed, a lost network is waited for without end. */
const PATIENT_ATTEMPTS = 5

export function createSettler(
  options: Pick<MoverOptions, 'context' | 'shared' | 'keeper' | 'attempts' | 'onDiskFull'>,
) {
  const { context, keeper } = options
  const { store, clock, log } = context

  function change(
    { transfer: { id }, told }: Run,
    events: readonly TransferEvent[],
    { failure, progress }: { failure?: FailureRecord; progress?: TransferProgress } = {},
  ): void {
    const all = { ...told.progress, ...progress }
    const at = clock.now()
    store.transfers.apply(id, events, { at, failure: failure ?? null, progress: all })
    store.transfers.addSourceBytes(id, told.bytes)
  }

  async function settle(run: Run, outcome: Outcome): Promise<void> {
    try {
      await settleAs(run, outcome)
    } catch (error) {
      const failure = recordOf(error)
      log.error('settle', { path: run.transfer.path, ...failure.details })
      const { code, remedy } = failure
      const event = { kind: 'failed', code, remedy, retryAt: clock.now() } as const
      store.gather(() => change(run, [event], { failure }))
    }
  }

  async function settleAs(run: Run, outcome: Outcome): Promise<void> {
    switch (outcome.kind) {
      case 'done':
        return store.gather(() => settleDone(run, outcome))
      case 'stopped':
        return store.gather(() => change(run, [{ kind: 'stopped' }]))
      case 'failed':
        return settleFailed(run, outcome.failure)
      default:
        return outcome satisfies never
    }
  }

  function settleDone(run: Run, outcome: Done): void {
    const { transfer, told } = run
    const isRunning = store.transfers.state(transfer.id)?.kind === 'running'
    const { partsTotal = transfer.partsTotal } = told.last
    const sizeBytes = outcome.sizeBytes ?? transfer.sizeBytes
    const progress = {
      sizeBytes,
      receivedBytes: sizeBytes,
      partsDone: partsTotal,
      partsTotal,
      skipped: outcome.skipped,
      ...(outcome.digest === null ? {} : { digest: outcome.digest }),
    }
    const verified = { kind: 'verified' } as const
    change(run, isRunning ? [{ kind: 'received' }, verified] : [verified], { progress })
    if (outcome.reused) store.transfers.remark(transfer.id, clock.now(), outcome.reused)
    if (!outcome.skipped) remember(run, outcome)
  }

  function remember({ transfer, job, snapshot, told }: Run, outcome: Done): void {
    const path = placeOf(transfer, job)
    const found = outcome.file ?? seenAt(path, transfer)
    if (!found) return
    store.files.put({
      path,
      kind: transfer.kind,
      sizeBytes: found.sizeBytes,
      modifiedAt: found.modifiedAt,
      checksum: outcome.digest,
      sha256: transfer.entry.sha256,
      source: told.last.source ?? transfer.source,
      instance: snapshot.instance,
      dandisetId: snapshot.dandisetId,
      version: snapshot.version,
      assetPath: transfer.path,
      jobId: job.id,
      verifiedAt: clock.now(),
    })
  }

  async function settleFailed(run: Run, failure: FailureRecord): Promise<void> {
    const details = { path: run.transfer.path, code: failure.code, ...failure.details }
    if (failure.code === 'bug') log.error('transfer', details)
    else log.warn('transfer', details)
    if (failure.code === 'disk.full') return settleFull(run, failure)
    const verdict = await reconsider(run, failure)
    if (context.signal.aborted) return store.gather(() => change(run, [{ kind: 'stopped' }]))
    store.gather(() => {
      const { failure: judged } = verdict
      const { code, remedy } = judged
      const retryAt = clock.now() + pauseMs(run.transfer, judged)
      change(run, [{ kind: 'failed', code, remedy, retryAt }], { failure: judged })
      if (verdict.entry) store.transfers.setEntry(run.transfer.id, verdict.entry)
    })
  }

  /** What is free now is kept: the job goes on by itself only when there is more. */
  async function settleFull(run: Run, { details, ...failure }: FailureRecord): Promise<void> {
    const free = await freeBytes(run.job.order.destination).catch(() => 0)
    const full = { ...failure, details: { ...details, freeBytes: roomThen(run.job.id, free) } }
    store.gather(() => change(run, [{ kind: 'stopped' }], { failure: full }))
    options.onDiskFull(run.job.id, full)
  }

  /** Where there is room for all, it came after the disk was full, which is believed once. */
  function roomThen(jobId: string, freeNow: number): number {
    const job = store.jobs.get(jobId)
    if (!job || job.failure?.details.freeBytes === 0) return freeNow
    return freeNow >= job.totalBytes - job.receivedBytes ? 0 : freeNow
  }

  async function reconsider(run: Run, failure: FailureRecord): Promise<Verdict> {
    const { transfer } = run
    if (mayHaveChanged(transfer, failure)) return afterChange(run, failure)
    const isPassing = failure.remedy === 'retry-now' || failure.remedy === 'retry-later'
    const isOver = isPassing && attemptsOf(transfer) + 1 >= options.attempts
    const isPatient = NETWORK_CODES.has(failure.code) && options.attempts > PATIENT_ATTEMPTS
    const givesUp = isOver && !isPatient
    return { entry: null, failure: givesUp ? { ...failure, remedy: 'give-up' } : failure }
  }

  /** Lists the asset again: a new state of it is fetched afresh, the old one is reported. */
  async function afterChange(run: Run, failure: FailureRecord): Promise<Verdict> {
    const { transfer, job } = run
    const entry = await listedNow(run)
    const wanted = store.transfers.get(transfer.id)?.entry ?? transfer.entry
    const isNew = entry !== null && entry.checksum?.value !== wanted.checksum?.value
    if (!isNew || attemptsOf(transfer) >= options.attempts) {
      return { entry: null, failure: { ...failure, remedy: 'give-up' } }
    }
    const partial = partialPath(placeOf(transfer, job))
    keeper.journal.drop(partial)
    // Entries of a Zarr are proved one by one, so those that did not change are kept.
    if (transfer.kind !== 'zarr') removePartial(partial)
    return { entry, failure: { ...failure, remedy: 'retry-now' } }
  }

  async function listedNow({ transfer, job, snapshot }: Run): Promise<Entry | null> {
    const { signal, sources } = context
    const ref = { ...job.order.ref, pick: { kind: 'item', path: transfer.path } } as const
    try {
      const order = await sources.orderFor(job.order.source, snapshot, signal)
      return await firstThatCan(order, async (source) => {
        for await (const page of source.list(snapshot, ref, signal)) {
          const entry = page.find((each) => each.path === transfer.path)
          if (entry) return source.describe(snapshot, entry, signal)
        }
        throw new Failure('remote.gone', 'give-up', { path: transfer.path })
      })
    } catch (error) {
      log.warn('listing again', { path: transfer.path, ...recordOf(error) })
      return null
    }
  }

  function pauseMs(transfer: StoredTransfer, failure: FailureRecord): number {
    const asked = failure.details.retryAfterMs
    const floor = typeof asked === 'number' ? asked : null
    return backoffMs(attemptsOf(transfer) + 3, floor, options.shared.random)
  }

  return { settle }
}

/** A file or Zarr as it is on disk now; null when nothing of ours has the name. */
function seenAt(path: string, transfer: StoredTransfer): LocalFile | null {
  const item = lookAt(path)
  if (!item || item.kind === 'other') return null
  return item.kind === 'file' ? item : { sizeBytes: transfer.sizeBytes, modifiedAt: 0 }
}

/** A Zarr whose tree is another than the one that was ordered was changed since, or is damaged. */
function mayHaveChanged(transfer: StoredTransfer, { code }: FailureRecord): boolean {
  if (code === 'remote.changed' || code === 'remote.gone') return true
  return code === 'digest.mismatch' && transfer.kind === 'zarr'
}

function attemptsOf(transfer: StoredTransfer): number {
  return 'attempts' in transfer.state ? transfer.state.attempts : 0
}

function placeOf(transfer: StoredTransfer, job: JobFacts): string {
  return join(job.order.destination, ...transfer.localPath.split('/'))
}
