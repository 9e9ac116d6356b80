/** Runs one transfer from its row to its outcome, and commits what becomes of it. */
import { cameSince } from '../disk/survey.ts'
import type { Entry, Snapshot, ZarrEntry } from '../model/entry.ts'
import { Failure, type FailureRecord } from '../model/failure.ts'
import type { SourceKind } from '../model/instance.ts'
import type { Meter } from '../queue/meter.ts'
import type { Source } from '../sources/source.ts'
import type { JobFacts } from '../store/jobs.ts'
import type { StoredTransfer } from '../store/transfer-rows.ts'
import type { Outcome, RunnerPorts, Shared } from '../transfer/ports.ts'
import { runTransfer } from '../transfer/runner.ts'
import type { Context } from './context.ts'
import { firstThatCan } from './first-that-can.ts'
import type { JournalKeeper } from './journal.ts'
import { donorsOf, isUnchanged } from './library.ts'
import type { RunMeter } from './overnight/run-meter.ts'
import { createProgressKeeper } from './progress.ts'
import { createSettler } from './settler.ts'
import { writeYaml } from './yaml.ts'

export interface MoverOptions {
  readonly context: Context
  readonly shared: Shared
  readonly keeper: JournalKeeper
  readonly meter: Meter
  readonly runMeter: RunMeter
  /** Times a transfer that fails for passing reasons is tried before it is given up. */
  readonly attempts: number
  /** The job's disk is full: hold it until there is room. */
  onDiskFull(jobId: string, failure: FailureRecord): void
  onSettled(transferId: number, jobId: string): void
}

export interface Mover {
  /** Runs to the end, state included. Never rejects. */
  run(transfer: StoredTransfer, signal: AbortSignal): Promise<void>
  /** Commits progress that waits. */
  commit(): void
}

export function createMover(options: MoverOptions): Mover {
  const { context, keeper, meter, runMeter } = options
  const { store, clock, publisher, log } = context
  const settler = createSettler(options)
  const progress = createProgressKeeper(store)

  function touch(jobId: string): void {
    publisher.touchJob(jobId)
    publisher.touchTransfers(jobId)
  }

  function change({ id, jobId }: StoredTransfer, kind: 'started' | 'received'): void {
    const told = progress.take(id)
    const at = clock.now()
    store.gather(() => {
      store.transfers.apply(id, [{ kind }], { at, failure: null, progress: told.progress })
      store.transfers.addSourceBytes(id, told.bytes)
    })
    touch(jobId)
  }

  async function run(transfer: StoredTransfer, signal: AbortSignal): Promise<void> {
    try {
      const job = store.jobs.facts(transfer.jobId)
      if (!job) return
      const { snapshot } = job
      change(transfer, 'started')
      const outcome = await outcomeOf(transfer, job, { snapshot, signal })
      keeper.commit()
      const told = progress.take(transfer.id)
      await settler.settle({ transfer, job, snapshot, told }, outcome)
      options.onSettled(transfer.id, transfer.jobId)
    } catch (error) {
      log.error('mover', { error: String(error), transfer: transfer.id })
    } finally {
      meter.forget(transfer.id)
      progress.forget(transfer.id)
      touch(transfer.jobId)
    }
  }

  function outcomeOf(
    transfer: StoredTransfer,
    job: JobFacts,
    { snapshot, signal }: { snapshot: Snapshot; signal: AbortSignal },
  ): Promise<Outcome> {
    const { order } = job
    const task = {
      entry: transfer.entry,
      root: order.destination,
      segments: transfer.localPath.split('/'),
      existing: order.existing,
      keep: transfer.part?.keep ?? null,
      reuse: order.reuse,
    }
    if (transfer.kind === 'dandiset-yaml') {
      return writeYaml(task, { context, snapshot, signal })
    }
    return runTransfer(task, portsFor(transfer, job, { snapshot, signal }))
  }

  function portsFor(
    transfer: StoredTransfer,
    job: JobFacts,
    { snapshot, signal }: { snapshot: Snapshot; signal: AbortSignal },
  ): RunnerPorts {
    const { id } = transfer
    let entry = transfer.entry
    let isVerifying = false
    const order = () => context.sources.orderFor(job.order.source, snapshot, signal)
    const describe = async (): Promise<Entry> => {
      const others = await context.sources.orderFor('auto', snapshot, signal)
      const all = [...(await order()), ...others.filter((it) => it.kind !== job.order.source)]
      // What has an asset's id was listed by the API, whose document also knows the file's own time.
      const knowing = entry.assetId === null ? [] : all.filter((it) => it.kind === 'api')
      entry = await describedBy([...knowing, ...all], { snapshot, entry, signal })
      store.gather(() => store.transfers.setDescribed(id, entry))
      return entry
    }
    const place = async <T>(
      avoid: ReadonlySet<SourceKind>,
      ask: (source: Source) => Promise<T>,
    ) => {
      const open = (await order()).filter((source) => !avoid.has(source.kind))
      return open.length === 0 ? null : firstThatCan(open, ask)
    }
    return {
      ...options.shared,
      signal,
      describe,
      locate: (avoid) => place(avoid, (source) => source.locate(snapshot, entry, signal)),
      locateZarr: (avoid) => place(avoid, (source) => source.locateZarr(snapshot, entry, signal)),
      async *listZarr() {
        yield* listZarr(await order(), { snapshot, entry, signal })
      },
      knownDigest: (path, local) => {
        const file = store.files.get(path)
        if (!file || file.sizeBytes !== local.sizeBytes) return null
        return file.kind === 'zarr' || Math.abs(file.modifiedAt - local.modifiedAt) < 1
          ? file.checksum
          : null
      },
      isOwn: async (path) => {
        const file = store.files.get(path)
        return file !== null && (await isUnchanged(file))
      },
      isOfThisJob: (path, digest) =>
        store.files.get(path)?.checksum !== digest && cameSince(path, job.createdAt),
      donors: (digest) => donorsOf(store, digest),
      journal: keeper.journal,
      report(bytes, source) {
        meter.add(id, transfer.jobId, bytes)
        runMeter.add(transfer.jobId, source, bytes)
        progress.bytes(id, source, bytes)
      },
      reportState(state) {
        meter.settle(id)
        progress.state(id, state)
      },
      verifying: () => {
        if (!isVerifying) change(transfer, 'received')
        isVerifying = true
      },
      note: (failure) => store.gather(() => store.transfers.note(id, clock.now(), failure)),
    }
  }

  return { run, commit: progress.commit }
}

/** Completes an entry; where the order's own sources know no digest, any other may tell it. */
async function describedBy(
  order: readonly Source[],
  { snapshot, entry, signal }: { snapshot: Snapshot; entry: Entry; signal: AbortSignal },
): Promise<Entry> {
  const failures: Failure[] = []
  let best = entry
  for (const source of order) {
    try {
      best = await source.describe(snapshot, best, signal)
      if (best.checksum) return best
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failures.push(error)
    }
  }
  if (best === entry && failures[0]) throw failures[0]
  return best
}

async function* listZarr(
  order: readonly Source[],
  { snapshot, entry, signal }: { snapshot: Snapshot; entry: Entry; signal: AbortSignal },
): AsyncGenerator<readonly ZarrEntry[]> {
  let given = 0
  let last: Failure | null = null
  for (const source of order) {
    try {
      for await (const page of source.listZarr(snapshot, entry, signal)) {
        given += page.length
        yield page
      }
      return
    } catch (error) {
      if (given > 0 || !(error instanceof Failure)) throw error
      last = error
    }
  }
  throw last ?? new Failure('source.unavailable', 'ask-user', { reason: 'none-configured' })
}
