/** Opens versions: resolves, lists in the background, and answers for what is listed so far. */
import { createTree, type Tree } from '../catalog/tree.ts'
import type { ArchiveRef, Entry, Snapshot } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { SourcePreference } from '../model/instance.ts'
import type { OpenVersion } from '../model/listing.ts'
import type { Source } from '../sources/source.ts'
import type { Context } from './context.ts'

export interface Versions {
  /**
   * What a ref means now. The listing goes on in the background; a published version that was
   * listed before is not listed again. Throws when no source knows it.
   */
  open(ref: ArchiveRef, preference: SourcePreference, signal: AbortSignal): Promise<OpenVersion>
  /** How far the listing is. Throws `request.invalid` for an id that does not exist. */
  state(snapshotId: number): OpenVersion
  /** Resolves when the listing is complete; rejects with why it failed. */
  complete(snapshotId: number, signal: AbortSignal): Promise<OpenVersion>
  tree(snapshotId: number): Promise<Tree>
  /** Resolves a ref with the first source that can. */
  resolve(ref: ArchiveRef, preference: SourcePreference, signal: AbortSignal): Promise<Snapshot>
}

interface Listing {
  readonly snapshotId: number
  readonly snapshot: Snapshot
  readonly ended: Promise<void>
  state: OpenVersion['listing']
}

/** A draft's listing this young is taken for the draft as it is. */
const DRAFT_FRESH_MS = 30_000
const GROWTH_MS = 250
/** Rows in one turn of the event loop: some milliseconds on a busy machine. */
const ROWS_A_TURN = 200
const TREE_PAGE = 2000
const OPEN_TREES = 6

export function createVersions(context: Context): Versions {
  const { store, sources, publisher, clock, log } = context
  const listings = new Map<number, Listing>()
  const trees = new Map<number, Promise<Tree>>()

  async function resolve(
    ref: ArchiveRef,
    preference: SourcePreference,
    signal: AbortSignal,
  ): Promise<Snapshot> {
    const order = await sources.order(preference, ref.instance, signal)
    return firstThatCan(order, (source) => source.resolve(ref, signal))
  }

  async function open(
    ref: ArchiveRef,
    preference: SourcePreference,
    signal: AbortSignal,
  ): Promise<OpenVersion> {
    const snapshot = await resolve(ref, preference, signal)
    const scope = scopeOf(ref)
    const under = [...listings.values()].find(
      (it) =>
        it.state.state === 'running' &&
        isSame(it.snapshot, snapshot) &&
        scopes.get(it.snapshotId) === scope,
    )
    if (under) return { snapshotId: under.snapshotId, snapshot, listing: under.state }
    const known = store.snapshots.newest(snapshot, scope)
    if (known && (snapshot.published || clock.now() - known.listing.listedAt < DRAFT_FRESH_MS))
      return known
    return begin(
      snapshot,
      { ...ref, version: snapshot.version, dandisetId: snapshot.dandisetId },
      { scope, preference },
    )
  }

  const scopes = new Map<number, string>()

  function begin(
    snapshot: Snapshot,
    ref: ArchiveRef,
    { scope, preference }: { scope: string; preference: SourcePreference },
  ): OpenVersion {
    const snapshotId = store.transact(() => store.snapshots.add(snapshot, scope, clock.now()))
    scopes.set(snapshotId, scope)
    void keepTree(snapshotId, Promise.resolve(createTree()))
    const state: OpenVersion['listing'] = {
      state: 'running',
      entries: 0,
      source: null,
      failure: null,
      ...undescribed,
      listedAt: clock.now(),
    }
    const listing: Listing = { snapshotId, snapshot, state, ended: Promise.resolve() }
    listings.set(snapshotId, listing)
    const ended = list(listing, { ref, preference })
    listings.set(snapshotId, Object.assign(listing, { ended }))
    return { snapshotId, snapshot, listing: state }
  }

  async function list(
    listing: Listing,
    { ref, preference }: { ref: ArchiveRef; preference: SourcePreference },
  ): Promise<void> {
    const growth = createGrowth((entries) => tell(listing, entries, false))
    try {
      const order = await sources.orderFor(preference, listing.snapshot, context.signal)
      const source = await firstThatCan(order, async (each) => {
        await listFrom(each, listing, { ref, grown: growth.touch })
        return each.kind
      })
      const { entries } = listing.state
      end(listing, { ...listing.state, state: 'complete', entries, source, failure: null })
    } catch (error) {
      if (!(error instanceof Failure)) log.error('listing', { error: String(error) })
      const { entries } = listing.state
      const failure = recordOf(error)
      end(listing, { ...listing.state, state: 'failed', entries, source: null, failure })
    } finally {
      growth.close()
    }
  }

  async function listFrom(
    source: Source,
    listing: Listing,
    { ref, grown }: { ref: ArchiveRef; grown: (entries: number) => void },
  ): Promise<void> {
    const tree = emptyTree(listing)
    const seen = new Set<string>()
    for await (const page of source.list(listing.snapshot, ref, context.signal)) {
      const fresh = page.filter((entry) => !seen.has(entry.path))
      for (const entry of fresh) seen.add(entry.path)
      await addEntries(listing.snapshotId, fresh)
      tree.add(fresh)
      const { state } = listing
      const described = tree.all().filter((it) => it.described).length
      listing.state = { ...state, entries: tree.size, described, source: source.kind }
      grown(tree.size)
    }
  }

  async function addEntries(snapshotId: number, fresh: readonly Entry[]): Promise<void> {
    for (let at = 0; at < fresh.length; at += ROWS_A_TURN) {
      const some = fresh.slice(at, at + ROWS_A_TURN)
      store.transact(() => store.entries.add(snapshotId, some))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** For a source that lists from the beginning: what another one began is forgotten. */
  function emptyTree({ snapshotId }: Listing): Tree {
    const tree = createTree()
    trees.set(snapshotId, Promise.resolve(tree))
    store.transact(() => store.entries.clear(snapshotId))
    return tree
  }

  function end(listing: Listing, state: OpenVersion['listing']): void {
    listing.state = state
    if (!context.signal.aborted) store.gather(() => store.snapshots.end(listing.snapshotId, state))
    tell(listing, state.entries, true)
  }

  function tell(listing: Listing, entries: number, ended: boolean): void {
    publisher.publish({ kind: 'listing.changed', snapshotId: listing.snapshotId, entries, ended })
  }

  function state(snapshotId: number): OpenVersion {
    const listing = listings.get(snapshotId)
    if (listing) return { snapshotId, snapshot: listing.snapshot, listing: listing.state }
    const known = store.snapshots.get(snapshotId)
    if (!known) throw new Failure('request.invalid', 'give-up', { snapshotId })
    return known
  }

  /** The oldest go when there are too many, those that still grow excepted. */
  function keepTree(snapshotId: number, tree: Promise<Tree>): Promise<Tree> {
    trees.set(snapshotId, tree)
    for (const id of [...trees.keys()].slice(0, Math.max(0, trees.size - OPEN_TREES))) {
      if (listings.get(id)?.state.state !== 'running') trees.delete(id)
    }
    return tree
  }

  async function loadTree(snapshotId: number): Promise<Tree> {
    const tree = createTree()
    for (let after = ''; ; ) {
      const page: readonly Entry[] = store.entries.pageAfter(snapshotId, after, TREE_PAGE)
      const last = page.at(-1)
      if (!last) return tree
      after = last.path
      tree.add(page)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    open,
    state,
    resolve,
    async complete(snapshotId, signal) {
      const listing = listings.get(snapshotId)
      if (listing) await abortable(listing.ended, signal)
      const now = state(snapshotId)
      const { failure } = now.listing
      if (now.listing.state === 'complete') return now
      throw failure
        ? new Failure(failure.code, failure.remedy, failure.details)
        : new Failure('remote.invalid', 'retry-later', { asked: 'a listing', came: 'half of one' })
    },
    tree(snapshotId) {
      state(snapshotId)
      const known = trees.get(snapshotId)
      if (known !== undefined) return known
      return keepTree(snapshotId, loadTree(snapshotId))
    },
  }
}

const undescribed = { described: 0, describing: false, describeFailure: null }

/** The whole version for all picks of it, so that a folder opened twice is listed once. */
function scopeOf(ref: ArchiveRef): string {
  return ref.pick.kind === 'dandiset' || ref.pick.kind === 'dandiset-yaml'
    ? 'all'
    : JSON.stringify(ref.pick)
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return a.instance === b.instance && a.dandisetId === b.dandisetId && a.version === b.version
}

/** Asks one source after the other; when none can, what the last one to know better said. */
export async function firstThatCan<T>(
  order: readonly Source[],
  ask: (source: Source) => Promise<T>,
): Promise<T> {
  const failures: Failure[] = []
  for (const source of order) {
    try {
      return await ask(source)
    } catch (error) {
      if (!(error instanceof Failure) || error.code.startsWith('disk.')) throw error
      failures.push(error)
    }
  }
  throw mostTelling(failures)
}

const tellingCodes = [
  'auth.required',
  'auth.denied',
  'remote.not-found',
  'remote.changed',
  'remote.invalid',
]

function mostTelling(failures: readonly Failure[]): Failure {
  for (const code of tellingCodes) {
    const found = failures.find((failure) => failure.code === code)
    if (found) return found
  }
  const real = failures.find((failure) => failure.code !== 'source.unavailable')
  return (
    real ??
    failures[0] ??
    new Failure('source.unavailable', 'ask-user', { reason: 'none-configured' })
  )
}

function createGrowth(tell: (entries: number) => void) {
  let timer: NodeJS.Timeout | undefined
  let newest = 0
  return {
    touch(entries: number): void {
      newest = entries
      timer ??= setTimeout(() => {
        timer = undefined
        tell(newest)
      }, GROWTH_MS)
    },
    close: () => clearTimeout(timer),
  }
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
