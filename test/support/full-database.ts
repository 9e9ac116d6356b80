import Sqlite, { type Database } from 'better-sqlite3'
import { vi } from 'vitest'

/** Makes databases run out of room and gives it back, as a full disk would. */
export function watchDatabases() {
  const exec = vi.spyOn(Sqlite.prototype, 'exec')
  const open = (): readonly Database[] =>
    [...new Set(exec.mock.contexts as unknown as Database[])].filter((db) => db.open)
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
    close: () => exec.mockRestore(),
  }
}
