import type { Database } from 'better-sqlite3'

/** More than a year. */
const KEPT_DAYS = 400

/** What came over the line, by the day of this computer's calendar (`2026-11-22`). */
export function createLineDays(db: Database) {
  const add = db.prepare<[string, number]>(`
    INSERT INTO line_days VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET bytes = bytes + excluded.bytes`)
  const trim = db.prepare<[number]>(`
    DELETE FROM line_days WHERE day <= (SELECT day FROM line_days ORDER BY day DESC LIMIT 1 OFFSET ?)`)
  const since = db.prepare<[string], { bytes: number }>(
    'SELECT coalesce(sum(bytes), 0) AS bytes FROM line_days WHERE day >= ?',
  )
  return {
    add(day: string, bytes: number): void {
      add.run(day, bytes)
      trim.run(KEPT_DAYS)
    },
    /** Sum from a day on. */
    since: (day: string): number => since.get(day)?.bytes ?? 0,
  }
}
