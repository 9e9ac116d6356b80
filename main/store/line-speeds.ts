import type { Database } from 'better-sqlite3'
import type { LineSpeed } from '../model/line-time.ts'

const KEPT = 500

/** What the line gave lately, so that a time told before anything moves is a measured one. */
export function createLineSpeeds(db: Database) {
  const put = db.prepare<[number, number, number]>(
    'INSERT OR REPLACE INTO line_speeds VALUES (?, ?, ?)',
  )
  const trim = db.prepare<[number]>(`
    DELETE FROM line_speeds WHERE at <= (SELECT at FROM line_speeds ORDER BY at DESC LIMIT 1 OFFSET ?)`)
  const newest = db.prepare<[number], LineSpeed>(
    'SELECT bytes, ms FROM line_speeds ORDER BY at DESC LIMIT ?',
  )
  return {
    add(at: number, { bytes, ms }: LineSpeed): void {
      put.run(at, bytes, ms)
      trim.run(KEPT)
    },
    /** Newest first. */
    newest: (limit: number): readonly LineSpeed[] => newest.all(limit),
  }
}
