/** Catalogues as they were last asked about, in memory: a thousand dandisets are a few megabytes. */
import { bookOf, type CatalogueBook, type KnownDandiset } from '../model/catalogue-facts.ts'
import type { Store } from '../store/database.ts'

export interface CatalogueShelf {
  /** All dandisets of an instance, as they are kept now. */
  book(instance: string): CatalogueBook
  /** These were kept anew; null: any may have been. */
  changed(instance: string, ids: readonly string[] | null): void
}

interface Kept {
  readonly known: Map<string, KnownDandiset>
  readonly stale: Set<string>
  book: CatalogueBook | null
}

export function createCatalogueShelf({ catalogue }: Pick<Store, 'catalogue'>): CatalogueShelf {
  const shelf = new Map<string, Kept>()

  function load(instance: string): Kept {
    const known = new Map(catalogue.known(instance).map((each) => [each.listed.id, each]))
    const kept = { known, stale: new Set<string>(), book: null }
    shelf.set(instance, kept)
    return kept
  }

  function refresh(instance: string, { known, stale }: Kept): void {
    for (const id of stale) {
      const now = catalogue.knownOne(instance, id)
      if (now) known.set(id, now)
      else known.delete(id)
    }
    stale.clear()
  }

  return {
    book(instance) {
      const kept = shelf.get(instance) ?? load(instance)
      if (kept.stale.size > 0) {
        refresh(instance, kept)
        kept.book = null
      }
      kept.book ??= bookOf([...kept.known.values()])
      return kept.book
    },
    changed(instance, ids) {
      if (ids === null || ids.length === 0) shelf.delete(instance)
      else for (const id of ids) shelf.get(instance)?.stale.add(id)
    },
  }
}
