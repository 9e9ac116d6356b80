import Sqlite, { type Database } from 'better-sqlite3'
import { vi } from 'vitest'

/** Makes databases run out of room and gives it back, as a full disk would. */
export function watchDatabases() {
  const pragma = vi.spyOn(Sqlite.prototype, 'pragma')
  const open = (): readonly Database[] =>
    [...new Set(pragma.mock.contexts as unknown as Database[])].filter((db) => db.open)
  return {
    newest(): Database {
      const db = open().at(-1)
      if (!db) throw new Error('no database is open')
      return db
    },
    fill(): void {
      for (const db of open())
        db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
    },
    makeRoom(): void {
      for (const db of open()) db.pragma('max_page_count = 1073741823')
    },
    close: () => pragma.mockRestore(),
  }
}
