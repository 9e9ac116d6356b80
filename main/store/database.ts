/** What Dandelion remembers: one SQLite file, opened by one engine at a time. */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { Failure } from '../model/failure.ts'
import { createCart } from './cart.ts'
import { createCatalogue } from './catalogue.ts'
import { createCopies } from './copies.ts'
import { createEntries } from './entries.ts'
import { createFiles } from './files.ts'
import { createFollow } from './follow.ts'
import { createGroupCommit } from './group-commit.ts'
import { createJobs } from './jobs.ts'
import { createLineDays } from './line-days.ts'
import { createLineSpeeds } from './line-speeds.ts'
import { migrate } from './migrate.ts'
import { createNights } from './nights.ts'
import { createPartials } from './partials.ts'
import { createRunHistory } from './run-history.ts'
import { createRunHooks } from './run-hooks.ts'
import { createRunRecords } from './run-records.ts'
import { createSchedules } from './schedules.ts'
import { createSearches } from './searches.ts'
import { createSettings } from './settings.ts'
import { createSnapshots } from './snapshots.ts'
import { createSync } from './sync.ts'
import { createTransfers } from './transfers.ts'
import { createZarrTrees } from './zarr-trees.ts'

export interface StoreOptions {
  readonly dataDir: string
  /** Path of a better-sqlite3 binary for runtimes that the shipped one does not fit; else null. */
  readonly nativeBinding: string | null
  /** Told of steps that had to wait for room on the disk and are no longer possible. */
  readonly onError?: (error: unknown) => void
  /** Told `store.damaged` when a fresh database took the place of a damaged one. */
  readonly onReplaced?: (failure: Failure) => void
  /** Told when the disk is full, and with null when all that waited is committed. */
  readonly onTrouble?: (failure: Failure | null) => void
}

/** better-sqlite3's shipped binary needs it, and ends the process without a word below. */
const LOWEST_NAPI = 10

/**
 * Opens the data folder's database. Throws `store.locked` when another engine has it, and
 * `store.future` when a newer program wrote it. All calls are synchronous.
 */
export function openStore(options: StoreOptions) {
  const { dataDir, nativeBinding } = options
  const { onError = () => {}, onTrouble = () => {}, onReplaced = () => {} } = options
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'dandelion.sqlite')
  const db = openOrReplace(file, nativeBinding, onReplaced)
  const group = createGroupCommit({ db, file, onError, onTrouble })
  return {
    settings: createSettings(db),
    snapshots: createSnapshots(db),
    entries: createEntries(db),
    copies: createCopies(db),
    zarrTrees: createZarrTrees(db),
    jobs: createJobs(db, () => group.trouble),
    transfers: createTransfers(db),
    partials: createPartials(db),
    files: createFiles(db),
    cart: createCart(db),
    lineSpeeds: createLineSpeeds(db),
    lineDays: createLineDays(db),
    catalogue: createCatalogue(db),
    searches: createSearches(db),
    follow: createFollow(db),
    sync: createSync(db),
    schedules: createSchedules(db),
    runHistory: createRunHistory(db),
    runRecords: createRunRecords(db),
    runHooks: createRunHooks(db),
    nights: createNights(db),
    /**
     * Runs steps in one transaction, committed when this returns: all of them are kept or none.
     * Throws `disk.full` when there is no room.
     */
    transact: group.transact,
    gather: group.gather,
    commit: group.commit,
    recover: group.recover,
    /** Why nothing can be written now; null when all is well. */
    trouble: () => group.trouble,
    close() {
      group.recover()
      db.close()
    },
  }
}
export type Store = ReturnType<typeof openStore>

/** A damaged file is kept beside a fresh database: what it knew is lost, what was fetched is not. */
function openOrReplace(
  file: string,
  nativeBinding: string | null,
  onReplaced: (failure: Failure) => void,
): Database {
  try {
    return openDatabase(file, nativeBinding)
  } catch (error) {
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test((error as { code?: string }).code ?? '')) throw error
    const details = { kept: setAside(file), reason: 'kept' }
    onReplaced(new Failure('store.damaged', 'ask-user', details, error))
    return openDatabase(file, nativeBinding)
  }
}

function setAside(file: string): string {
  let kept = `${file}.damaged`
  for (let number = 2; existsSync(kept); number++) kept = `${file}.damaged-${number}`
  for (const ending of ['', '-wal']) {
    if (existsSync(`${file}${ending}`)) renameSync(`${file}${ending}`, `${kept}${ending}`)
  }
  return kept
}

export function openDatabase(file: string, nativeBinding: string | null): Database {
  const napi = Number(process.versions.napi ?? process.versions.modules)
  if (nativeBinding === null && napi < LOWEST_NAPI) {
    const message = `better-sqlite3 needs Node-API ${LOWEST_NAPI}; this runtime has ${napi}`
    throw new Failure('bug', 'give-up', { message })
  }
  const db = new Sqlite(file, nativeBinding === null ? {} : { nativeBinding })
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('busy_timeout = 500')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    db.pragma('cache_size = -32000')
    // A checkpoint waits for the disk on the main thread: rather few of them than early ones.
    db.pragma('wal_autocheckpoint = 4000')
    migrate(db, file)
    return db
  } catch (error) {
    db.close()
    if (/SQLITE_BUSY/.test((error as { code?: string }).code ?? '')) {
      throw new Failure('store.locked', 'ask-user', { file }, error)
    }
    throw error
  }
}
