/** Opens versions: resolves, lists in the background, and answers for what is listed so far. */
import { createFileIndex, type FileIndex } from '../catalog/file-index.ts'
import type { ArchiveRef, Snapshot } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { SourcePreference } from '../model/instance.ts'
import type { OpenVersion } from '../model/listing.ts'
import type { Source } from '../sources/source.ts'
import type { StoredVersion } from '../store/snapshots.ts'
import type { Context } from './context.ts'
import { abortable, createDescribing, type Describable } from './describing.ts'
import { firstThatCan } from './first-that-can.ts'
import { createGrowth } from './growth.ts'
import { answerOrKept, keptAsGood, keptOfOld, type Unanswered } from './kept-versions.ts'

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
  /** Opens for somebody who looks at it: what is missing of its metadata is asked for. */
  watch(ref: ArchiveRef, preference: SourcePreference, signal: AbortSignal): Promise<OpenVersion>
  /**
   * The same, and while nobody answers the newest that is kept, though it may be old: its listing is
   * complete and has the failure.
   */
  look(ref: ArchiveRef, preference: SourcePreference, signal: AbortSignal): Promise<OpenVersion>
  /** Nobody looks any more. */
  close(snapshotId: number): void
  /** Resolves when all metadata are there; rejects with why they cannot be had. For listings that are complete. */
  described(snapshotId: number, signal: AbortSignal): Promise<void>
  index(snapshotId: number): Promise<FileIndex>
  /** Resolves a ref with the first source that can. */
  resolve(ref: ArchiveRef, preference: SourcePreference, signal: AbortSignal): Promise<Snapshot>
}

interface Wish {
  readonly ref: ArchiveRef
  readonly preference: SourcePreference
  readonly signal: AbortSignal
}

interface Listing extends Describable {
  readonly scope: string
  readonly ended: Promise<void>
}

/** A draft's listing this young is taken for the draft as it is. */
const DRAFT_FRESH_MS = 30_000
/** Rows in one turn of the event loop: some milliseconds on a busy machine. */
const ROWS_A_TURN = 200
const OPEN_INDEXES = 6

export function createVersions(context: Context): Versions {
  const { store, sources, publisher, clock, log, attention } = context
  const listings = new Map<number, Listing>()
  const indexes = new Map<number, Promise<FileIndex>>()
  /** Versions that somebody looks at: their metadata are wanted. */
  const watched = new Set<number>()
  const describing = createDescribing(context, {
    onDescribed: (snapshotId, entries) =>
      void indexes.get(snapshotId)?.then((index) => index.describe(entries)),
    tell: ({ snapshotId, state }, ended) => tell(snapshotId, state.entries, ended),
  })

  async function resolve(
    ref: ArchiveRef,
    preference: SourcePreference,
    signal: AbortSignal,
  ): Promise<Snapshot> {
    const order = await sources.order(preference, ref.instance, signal)
    return firstThatCan(order, (source) => source.resolve(ref, signal))
  }

  async function open(
    { ref, preference, signal }: Wish,
    kept = keptAsGood(store, ref, scopeOf(ref)),
  ): Promise<OpenVersion> {
    const scope = scopeOf(ref)
    const asked = await answerOrKept(kept, (until) => resolve(ref, preference, until), signal)
    if ('kept' in asked) return unasked(asked, ref)
    const snapshot = asked.answer
    const under = [...listings.values()].find(
      (it) => it.state.state === 'running' && isSame(it.snapshot, snapshot) && it.scope === scope,
    )
    if (under) return openOf(under)
    const known = store.snapshots.newest(snapshot, scope)
    if (known && (await isStill(known, signal))) return openOf(adopted(known, ref))
    return begin({ ref, snapshot, scope, preference })
  }

  /** A published version that was asked for by name is as good as ever; anything else may be old. */
  function unasked({ kept, failure }: Unanswered<StoredVersion>, ref: ArchiveRef): OpenVersion {
    const { snapshotId, snapshot, listing } = openOf(adopted(kept, ref))
    if (snapshot.published && ref.version !== null)
      return { snapshotId, snapshot: { ...snapshot, versionChoice: 'asked' }, listing }
    return { snapshotId, snapshot, listing: { ...listing, failure } }
  }

  /** Whether a listing that is kept still is what the archive would list. */
  async function isStill(known: StoredVersion, signal: AbortSignal): Promise<boolean> {
    const { snapshot, snapshotId, validator, listing } = known
    if (snapshot.published || clock.now() - listing.listedAt < DRAFT_FRESH_MS) return true
    if (validator === null || listing.source === null) return false
    const source = sources.source(listing.source, snapshot.instance)
    const now = await source.validator(snapshot, validator, signal).catch(nullOnFailure)
    if (now !== validator) return false
    const listedAt = clock.now()
    store.gather(() => store.snapshots.confirm(snapshotId, listedAt))
    const open = listings.get(snapshotId)
    if (open) open.state = { ...open.state, listedAt }
    return true
  }

  function adopted(known: StoredVersion, ref: ArchiveRef): Listing {
    const { snapshotId, snapshot } = known
    const opened = listings.get(snapshotId)
    if (opened) return opened
    const scope = scopeOf(ref)
    const ended = Promise.resolve()
    const listing = { snapshotId, snapshot, pick: ref.pick, scope, ended, state: known.listing }
    listings.set(snapshotId, listing)
    return listing
  }

  function begin(asked: {
    readonly ref: ArchiveRef
    readonly snapshot: Snapshot
    readonly scope: string
    readonly preference: SourcePreference
  }): OpenVersion {
    const { ref, snapshot, scope, preference } = asked
    const listedAt = clock.now()
    const snapshotId = store.transact(() => store.snapshots.add(snapshot, scope, listedAt))
    void keepIndex(snapshotId, Promise.resolve(createFileIndex()))
    const state: OpenVersion['listing'] = { ...unlisted, listedAt }
    const ended = Promise.resolve()
    const listing = { snapshotId, snapshot, pick: ref.pick, scope, state, ended }
    listings.set(snapshotId, listing)
    const { version, dandisetId } = snapshot
    const listed = list(listing, { ref: { ...ref, version, dandisetId }, preference })
    return openOf(Object.assign(listing, { ended: attention.during(listed) }))
  }

  async function list(
    listing: Listing,
    { ref, preference }: { ref: ArchiveRef; preference: SourcePreference },
  ): Promise<void> {
    const growth = createGrowth(() => tell(listing.snapshotId, listing.state.entries, false))
    try {
      const order = await sources.orderFor(preference, listing.snapshot, context.signal)
      await firstThatCan(order, (source) => listFrom(source, listing, { ref, grown: growth.touch }))
      end(listing, { ...listing.state, state: 'complete' })
      if (watched.has(listing.snapshotId)) describing.start(listing)
    } catch (error) {
      if (!(error instanceof Failure)) log.error('listing', { error: String(error) })
      const failure = recordOf(error)
      end(listing, { ...listing.state, state: 'failed', source: null, failure })
    } finally {
      growth.close()
    }
  }

  async function listFrom(
    source: Source,
    listing: Listing,
    { ref, grown }: { ref: ArchiveRef; grown: () => void },
  ): Promise<void> {
    const { snapshot, snapshotId } = listing
    // Asked for before the list: a change in between makes the next look list anew, not miss it.
    const validator = snapshot.published
      ? null
      : await source.validator(snapshot, null, context.signal).catch(nullOnFailure)
    const index = emptyIndex(listing)
    const seen = new Set<string>()
    for await (const page of source.list(snapshot, ref, context.signal)) {
      const fresh = page.filter((entry) => !seen.has(entry.path))
      for (const entry of fresh) seen.add(entry.path)
      for (let at = 0; at < fresh.length; at += ROWS_A_TURN) {
        const some = fresh.slice(at, at + ROWS_A_TURN)
        store.transact(() => store.entries.add(snapshotId, some))
        index.add(some)
        const { size: entries, described } = index
        listing.state = { ...listing.state, entries, described, source: source.kind }
        grown()
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    listing.state = { ...listing.state, source: source.kind }
    store.gather(() => store.snapshots.setValidator(snapshotId, validator))
  }

  /** For a source that lists from the beginning: what another one began is forgotten. */
  function emptyIndex(listing: Listing): FileIndex {
    const index = createFileIndex()
    indexes.set(listing.snapshotId, Promise.resolve(index))
    store.transact(() => store.entries.clear(listing.snapshotId))
    listing.state = { ...listing.state, entries: 0, described: 0 }
    return index
  }

  function end(listing: Listing, state: OpenVersion['listing']): void {
    listing.state = state
    if (!context.signal.aborted) store.gather(() => store.snapshots.end(listing.snapshotId, state))
    tell(listing.snapshotId, state.entries, true)
  }

  function tell(snapshotId: number, entries: number, ended: boolean): void {
    publisher.publish({ kind: 'listing.changed', snapshotId, entries, ended })
  }

  function known(snapshotId: number): Listing | StoredVersion {
    const found = listings.get(snapshotId) ?? store.snapshots.get(snapshotId)
    if (!found) throw new Failure('request.invalid', 'give-up', { snapshotId })
    return found
  }

  function state(snapshotId: number): OpenVersion {
    const found = known(snapshotId)
    return 'listing' in found ? found : openOf(found)
  }

  async function watch(opening: Promise<OpenVersion>): Promise<OpenVersion> {
    const opened = await attention.during(opening)
    const { snapshotId, snapshot, listing } = opened
    watched.add(snapshotId)
    const known = listings.get(snapshotId)
    if (known) describing.start(known)
    const now = state(snapshotId)
    return {
      snapshotId,
      snapshot,
      listing: { ...now.listing, failure: listing.failure ?? now.listing.failure },
    }
  }

  /** The oldest go when there are too many, those that still grow excepted. */
  function keepIndex(snapshotId: number, index: Promise<FileIndex>): Promise<FileIndex> {
    indexes.set(snapshotId, index)
    for (const id of [...indexes.keys()].slice(0, Math.max(0, indexes.size - OPEN_INDEXES))) {
      if (listings.get(id)?.state.state !== 'running') indexes.delete(id)
    }
    return index
  }

  async function loadIndex(snapshotId: number): Promise<FileIndex> {
    const index = createFileIndex()
    for (let after = ''; ; ) {
      const page = store.entries.pageAfter(snapshotId, after, ROWS_A_TURN)
      const last = page.at(-1)
      if (!last) return index
      after = last.path
      index.add(page)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    open: (ref, preference, signal) => attention.during(open({ ref, preference, signal })),
    state,
    resolve,
    watch: (ref, preference, signal) => watch(open({ ref, preference, signal })),
    look: (ref, preference, signal) =>
      watch(open({ ref, preference, signal }, keptOfOld(store, ref, scopeOf(ref)))),
    close(snapshotId) {
      watched.delete(snapshotId)
      describing.stop(snapshotId)
    },
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
    async described(snapshotId, signal) {
      const listing = listings.get(snapshotId)
      if (listing) await describing.until(listing, signal)
    },
    index(snapshotId) {
      known(snapshotId)
      const held = indexes.get(snapshotId)
      if (held === undefined) return keepIndex(snapshotId, loadIndex(snapshotId))
      // The one that was asked last is the last to go.
      indexes.delete(snapshotId)
      indexes.set(snapshotId, held)
      return held
    },
  }
}

const unlisted: Omit<OpenVersion['listing'], 'listedAt'> = {
  state: 'running',
  entries: 0,
  source: null,
  failure: null,
  described: 0,
  describing: false,
  describeFailure: null,
}

function openOf({ snapshotId, snapshot, state }: Listing): OpenVersion {
  return { snapshotId, snapshot, listing: state }
}

function nullOnFailure(error: unknown): null {
  if (!(error instanceof Failure)) throw error
  return null
}

/** The whole version for all picks of it, so that a folder opened twice is listed once. */
function scopeOf(ref: ArchiveRef): string {
  return ref.pick.kind === 'dandiset' || ref.pick.kind === 'dandiset-yaml'
    ? 'all'
    : JSON.stringify(ref.pick)
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return a.instance === b.instance && a.dandisetId === b.dandisetId && a.version === b.version
}
