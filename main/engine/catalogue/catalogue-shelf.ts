/** Catalogues as they were last asked about, in memory: a thousand dandisets are a few megabytes. */
import { stepsInTurns } from '../../catalog/turns.ts'
import { bookInSteps, type CatalogueBook, type KnownDandiset } from '../../model/catalogue-facts.ts'
import type { Store } from '../../store/database.ts'

export interface CatalogueShelf {
  /** All dandisets of an instance, as they are kept when it is asked for. */
  book(instance: string): Promise<CatalogueBook>
  /** These were kept anew; null: any may have been. */
  changed(instance: string, ids: readonly string[] | null): void
}

type Known = Map<string, KnownDandiset>

interface Kept {
  /** Of the newest book, what it was made from too. */
  made: Promise<{ readonly known: Known; readonly book: CatalogueBook }>
  readonly stale: Set<string>
}

/** Dandisets read in one go: a millisecond or two. */
const PAGE = 50

export function createCatalogueShelf({ catalogue }: Pick<Store, 'catalogue'>): CatalogueShelf {
  const shelf = new Map<string, Kept>()

  async function made(known: Known) {
    return { known, book: await stepsInTurns(bookInSteps([...known.values()])) }
  }

  function* loaded(instance: string): Generator<void, Known> {
    const known: Known = new Map()
    for (let after = ''; ; ) {
      const page = catalogue.known(instance, after, PAGE)
      const last = page.at(-1)
      if (!last) return known
      after = last.listed.id
      for (const each of page) {
        yield
        known.set(each.listed.id, each)
      }
    }
  }

  function* refreshed(instance: string, { known, ids }: { known: Known; ids: readonly string[] }) {
    for (const id of ids) {
      yield
      const now = catalogue.knownOne(instance, id)
      if (now) known.set(id, now)
      else known.delete(id)
    }
    return known
  }

  function open(instance: string): Kept {
    return { made: stepsInTurns(loaded(instance)).then(made), stale: new Set() }
  }

  function renewed(instance: string, { made: before, stale }: Kept): Kept['made'] {
    const ids = [...stale]
    stale.clear()
    return before.then(({ known }) => stepsInTurns(refreshed(instance, { known, ids }))).then(made)
  }

  return {
    async book(instance) {
      const kept = shelf.get(instance) ?? open(instance)
      shelf.set(instance, kept)
      if (kept.stale.size > 0) kept.made = renewed(instance, kept)
      try {
        return (await kept.made).book
      } catch (error) {
        if (shelf.get(instance) === kept) shelf.delete(instance)
        throw error
      }
    },
    changed(instance, ids) {
      if (ids === null || ids.length === 0) shelf.delete(instance)
      else for (const id of ids) shelf.get(instance)?.stale.add(id)
    },
  }
}
