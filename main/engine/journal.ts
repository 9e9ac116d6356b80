/** The runner's memory over the store: parts at once, bytes within parts by the beat. */

import type { Store } from '../store/database.ts'
import type { Journal, OpenJournal, PartMark } from '../transfer/ports.ts'

export interface JournalKeeper {
  readonly journal: Journal
  /** Commits what waits, for all partials in one transaction. */
  commit(): void
}

/** `now` in ms since 1970. A complete part is committed at once, others with the next `commit`. */
export function createJournalKeeper(store: Store, now: () => number): JournalKeeper {
  const waiting = new Map<string, { id: number; mark: PartMark }>()

  function open(partial: Parameters<Journal['open']>[0]): OpenJournal {
    const known = store.partials.find(partial.path)
    const isRight =
      known?.kind === partial.kind &&
      known.checksum === partial.checksum &&
      (partial.kind === 'zarr' || known.sizeBytes === partial.sizeBytes)
    if (known && isRight) return opened(known.id, { found: true, replaced: false })
    const { id } = store.transact(() => {
      if (known) drop(partial.path)
      return store.partials.add(partial, now())
    })
    return opened(id, { found: false, replaced: known !== null })
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

  function opened(id: number, how: Pick<OpenJournal, 'found' | 'replaced'>): OpenJournal {
    const { partials } = store
    return {
      ...how,
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
      addEntries: (page) => store.transact(() => partials.addEntries(id, page)),
      setListed: () => store.transact(() => partials.setListed(id)),
      clearEntries: () => store.transact(() => partials.clearEntries(id)),
      missing: (after, limit) => partials.missing(id, after, limit),
      entries: (after, limit) => partials.entries(id, after, limit),
      markEntries: (marks) =>
        store.transact(() => {
          for (const { key, md5 } of marks) partials.setWritten(id, key, md5)
        }),
      tally: () => partials.tally(id),
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
  }
}
