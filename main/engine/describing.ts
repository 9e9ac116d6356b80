/** Completes listings that came without metadata: page by page, while somebody wants them. */
import type { Entry, Pick, Snapshot } from '../model/entry.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { OpenVersion } from '../model/listing.ts'
import type { Context } from './context.ts'
import { createGrowth } from './growth.ts'

/** What is described, as far as describing needs to know it. */
export interface Describable {
  readonly snapshotId: number
  readonly snapshot: Snapshot
  readonly pick: Pick
  state: OpenVersion['listing']
}

export interface Describing {
  /** Goes on where it was stopped; does nothing for a listing that lacks nothing or is not complete. */
  start(of: Describable): void
  /** Nobody looks any more; goes on for those who wait in `until`. */
  stop(snapshotId: number): void
  /** Resolves when every entry is described; rejects with why it cannot be. */
  until(of: Describable, signal: AbortSignal): Promise<void>
}

interface Run {
  readonly stop: AbortController
  readonly ended: Promise<void>
  isWatched: boolean
  waiting: number
}

interface Ports {
  /** The entries' rows are written; an index that holds them is told here. */
  readonly onDescribed: (snapshotId: number, entries: readonly Entry[]) => void
  readonly tell: (of: Describable, ended: boolean) => void
}

export function createDescribing(context: Context, { onDescribed, tell }: Ports): Describing {
  const { store, sources, log } = context
  const runs = new Map<number, Run>()

  function run(of: Describable): Run {
    const known = runs.get(of.snapshotId)
    if (known) return known
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, context.signal])
    of.state = { ...of.state, describing: true, describeFailure: null }
    const ended = describe(of, signal).finally(() => runs.delete(of.snapshotId))
    const started = { stop, ended, isWatched: false, waiting: 0 }
    runs.set(of.snapshotId, started)
    return started
  }

  async function describe(of: Describable, signal: AbortSignal): Promise<void> {
    const growth = createGrowth(() => tell(of, false))
    try {
      const before = store.snapshots.get(of.snapshotId)?.describedPages ?? 0
      await readPages(of, before, { signal, grown: growth.touch })
      // Pages that were read before may have moved since.
      if (isLacking(of) && before > 0) await readPages(of, 0, { signal, grown: growth.touch })
      of.state = { ...of.state, describing: false, describeFailure: null }
      if (isLacking(of)) throw changed(of)
    } catch (error) {
      const describeFailure = signal.aborted ? null : told(error)
      of.state = { ...of.state, describing: false, describeFailure }
    } finally {
      growth.close()
      if (!context.signal.aborted) tell(of, true)
    }
  }

  function told(error: unknown): FailureRecord {
    if (!(error instanceof Failure)) log.error('describing', { error: String(error) })
    return recordOf(error)
  }

  async function readPages(
    of: Describable,
    after: number,
    { signal, grown }: { readonly signal: AbortSignal; readonly grown: () => void },
  ): Promise<void> {
    let pages = after
    const catalog = sources.catalog(of.snapshot.instance)
    for await (const page of catalog.described(of.snapshot, of.pick, after, signal)) {
      pages += 1
      keep(of, page, pages)
      grown()
    }
  }

  function keep(of: Describable, page: readonly Entry[], pages: number): void {
    const { snapshotId } = of
    store.transact(() => {
      const { added, entries } = store.entries.describe(snapshotId, page)
      const described = of.state.described + added
      store.snapshots.describe(snapshotId, described, pages)
      of.state = { ...of.state, described }
      onDescribed(snapshotId, entries)
    })
  }

  return {
    start(of) {
      if (of.state.state !== 'complete' || !isLacking(of) || !isListed(of.pick)) return
      run(of).isWatched = true
    },
    stop(snapshotId) {
      const under = runs.get(snapshotId)
      if (!under) return
      under.isWatched = false
      if (under.waiting === 0) under.stop.abort()
    },
    async until(of, signal) {
      if (!isLacking(of) || !isListed(of.pick)) return
      const under = run(of)
      under.waiting += 1
      try {
        await abortable(under.ended, signal)
      } finally {
        under.waiting -= 1
        if (under.waiting === 0 && !under.isWatched) under.stop.abort()
      }
      const { describeFailure: failure } = of.state
      if (failure) throw new Failure(failure.code, failure.remedy, failure.details)
    },
  }
}

function isLacking({ state }: Describable): boolean {
  return state.described < state.entries
}

/** Assets known by their ids alone come with what there is. */
function isListed({ kind }: Pick): boolean {
  return ['dandiset', 'folder', 'item', 'prefix', 'glob'].includes(kind)
}

function changed({ state, snapshot }: Describable): Failure {
  const came = `${state.described} assets`
  const details = { asked: `metadata of ${state.entries} assets`, came, path: snapshot.dandisetId }
  return new Failure('remote.changed', 'retry-later', details)
}

export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
