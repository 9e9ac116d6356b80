import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../main/store/database.ts'

const name = 'dandelion.sqlite'
let bytes: Buffer | undefined

/** Gives a data folder the database that an engine would make in it; made once for all. */
export function putEmptyDatabase(dataDir: string): void {
  bytes ??= emptyDatabase()
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, name), bytes)
}

function emptyDatabase(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'dandelion-empty-'))
  try {
    openDatabase(join(folder, name), process.env.DANDELION_SQLITE_BINDING ?? null).close()
    return readFileSync(join(folder, name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
