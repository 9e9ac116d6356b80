import { copyFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { Failure } from '../model/failure.ts'
import { up as up0010 } from './migrations/0010-first-tables.ts'
import { up as up0020 } from './migrations/0020-catalogue.ts'
import { up as up0030 } from './migrations/0030-described-versions.ts'
import { up as up0040 } from './migrations/0040-cart.ts'
import { up as up0050 } from './migrations/0050-library-by-digest.ts'
import { up as up0060 } from './migrations/0060-inside-assets.ts'
import { up as up0070 } from './migrations/0070-schedules.ts'
import { up as up0080 } from './migrations/0080-sync.ts'
import { up as up0090 } from './migrations/0090-scheduled-syncs.ts'
import { up as up0110 } from './migrations/0110-line-days.ts'
import { up as up0120 } from './migrations/0120-what-happened.ts'
import { up as up0130 } from './migrations/0130-follow.ts'
import { up as up0140 } from './migrations/0140-history-by-schedule.ts'

export interface Migration {
  readonly version: number
  readonly up: string
}

/** Oldest first. Never edited once released; a new number goes in tens. */
const migrations: readonly Migration[] = [
  { version: 10, up: up0010 },
  { version: 20, up: up0020 },
  { version: 30, up: up0030 },
  { version: 40, up: up0040 },
  { version: 50, up: up0050 },
  { version: 60, up: up0060 },
  { version: 70, up: up0070 },
  { version: 80, up: up0080 },
  { version: 90, up: up0090 },
  { version: 110, up: up0110 },
  { version: 120, up: up0120 },
  { version: 130, up: up0130 },
  { version: 140, up: up0140 },
]

/**
 * Brings a database to the newest schema, all steps in one transaction, a copy of the file kept
 * beside it. Throws `store.future` for a database that a newer Dandelion wrote.
 */
export function migrate(db: Database, file: string, steps = migrations): void {
  const version = db.pragma('user_version', { simple: true }) as number
  const newest = steps.at(-1)?.version ?? 0
  if (version > newest) throw new Failure('store.future', 'ask-user', { file, version, newest })
  const pending = steps.filter((step) => step.version > version)
  if (pending.length === 0) return
  if (version > 0) {
    db.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(file, `${file}.before-${newest}`)
  }
  db.transaction(() => {
    for (const step of pending) db.exec(step.up)
    db.pragma(`user_version = ${newest}`)
  })()
}
