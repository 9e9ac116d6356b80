/** How the entries of a Zarr are handed out. */
import type { ZarrEntry } from '../model/entry.ts'
import type { OpenJournal } from './ports.ts'
import type { EntryToFetch } from './tasks.ts'

/** Entries a worker gets at a time, and the bytes after which a batch is cut short. */
const BATCH_ENTRIES = 100
const BATCH_BYTES = 256 * 1024 * 1024
const MOST_LANES = 4
/** Batches a lane gets at least, so that a small Zarr keeps all lanes busy. */
const BATCHES_PER_LANE = 4

/** Connections of one batch. */
export function shareOf(entriesAtOnce: number): number {
  return Math.max(1, Math.ceil(entriesAtOnce / MOST_LANES))
}

/** Batches under way at a time. */
export function lanesOf(entriesAtOnce: number): number {
  return Math.ceil(entriesAtOnce / shareOf(entriesAtOnce))
}

/** What is missing, in batches that keep all lanes busy; read from the journal as it goes. */
export function* batchesOf(
  journal: OpenJournal,
  lanes: number,
): Generator<readonly EntryToFetch[]> {
  const { done, total } = journal.tally()
  const wanted = Math.ceil((total - done) / (lanes * BATCHES_PER_LANE))
  const limit = Math.max(1, Math.min(BATCH_ENTRIES, wanted))
  for (let after = ''; ; ) {
    const page = journal.missing(after, limit)
    const batch = cutAtBytes(page)
    const last = batch.at(-1)
    if (!last) return
    after = last.key
    yield batch
  }
}

function cutAtBytes(page: readonly ZarrEntry[]): readonly ZarrEntry[] {
  let bytes = 0
  const cut = page.findIndex((entry) => {
    bytes += entry.sizeBytes
    return bytes > BATCH_BYTES
  })
  return cut < 1 ? page.slice(0, cut === 0 ? 1 : page.length) : page.slice(0, cut)
}
