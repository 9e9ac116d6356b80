import type { Database } from 'better-sqlite3'

/** Nights that a person was told of, by the date of their morning. */
export function createNights(db: Database) {
  const get = db.prepare<[string], { at: number }>(
    'SELECT told_at AS at FROM nights_told WHERE morning = ?',
  )
  const put = db.prepare<[string, number]>('INSERT OR IGNORE INTO nights_told VALUES (?, ?)')
  return {
    isTold: (morning: string): boolean => get.get(morning) !== undefined,
    /** False when it was told before. */
    tell: (morning: string, at: number): boolean => put.run(morning, at).changes > 0,
  }
}
