import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../main/model/failure.ts'
import { defaultSettings } from '../../main/model/settings.ts'
import { openStore } from '../../main/store/database.ts'
import { type Migration, migrate } from '../../main/store/migrate.ts'
import { tempFolder } from '../support/temp-folder.ts'

const schemaFile = new URL('../../main/store/schema.sql', import.meta.url)
const command = 'UPDATE_SCHEMA=1 npx vitest run --config build/vitest.config.ts store-database'

function open(dataDir: string) {
  return openStore({ dataDir, nativeBinding: null })
}

function failureOf(step: () => unknown): Failure {
  try {
    step()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Everything that SQLite remembers of the tables, in the order of their making. */
function schemaOf(file: string): string {
  const db = new Sqlite(file, { readonly: true })
  const rows = db
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL')
    .all()
  const version = db.pragma('user_version', { simple: true })
  db.close()
  const head =
    '-- The newest schema, for reading. Made from the migrations; a test keeps it true.\n'
  return `${head}PRAGMA user_version = ${version};\n\n${rows.map((row) => `${row.sql};\n`).join('\n')}`
}

describe('schema.sql', () => {
  it('is what all migrations together make', () => {
    const dataDir = tempFolder()
    open(dataDir).close()
    const schema = schemaOf(join(dataDir, 'dandelion.sqlite'))
    if (process.env.UPDATE_SCHEMA) writeFileSync(schemaFile, schema)
    const written = existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : ''
    expect(written, `main/store/schema.sql is out of date; write it anew with: ${command}`).toBe(
      schema,
    )
  })
})

describe('opening the store', () => {
  it('makes the data folder, and gives back what was written before', () => {
    const dataDir = join(tempFolder(), 'not', 'there', 'yet')
    const first = open(dataDir)
    first.settings.write({ filesAtOnce: 3 })
    first.close()
    const second = open(dataDir)
    expect(second.settings.read(defaultSettings('/data')).filesAtOnce).toBe(3)
    second.close()
  })

  it('is for one at a time: the second is told that the store is locked', () => {
    const dataDir = tempFolder()
    const first = open(dataDir)
    const failure = failureOf(() => open(dataDir))
    expect(failure).toMatchObject({ code: 'store.locked', remedy: 'ask-user' })
    expect(failure.details.file).toBe(join(dataDir, 'dandelion.sqlite'))
    first.settings.write({ filesAtOnce: 2 })
    first.close()
    open(dataDir).close()
  })

  it('refuses a database that a newer program wrote, by name and without touching it', () => {
    const dataDir = tempFolder()
    open(dataDir).close()
    const file = join(dataDir, 'dandelion.sqlite')
    setVersion(file, 99_990)
    const before = readFileSync(file)
    const failure = failureOf(() => open(dataDir))
    expect(failure).toMatchObject({ code: 'store.future', remedy: 'ask-user' })
    expect(failure.details).toMatchObject({ file, version: 99_990 })
    expect(readFileSync(file)).toEqual(before)
    // It is not left locked behind.
    expect(failureOf(() => open(dataDir)).code).toBe('store.future')
  })
})

describe('a damaged database', () => {
  it.each<[string, (file: string) => void]>([
    ['noise', (file) => writeFileSync(file, Buffer.alloc(20_000, 'noise'))],
    ['a torn first page', (file) => tear(file)],
  ])('of %s is kept beside a fresh one, and that is said', (_what, damage) => {
    const dataDir = tempFolder()
    open(dataDir).close()
    const file = join(dataDir, 'dandelion.sqlite')
    damage(file)
    const before = readFileSync(file)
    const said: unknown[] = []
    const onReplaced = (failure: unknown) => said.push(failure)
    const store = openStore({ dataDir, nativeBinding: null, onReplaced })
    expect(store.jobs.all()).toEqual([])
    store.close()
    const details = { kept: `${file}.damaged`, reason: 'kept' }
    expect(said).toEqual([expect.objectContaining({ code: 'store.damaged', details })])
    expect(readFileSync(`${file}.damaged`)).toEqual(before)
    damage(file)
    openStore({ dataDir, nativeBinding: null }).close()
    expect(existsSync(`${file}.damaged-2`)).toBe(true)
  })
})

/** The table of tables, which follows the file's first hundred bytes. */
function tear(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0xff, 100, 4096)
  writeFileSync(file, bytes)
}

describe('migrations', () => {
  const first: Migration = { version: 10, up: 'CREATE TABLE a (x INTEGER) STRICT;' }
  const second: Migration = { version: 20, up: 'ALTER TABLE a ADD COLUMN y TEXT;' }
  const broken: Migration = { version: 30, up: 'ALTER TABLE a ADD COLUMN z TEXT; SELECT nonsense;' }

  it('bring a fresh database to the newest version without a copy', () => {
    const { db, file, folder } = fresh()
    migrate(db, file, [first, second])
    expect(db.pragma('user_version', { simple: true })).toBe(20)
    expect(columns(db)).toEqual(['x', 'y'])
    db.close()
    expect(copies(folder)).toEqual([])
  })

  it('keep a copy of the database as it was before it is changed', () => {
    const { db, file, folder } = fresh()
    migrate(db, file, [first])
    db.exec('INSERT INTO a VALUES (7)')
    migrate(db, file, [first, second])
    expect(columns(db)).toEqual(['x', 'y'])
    db.close()
    expect(copies(folder)).toEqual(['store.sqlite.before-20'])
    const copy = new Sqlite(join(folder, 'store.sqlite.before-20'))
    expect(columns(copy)).toEqual(['x'])
    expect(copy.prepare('SELECT x FROM a').all()).toEqual([{ x: 7 }])
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    copy.close()
  })

  it('do nothing to a database that is up to date', () => {
    const { db, file, folder } = fresh()
    migrate(db, file, [first, second])
    migrate(db, file, [first, second])
    db.close()
    expect(copies(folder)).toEqual([])
  })

  it('are made all or not at all', () => {
    const { db, file } = fresh()
    migrate(db, file, [first])
    expect(() => migrate(db, file, [first, second, broken])).toThrow(/nonsense/)
    expect(columns(db)).toEqual(['x'])
    expect(db.pragma('user_version', { simple: true })).toBe(10)
    db.close()
  })

  function fresh() {
    const folder = tempFolder()
    const file = join(folder, 'store.sqlite')
    const db = new Sqlite(file)
    db.pragma('journal_mode = WAL')
    return { db, file, folder }
  }

  const columns = (db: Sqlite.Database) =>
    (db.pragma('table_info(a)') as { name: string }[]).map((row) => row.name)
  const copies = (folder: string) => readdirSync(folder).filter((name) => name.includes('.before-'))
})

function setVersion(file: string, version: number): void {
  const db = new Sqlite(file)
  db.pragma(`user_version = ${version}`)
  db.close()
}
