/** The runner's memory over the store: parts at once, bytes within parts by the beat. */

import type { Store } from '../store/database.ts'
import type { Journal, OpenJournal, PartMark } from '../transfer/ports.ts'

export interface JournalKeeper {
  readonly journal: Journal
  /** Commits what waits, for all partials in one transaction. */
  commit(): void
  /** Clears away some of what was dropped. Call now and then. */
  sweep(): void
}

type Tally = ReturnType<OpenJournal['tally']>

/** Entries of dropped Zarrs that are deleted in one go. */
const SWEPT_ENTRIES = 5000

/** A complete part is committed at once, others with the next `commit`. */
export function createJournalKeeper(store: Store): JournalKeeper {
  const waiting = new Map<string, { id: number; mark: PartMark }>()

  function open(partial: Parameters<Journal['open']>[0]): OpenJournal {
    const known = store.partials.find(partial.path)
    const isRight =
      known?.kind === partial.kind &&
      known.checksum === partial.checksum &&
      (partial.kind === 'zarr' || known.sizeBytes === partial.sizeBytes)
    if (known && isRight) return opened(known.id, true)
    const { id } = store.transact(() => {
      if (known) drop(partial.path)
      return store.partials.add(partial)
    })
    return opened(id, false)
  }

  /** The next partial may get this one's number: marks that wait must not become its own. */
  function drop(path: string): void {
    const known = store.partials.find(path)
    if (!known) return
    forgetWaiting(known.id)
    store.transact(() => store.partials.remove(path))
  }

  function forgetWaiting(id: number): void {
    for (const [key, mark] of waiting) if (mark.id === id) waiting.delete(key)
  }

  function opened(firstId: number, found: boolean): OpenJournal {
    const { partials } = store
    let id = firstId
    let sum: Tally | null = null
    return {
      found,
      identity: () => partials.identity(id),
      setIdentity: (identity) => partials.setIdentity(id, identity),
      parts: () => partials.parts(id),
      putPart(mark) {
        const key = `${id} ${mark.number}`
        if (mark.md5 === null) {
          waiting.set(key, { id, mark })
          return
        }
        waiting.delete(key)
        store.transact(() => partials.putPart(id, mark))
      },
      clearParts() {
        forgetWaiting(id)
        store.transact(() => partials.clearParts(id))
      },
      isListed: () => partials.isListed(id),
      addEntries(page) {
        sum = null
        store.transact(() => partials.addEntries(id, page))
      },
      setListed: () => store.transact(() => partials.setListed(id)),
      clearEntries() {
        sum = null
        id = store.transact(() => partials.clearEntries(id))
      },
      missing: (after, limit) => partials.missing(id, after, limit),
      entries: (after, limit) => partials.entries(id, after, limit),
      markEntries(marks) {
        const steps = () => marks.map(({ key, md5 }) => partials.setWritten(id, key, md5))
        const more = store.transact(steps)
        if (sum) sum = more.reduce(plus, sum)
      },
      // Counting a million entries anew after every hundred would take longer than fetching them.
      tally() {
        sum ??= partials.tally(id)
        return sum
      },
    }
  }

  return {
    journal: { open, drop },
    commit() {
      if (waiting.size === 0) return
      const marks = [...waiting.values()]
      waiting.clear()
      store.gather(() => {
        for (const { id, mark } of marks) store.partials.putPart(id, mark)
      })
    },
    sweep: () => void store.transact(() => store.partials.sweep(SWEPT_ENTRIES)),
  }
}

function plus(sum: Tally, { done, have }: { done: number; have: number }): Tally {
  return { ...sum, done: sum.done + done, have: sum.have + have }
}
