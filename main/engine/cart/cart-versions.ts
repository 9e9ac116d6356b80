/** The versions of a cart, listed in the background, and the files that rules choose of them. */
import { createNaturalRows } from '../../catalog/natural-rows.ts'
import { createPathTests } from '../../catalog/path-tests.ts'
import { inTurns, stepsInTurns } from '../../catalog/turns.ts'
import type { CartItem, CartItemTotals } from '../../model/cart.ts'
import { type CartFile, ruledBy } from '../../model/cart-contents.ts'
import { digestsOf } from '../../model/digests.ts'
import type { ArchiveRef } from '../../model/entry.ts'
import { factsOf } from '../../model/facts.ts'
import { Failure, type FailureRecord, recordOf } from '../../model/failure.ts'
import type { OpenVersion } from '../../model/listing.ts'
import { naturalKey } from '../../model/natural-order.ts'
import { sampledSteps } from '../../model/sample.ts'
import {
  asksMetadata,
  beyondPaths,
  everything,
  type Filter,
  type Selection,
  selector,
} from '../../model/selection.ts'
import type { Context } from '../context.ts'
import type { Versions } from '../versions.ts'

interface Known {
  readonly openedAt: number
  readonly opening: Promise<void>
  snapshotId: number | null
  failure: FailureRecord | null
}

/** How far a version is. */
export interface Progress
  extends Pick<CartItemTotals, 'state' | 'entries' | 'described' | 'failure'> {
  readonly snapshotId: number | null
  readonly title: string
}

/** A draft is asked about again after this time, and a version that failed. */
const DRAFT_STALE_MS = 120_000
const FAILURE_STALE_MS = 15_000
const PAGE = 1000
/** Files of several versions that are kept ready, so that a rule can be changed at once. */
const FILES_KEPT = 250_000

export type CartVersions = ReturnType<typeof createCartVersions>

export function createCartVersions({
  context,
  versions,
  onChange,
}: {
  context: Context
  versions: Versions
  /** Something that events of listings do not tell. */
  onChange: () => void
}) {
  const { store, clock, signal } = context
  const known = new Map<string, Known>()
  const loaded = new Map<string, Promise<readonly CartFile[]>>()
  const sizes = new Map<string, number>()

  /** Begins to list a version unless that was done lately. */
  function open(ref: ArchiveRef): Known {
    const key = JSON.stringify(ref)
    const before = known.get(key)
    if (before && !isStale(before, ref)) return before
    const opening = versions.watch(ref, 'auto', signal).then(
      ({ snapshotId }) => void Object.assign(fresh, { snapshotId, failure: null }),
      (error) => void Object.assign(fresh, { failure: recordOf(error) }),
    )
    const fresh: Known = {
      openedAt: clock.now(),
      opening: opening.then(onChange),
      snapshotId: before?.snapshotId ?? null,
      failure: null,
    }
    known.set(key, fresh)
    return fresh
  }

  function isStale({ openedAt, failure }: Known, ref: ArchiveRef): boolean {
    const age = clock.now() - openedAt
    if (failure) return age > FAILURE_STALE_MS
    return ref.version === 'draft' && age > DRAFT_STALE_MS
  }

  function progress(ref: ArchiveRef): Progress {
    const { snapshotId, failure } = open(ref)
    const none = { entries: 0, described: 0, title: '', snapshotId: null }
    if (failure) return { ...none, state: 'failed', failure }
    if (snapshotId === null) return { ...none, state: 'opening', failure: null }
    return progressOf(versions.state(snapshotId))
  }

  /**
   * Resolves when the version is listed and described. Where its rules ask nothing of metadata,
   * those that cannot be had are done without.
   */
  async function complete(
    { ref, selection }: CartItem,
    filter: Filter,
    until: AbortSignal,
  ): Promise<Progress> {
    const { snapshotId } = await versions.open(ref, 'auto', until)
    await versions.complete(snapshotId, until)
    const isAsked = asksMetadata(selection) || asksMetadata({ ...selection, filter })
    await versions.described(snapshotId, until).catch((error) => {
      if (isAsked || !(error instanceof Failure)) throw error
    })
    known.set(JSON.stringify(ref), {
      openedAt: clock.now(),
      opening: Promise.resolve(),
      snapshotId,
      failure: null,
    })
    return { ...progressOf(versions.state(snapshotId)), failure: null }
  }

  /**
   * All files of a version that is listed, in the natural order of their paths; none before, since
   * each page would mean to read them all again.
   */
  function files({
    snapshotId,
    state,
    entries,
    described,
  }: Progress): Promise<readonly CartFile[]> {
    if (snapshotId === null || state === 'opening' || state === 'listing')
      return Promise.resolve([])
    const key = `${snapshotId} ${entries} ${state === 'describing' ? 'by path' : described}`
    const ready = loaded.get(key)
    if (ready !== undefined) return ready
    for (const other of [...loaded.keys()]) {
      const kept = [...sizes.values()].reduce((sum, size) => sum + size, 0)
      if (other.startsWith(`${snapshotId} `) || kept > FILES_KEPT) forget(other)
    }
    const loading = load(snapshotId).then((all) => {
      sizes.set(key, all.length)
      return all
    })
    loading.catch(() => forget(key))
    loaded.set(key, loading)
    return loading
  }

  function forget(key: string): void {
    loaded.delete(key)
    sizes.delete(key)
  }

  async function load(snapshotId: number): Promise<readonly CartFile[]> {
    const all: CartFile[] = []
    const keys: string[] = []
    const natural = createNaturalRows(keys)
    for (let after = ''; ; ) {
      const page = store.entries.pageAfter(snapshotId, after, PAGE)
      const last = page.at(-1)
      if (!last) break
      after = last.path
      for (const entry of page) {
        all.push({ ...factsOf(entry), digests: digestsOf(entry) })
        keys.push(naturalKey(entry.path))
      }
      natural.grow(keys.length)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return Array.from(natural.order(), (row) => all[row]).filter((file) => file !== undefined)
  }

  /** Of a version's files those that an item's rules and the cart's choose; pins are not looked at. */
  async function chosenOf(
    { selection }: Pick<CartItem, 'selection'>,
    filter: Filter,
    all: readonly CartFile[],
  ): Promise<readonly CartFile[]> {
    const ruled = ruledBy(selection, filter)
    if (ruled) return chosenBy(ruled, all)
    return chosenBy(selection, await chosenBy({ ...everything, filter }, all))
  }

  return { progress, complete, files, chosenOf }
}

/** In the natural order of their paths, as they are given. */
async function chosenBy(
  selection: Selection,
  all: readonly CartFile[],
): Promise<readonly CartFile[]> {
  const holds = selector({ ...selection, filter: beyondPaths(selection.filter) })
  const found = await kept(await withPathsOf(selection.filter, all), holds)
  return selection.sample === null ? found : stepsInTurns(sampledSteps(selection.sample, found))
}

const pathTests = new WeakMap<readonly CartFile[], ReturnType<typeof createPathTests>>()

/** Those of whose paths holds what the filter asks of paths. */
export async function withPathsOf(
  filter: Filter,
  all: readonly CartFile[],
): Promise<readonly CartFile[]> {
  const test = pathTests.get(all) ?? createPathTests(all.map(({ path }) => path))
  pathTests.set(all, test)
  const { holds } = await test(filter)
  return holds === null ? all : all.filter((_, at) => holds[at] === 1)
}

function progressOf({ snapshotId, snapshot, listing }: OpenVersion): Progress {
  const { entries, described } = listing
  const common = { snapshotId, entries, described, title: snapshot.title }
  if (listing.state === 'failed') return { ...common, state: 'failed', failure: listing.failure }
  if (listing.state === 'running') return { ...common, state: 'listing', failure: null }
  if (listing.describing) return { ...common, state: 'describing', failure: null }
  return { ...common, state: 'complete', failure: listing.describeFailure }
}

/** Those that a test keeps; whoever else is on the thread has turns meanwhile. */
async function kept(
  all: readonly CartFile[],
  isKept: (file: CartFile) => boolean,
): Promise<readonly CartFile[]> {
  const found: CartFile[] = []
  await inTurns(all.length, (at) => {
    const file = all[at]
    if (file && isKept(file)) found.push(file)
  })
  return found
}
