import type { Database } from 'better-sqlite3'
import type { Settings } from '../model/settings.ts'

/** Settings that differ from the defaults, one row each. */
export function createSettings(db: Database) {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings')
  const put = db.prepare<[string, string]>(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  return {
    read(defaults: Settings): Settings {
      const stored = Object.fromEntries(
        all.all().map(({ name, value }) => [name, JSON.parse(value)]),
      )
      const known = Object.keys(defaults).filter((name) => name in stored)
      return { ...defaults, ...Object.fromEntries(known.map((name) => [name, stored[name]])) }
    },
    write(patch: Partial<Settings>): void {
      for (const [name, value] of Object.entries(patch)) put.run(name, JSON.stringify(value))
    },
  }
}
