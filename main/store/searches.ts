import type { Database } from 'better-sqlite3'
import type { SavedSearch } from '../model/catalogue.ts'

/** Searches that people keep under a name; two names that differ in case are one. */
export function createSearches(db: Database) {
  const all = db.prepare<[], { name: string; query: string }>(
    'SELECT name, query FROM searches ORDER BY name',
  )
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO searches VALUES (?, ?)')
  const remove = db.prepare<[string]>('DELETE FROM searches WHERE name = ?')
  return {
    all: (): readonly SavedSearch[] =>
      all.all().map(({ name, query }) => ({ name, query: JSON.parse(query) })),
    put: ({ name, query }: SavedSearch) => void put.run(name, JSON.stringify(query)),
    remove: (name: string) => void remove.run(name),
  }
}
