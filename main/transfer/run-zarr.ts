import { dirname } from 'node:path'
import { flushFolder, partialPath, publishFolder, removePartial } from '../disk/partial-file.ts'
import { ensureFolder, isCaseSensitive, lookAt } from '../disk/survey.ts'
import type { ZarrEntry, ZarrLocation } from '../model/entry.ts'
import { Failure, failureOf, recordOf } from '../model/failure.ts'
import { preparePlace } from './examine.ts'
import { inLanes } from './lanes.ts'
import type { OpenJournal, Outcome, RunnerPorts, TransferTask } from './ports.ts'
import { createRoute, type Route } from './route.ts'
import type { EntryResult, EntryToFetch } from './tasks.ts'
import { batchesOf, lanesOf, shareOf } from './zarr-batches.ts'
import { EMPTY_ZARR_CHECKSUM } from './zarr-checksum.ts'
import { checkKeys } from './zarr-keys.ts'
import {
  adoptExisting,
  adoptFromLibrary,
  fillFolder,
  isEachCompared,
  isKnown,
  recoverPartial,
  takeBackLost,
  treeChecksum,
} from './zarr-local.ts'
import { digestText, journalKey, partOf, partSize } from './zarr-part.ts'

interface ZarrRun {
  readonly task: TransferTask
  readonly ports: RunnerPorts
  readonly final: string
  readonly partial: string
  readonly journal: OpenJournal
  readonly route: Route<ZarrLocation>
  readonly share: Share
}

/** Connections that the Zarr's batches hold, which are never more than settings allow. */
interface Share {
  held: number
}

/** Listings made anew when the Zarr changes while it is read. */
const NEW_LISTINGS = 2

/**
 * Fetches one Zarr into a partial folder, verifies its tree and gives it its name. A part of one is
 * verified entry by entry and is told by a digest of its own kind.
 */
export async function runZarr(task: TransferTask, ports: RunnerPorts): Promise<Outcome> {
  const expected = task.entry.checksum?.value ?? null
  let run = begin(task, ports, journalKey(task))
  if (expected !== null && (await isKnown(run, expected))) return finishKept(run, expected)
  await list(run)
  const total = run.journal.tally().total
  if (total === 0) return finishEmpty(run, expected)
  const existing = await adoptExisting(run, expected)
  if (existing.kind === 'complete') return finishKept(run, existing.digest)
  if (existing.kind === 'kept') return fillGaps(run, existing.different)
  const reused = await adoptFromLibrary(run, expected)
  for (let listings = 0; ; listings++) {
    const trouble = await fetchAndCompare(run, expected)
    if (trouble === null) break
    if (listings >= NEW_LISTINGS) throw trouble
    ports.note(recordOf(trouble))
    run = await listAgain(run)
  }
  const outcome = await publish(run, existing.replace)
  return reused === null ? outcome : { ...outcome, reused }
}

function begin(task: TransferTask, ports: RunnerPorts, checksum: string): ZarrRun {
  const final = preparePlace(task)
  const partial = partialPath(final)
  const sizeBytes = task.entry.sizeBytes
  const journal = ports.journal.open({ path: partial, kind: 'zarr', sizeBytes, checksum })
  return { task, ports, final, partial, journal, route: newRoute(ports), share: { held: 0 } }
}

function newRoute(ports: RunnerPorts): Route<ZarrLocation> {
  return createRoute<ZarrLocation>((avoid) => ports.locateZarr(avoid), ports)
}

async function list(run: ZarrRun): Promise<void> {
  const { journal, ports } = run
  const hadPartial = hasPartialFolder(run.partial)
  if (journal.isListed() && hadPartial) return tell(run)
  if (!journal.isListed()) await readListing(run)
  if (hadPartial) await recoverPartial(run)
  else if (journal.tally().done > 0) {
    ports.note(recordOf(new Failure('disk.partial-lost', 'retry-now', { path: run.partial })))
    await readListing(run)
  }
  tell(run)
}

/** Only a folder of our own: what a link leads to belongs to somebody else. */
function hasPartialFolder(partial: string): boolean {
  const item = lookAt(partial)
  if (item && item.kind !== 'folder') removePartial(partial)
  return item?.kind === 'folder'
}

async function readListing(run: ZarrRun): Promise<void> {
  await readEntries(run, () => true)
  run.journal.setListed()
}

async function readEntries(run: ZarrRun, isWanted: (entry: ZarrEntry) => boolean): Promise<void> {
  run.journal.clearEntries()
  const check = checkKeys(run.task.entry.path, isCaseSensitive(run.task.root))
  const isInPart = partOf(run.task, run.final)
  let entries = 0
  for await (const page of run.ports.listZarr()) {
    run.ports.signal.throwIfAborted()
    check(page)
    entries += page.length
    run.journal.addEntries(page.filter((entry) => isInPart(entry.key) && isWanted(entry)))
  }
  if (run.task.keep !== null) tell(run, entries)
}

/**
 * `skip` where entries differ: they stay as they are, and what is missing is fetched, proved one by
 * one and put beside them. Such a tree cannot verify as a whole, so it is never called done. The
 * journal is not marked as listed: a run after a crash starts from the whole listing again.
 */
async function fillGaps(run: ZarrRun, different: ReadonlySet<string>): Promise<never> {
  await readEntries(run, ({ key, md5 }) => md5 !== null && !different.has(key))
  await recoverPartial(run)
  await fetchMissing(run)
  await fillFolder(run)
  const details = { path: run.final, reason: 'kept-different', entries: different.size }
  throw new Failure('disk.exists', 'ask-user', details)
}

/**
 * The Zarr changed under the reader: what is on disk and still right is kept, and every source may
 * have the entries of the new listing.
 */
async function listAgain(run: ZarrRun): Promise<ZarrRun> {
  await readListing(run)
  await recoverPartial(run)
  tell(run)
  return { ...run, route: newRoute(run.ports) }
}

/** Null when the tree matched; else why it cannot match this listing. */
async function fetchAndCompare(run: ZarrRun, expected: string | null): Promise<Failure | null> {
  ensureFolder(run.partial, [])
  try {
    do await fetchMissing(run)
    while (await isAnythingLost(run))
  } catch (error) {
    if (error instanceof Failure && isAboutChange(error)) return error
    throw error
  }
  run.ports.verifying()
  const wanted = run.task.keep === null ? expected : null
  const came = await treeChecksum(run)
  if (came === wanted) return null
  if (wanted === null && isEachCompared(run.journal)) return null
  if (wanted === null) throw new Failure('digest.unknown', 'give-up', { path: run.task.entry.path })
  const details = { path: run.task.entry.path, expected: wanted, came }
  return new Failure('digest.mismatch', 'ask-user', details)
}

/** What a journal vouched for and the disk no longer has is said, and then fetched again. */
async function isAnythingLost(run: ZarrRun): Promise<boolean> {
  const entries = await takeBackLost(run)
  if (entries === 0) return false
  const details = { path: run.partial, entries }
  run.ports.note(recordOf(new Failure('disk.partial-lost', 'retry-now', details)))
  return true
}

function isAboutChange(failure: Failure): boolean {
  return failure.code === 'remote.gone' || failure.code === 'remote.changed'
}

/** Passes over what is missing until nothing is; each pass that brings nothing counts as a try. */
async function fetchMissing(run: ZarrRun): Promise<void> {
  for (;;) {
    const { done, total } = run.journal.tally()
    if (done === total) return
    const place = await run.route.current()
    const failure = await onePass(run, place)
    if (failure) await run.route.failed(place, failure)
  }
}

async function onePass(run: ZarrRun, place: ZarrLocation): Promise<Failure | null> {
  const { signal, settings, onSettings } = run.ports
  const lanes = () => lanesOf(settings().entriesPerZarr)
  const batches = batchesOf(run.journal, lanes())
  let failure: Failure | null = null
  await inLanes<readonly EntryToFetch[]>({
    signal,
    wanted: lanes,
    onChange: onSettings,
    take: () => batches.next().value ?? undefined,
    async work(batch, { all, cut }) {
      all.throwIfAborted()
      failure = (await fetchBatch(batch, run, { place, signal: all, windUp: cut })) ?? failure
    },
  })
  return failure
}

/** The first failure of the batch, or null. What arrived is journalled. */
async function fetchBatch(
  entries: readonly EntryToFetch[],
  run: ZarrRun,
  { place, signal, windUp }: { place: ZarrLocation; signal: AbortSignal; windUp: AbortSignal },
): Promise<Failure | null> {
  const { ports } = run
  const release = await takeConnections(run, place)
  const resized = new AbortController()
  const share = shareOf(ports.settings().entriesPerZarr)
  const unsubscribe = ports.onSettings(() => {
    if (shareOf(ports.settings().entriesPerZarr) !== share) resized.abort()
  })
  try {
    const task = {
      kind: 'entries',
      root: run.partial,
      entries: entries.map(({ key, sizeBytes, md5, modifiedAt }) => ({
        key,
        sizeBytes,
        md5,
        modifiedAt,
      })),
      location: place,
      proxy: await ports.proxyFor(place.before),
      concurrency: release.length,
    } as const
    const onBytes = (bytes: number) => ports.report(bytes, place.source)
    const ends = AbortSignal.any([windUp, resized.signal])
    const { results, servedBy } = await ports.pool.run(task, { signal, windUp: ends, onBytes })
    if (servedBy !== null) ports.connections.redirected(originOf(place), servedBy)
    return settle(results, run)
  } finally {
    unsubscribe()
    run.share.held -= release.length
    for (const each of release) each()
  }
}

async function takeConnections(
  { ports, share }: ZarrRun,
  place: ZarrLocation,
): Promise<readonly (() => void)[]> {
  const { connections, settings, signal } = ports
  const origin = originOf(place)
  const taken = [await connections.acquire(origin, signal)]
  share.held += 1
  const { entriesPerZarr } = settings()
  while (taken.length < shareOf(entriesPerZarr) && share.held < entriesPerZarr) {
    const more = connections.tryAcquire(origin)
    if (!more) break
    taken.push(more)
    share.held += 1
  }
  return taken
}

function originOf(place: ZarrLocation): string {
  return new URL(place.before).origin
}

function settle(results: readonly EntryResult[], run: ZarrRun): Failure | null {
  const written = results.filter((result) => result.md5 !== null)
  run.journal.markEntries(written.map(({ key, md5 }) => ({ key, md5 })))
  if (written.length > 0) run.route.progressed()
  tell(run)
  const failed = results.find((result) => result.failure !== null)?.failure
  return failed ? failureOf(failed) : null
}

async function publish(
  run: ZarrRun,
  replace: boolean,
): Promise<Extract<Outcome, { kind: 'done' }>> {
  const { partial, final, journal, ports } = run
  const digest = digestText(run.task, await treeChecksum(run))
  const size = partSize(run.task, journal)
  const known = new Set<string>()
  if (replace) for (const key of allKeys(journal)) known.add(key)
  const left = publishFolder({ partial, final, replace, modifiedAt: null }, (key) => known.has(key))
  if (left !== null) {
    ports.note(
      recordOf(new Failure('disk.exists', 'ask-user', { path: left, reason: 'kept-beside' })),
    )
  }
  await flushFolder(dirname(final))
  ports.journal.drop(partial)
  return { kind: 'done', digest, skipped: false, ...size }
}

function* allKeys(journal: OpenJournal): Generator<string> {
  for (let page = journal.entries('', 1000); page.length > 0; ) {
    for (const entry of page) yield entry.key
    page = journal.entries(page.at(-1)?.key ?? '', 1000)
  }
}

/** Nothing is made for a Zarr without entries, as the `dandi` client does. */
function finishEmpty(run: ZarrRun, expected: string | null): Outcome {
  run.ports.journal.drop(run.partial)
  if (run.task.keep !== null && expected !== EMPTY_ZARR_CHECKSUM) {
    const value = run.task.keep.join(', ')
    const details = { field: 'zarr-keep', path: run.task.entry.path, value, reason: 'part' }
    throw new Failure('input.invalid', 'ask-user', details)
  }
  if (expected !== null && expected !== EMPTY_ZARR_CHECKSUM) {
    const details = { path: run.task.entry.path, expected, came: EMPTY_ZARR_CHECKSUM }
    throw new Failure('digest.mismatch', 'ask-user', details)
  }
  run.ports.verifying()
  return { kind: 'done', digest: `zarr-checksum:${EMPTY_ZARR_CHECKSUM}`, skipped: false }
}

function finishKept(run: ZarrRun, tree: string): Outcome {
  const size = partSize(run.task, run.journal)
  removePartial(run.partial)
  run.ports.journal.drop(run.partial)
  const digest = digestText(run.task, tree)
  return { kind: 'done', digest, skipped: !run.ports.isOfThisJob(run.final, digest), ...size }
}

/** `partOf`: entries of the whole Zarr, told once when a part of it was listed. */
function tell({ task, journal, ports }: ZarrRun, partOf?: number): void {
  const { have, done, total } = journal.tally()
  const counts = { receivedBytes: have, partsDone: done, partsTotal: total }
  const part = partOf === undefined ? {} : { partOf, ...partSize(task, journal) }
  ports.reportState({ ...counts, ...part })
}
