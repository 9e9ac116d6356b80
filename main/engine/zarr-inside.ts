/** Looks into Zarrs: lists one once, sums it up in the store, reads what its arrays say. */
import { describeZarr, unfold } from '../catalog/zarr-arrays.ts'
import { createZarrSums } from '../catalog/zarr-sums.ts'
import type { Entry, ZarrEntry, ZarrLocation } from '../model/entry.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { Selection } from '../model/selection.ts'
import type { ZarrInside } from '../model/zarr-tree.ts'
import type { Store } from '../store/database.ts'
import { entryUrl } from '../transfer/fetch-entries.ts'
import type { Asset } from './assets.ts'
import type { Context } from './context.ts'
import { firstThatCan } from './first-that-can.ts'

export interface ZarrViewer {
  /**
   * How far it is. Begins to list a Zarr that was not looked into in its present state; throws why
   * that failed, and begins anew when asked again.
   */
  open(asset: Asset): ZarrInside
}

interface Looking {
  now: ZarrInside
  failure: FailureRecord | null
}

/** A Zarr without a checksum may have changed since. */
const UNPROVED_FRESH_MS = 60_000
/** Documents of arrays and groups that are read; a pyramid has a dozen, a plate may have thousands. */
const MOST_DOCUMENTS = 400
const DOCUMENTS_AT_ONCE = 6

export function createZarrViewer(context: Context): ZarrViewer {
  const { store, clock, log } = context
  const looking = new Map<string, Looking>()

  return {
    open(asset) {
      const [zarr, checksum] = stateOf(asset.entry)
      const key = `${zarr} ${checksum}`
      const under = looking.get(key)
      if (under?.failure) {
        looking.delete(key)
        const { code, remedy, details } = under.failure
        throw new Failure(code, remedy, details)
      }
      if (under) return under.now
      const known = store.zarrTrees.find(zarr, checksum)
      const isFresh = checksum !== '' || clock.now() - (known?.listedAt ?? 0) < UNPROVED_FRESH_MS
      if (known && isFresh) {
        const { id: treeId, entries, sizeBytes } = known
        return { state: 'ready', treeId, entries, sizeBytes }
      }
      const begun: Looking = { now: nothingYet, failure: null }
      looking.set(key, begun)
      void look(asset, begun, context)
        .then(() => looking.delete(key))
        .catch((error) => {
          begun.failure = recordOf(error)
          if (!(error instanceof Failure)) log.error('zarr', { error: String(error) })
        })
      return begun.now
    },
  }
}

const nothingYet: ZarrInside = { state: 'listing', treeId: null, entries: 0, sizeBytes: 0 }

/** What tells one state of a Zarr from another. */
function stateOf({ zarrId, contentUrl, path, checksum }: Entry): readonly [string, string] {
  return [zarrId ?? contentUrl ?? path, checksum?.value ?? '']
}

/** Size of a part of a Zarr that was looked into; null for one that was not. */
export function measureIn(store: Store) {
  return (entry: Entry, keep: readonly string[]) => {
    const tree = store.zarrTrees.find(...stateOf(entry))
    return tree ? store.zarrTrees.partSize(tree.id, keep) : null
  }
}

/** Of the Zarrs that a selection chooses a part of, what stays behind; those not looked into count whole. */
export function bytesLeftOut(
  store: Store,
  snapshotId: number,
  { zarrParts }: Selection,
  isChosen: (path: string) => boolean,
): number {
  const measure = measureIn(store)
  let bytes = 0
  for (const { path, keep } of zarrParts) {
    const entry = store.entries.get(snapshotId, path)
    if (entry?.kind !== 'zarr' || !isChosen(path)) continue
    const size = measure(entry, keep)
    if (size) bytes += entry.sizeBytes - size.sizeBytes
  }
  return bytes
}

async function look(asset: Asset, looking: Looking, context: Context): Promise<void> {
  const { snapshot, entry } = asset
  const { store, sources, signal, clock } = context
  const order = await sources.orderFor('auto', snapshot, signal)
  const location = await firstThatCan(order, async (source) => {
    const treeId = store.transact(() => store.zarrTrees.begin(...stateOf(entry)))
    await listInto(treeId, source.listZarr(snapshot, entry, signal), { looking, store })
    looking.now = { ...looking.now, state: 'reading' }
    return { treeId, at: await source.locateZarr(snapshot, entry, signal) }
  })
  const { treeId, at } = location
  await describeInto(treeId, at, context)
  const { entries, sizeBytes } = looking.now
  store.transact(() => store.zarrTrees.end(treeId, { entries, sizeBytes, listedAt: clock.now() }))
}

async function listInto(
  treeId: number,
  pages: AsyncIterable<readonly ZarrEntry[]>,
  { looking, store }: { looking: Looking; store: Store },
): Promise<void> {
  const sums = createZarrSums()
  looking.now = nothingYet
  store.transact(() =>
    store.zarrTrees.add(treeId, [{ path: '', kind: 'folder', entries: 0, sizeBytes: 0 }]),
  )
  for await (const page of pages) {
    const { folders, files } = sums.add(page)
    store.transact(() => {
      store.zarrTrees.add(
        treeId,
        folders.map((folder) => ({ kind: 'folder', ...folder })),
      )
      store.zarrTrees.add(
        treeId,
        files.map(({ key, sizeBytes }) => ({ path: key, kind: 'file', entries: 1, sizeBytes })),
      )
    })
    const { entries, sizeBytes } = looking.now
    const more = page.reduce((sum, it) => sum + it.sizeBytes, 0)
    looking.now = { ...looking.now, entries: entries + page.length, sizeBytes: sizeBytes + more }
  }
}

/** Reads consolidated metadata, else the documents one by one, as many as are worth it. */
async function describeInto(treeId: number, at: ZarrLocation, context: Context): Promise<void> {
  const { store } = context
  const { zarrTrees } = store
  const [whole] = ['.zmetadata', 'zarr.json'].filter((key) =>
    zarrTrees.filesNamed(treeId, key, 1).includes(key),
  )
  const documents = new Map<string, unknown>(
    whole === undefined ? [] : unfold(whole, await readDocument(whole, at, context)),
  )
  const names = ['.zarray', '.zattrs', '.zgroup', 'zarr.json']
  const keys = names.flatMap((name) => zarrTrees.filesNamed(treeId, name, MOST_DOCUMENTS))
  const unread = keys.filter((key) => !documents.has(key))
  const isConsolidated = documents.size > 1
  const waiting = (isConsolidated ? [] : unread.slice(0, MOST_DOCUMENTS)).values()
  const lane = async () => {
    for (const key of waiting) documents.set(key, await readDocument(key, at, context))
  }
  await Promise.all(Array.from({ length: DOCUMENTS_AT_ONCE }, lane))
  store.transact(() => {
    for (const { path, ...as } of describeZarr(documents)) zarrTrees.describe(treeId, path, as)
    for (const key of unread) {
      if (documents.has(key) || !key.endsWith('.zarray')) continue
      zarrTrees.describe(treeId, key.slice(0, -'.zarray'.length), { kind: 'array', array: null })
    }
  })
}

/** Null for a document that cannot be read: what it would say is left out, the rest is shown. */
async function readDocument(key: string, at: ZarrLocation, context: Context): Promise<unknown> {
  const { sources, signal, log } = context
  try {
    const address = { url: entryUrl(at, key), headers: at.headers }
    return JSON.parse(await sources.readings.text(address, signal))
  } catch (error) {
    if (signal.aborted) throw error
    log.warn('zarr document', { key, ...recordOf(error) })
    return null
  }
}
