// What a killed program left behind: names that files have, and what its journal claims.
import { createHash } from 'node:crypto'
import { existsSync, linkSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { differsAt } from '../support/file-pieces.ts'
import type { Wanted } from './order.ts'

const ending = '.dandelion-partial'
const store = 'dandelion.sqlite'

/** Parts and entries that the journal says are complete, as what must never be asked for again. */
export interface Claims {
  /** Place in the bucket → numbers of complete parts. */
  readonly parts: ReadonlyMap<string, ReadonlySet<number>>
  /** Place in the bucket → bytes of its parts that are kept, those of unfinished ones included. */
  readonly bytes: ReadonlyMap<string, number>
  /** Places of Zarr entries in the bucket. */
  readonly entries: ReadonlySet<string>
}

/**
 * Reads it by other names and without leave to write, so that the program that comes next is the
 * first to change anything.
 */
export function readClaims(dataDir: string, output: string, all: readonly Wanted[]): Claims {
  const parts = new Map<string, Set<number>>()
  const bytes = new Map<string, number>()
  const entries = new Set<string>()
  const own = join(dataDir, store)
  const other = join(dataDir, 'other.sqlite')
  if (!existsSync(own)) return { parts, bytes, entries }
  for (const suffix of ['', '-wal'])
    if (existsSync(`${own}${suffix}`)) linkSync(`${own}${suffix}`, `${other}${suffix}`)
  const db = new Sqlite(other, { readonly: true })
  const places = new Map(all.map((it) => [`${join(output, it.path)}${ending}`, it.s3Path]))
  try {
    if (!hasTables(db)) return { parts, bytes, entries }
    for (const { path, number, haveBytes, isComplete } of db.prepare<[], PartRow>(allParts).all()) {
      const place = places.get(path) ?? path
      bytes.set(place, (bytes.get(place) ?? 0) + haveBytes)
      if (isComplete === 1) parts.set(place, (parts.get(place) ?? new Set()).add(number))
    }
    for (const { path, key } of db.prepare<[], EntryRow>(writtenEntries).all()) {
      entries.add(`${places.get(path) ?? path}${key}`)
    }
  } finally {
    db.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${other}${suffix}`, { force: true })
  }
  return { parts, bytes, entries }
}

interface PartRow {
  readonly path: string
  readonly number: number
  readonly haveBytes: number
  readonly isComplete: 0 | 1
}
interface EntryRow {
  readonly path: string
  readonly key: string
}

const allParts = `SELECT path, number, have_bytes AS haveBytes, md5 IS NOT NULL AS isComplete
  FROM parts JOIN partials ON partials.id = partial_id`
const writtenEntries = `SELECT path, key FROM zarr_entries JOIN partials ON partials.id = partial_id
  WHERE md5 IS NOT NULL`

function hasTables(db: Sqlite.Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'zarr_entries'").get() !== undefined
}

/** Remembers what was found right, so that a file is read once and not a hundred times. */
export interface Names {
  /** Compares every file that has its name, or throws what is wrong. */
  check(): {
    /** Assets that have their names. */
    readonly named: ReadonlySet<Wanted>
    /** Paths of everything unfinished below the output folder. */
    readonly partials: readonly string[]
  }
}

export function watchNames(output: string, all: readonly Wanted[]): Names {
  const right = new Map<string, string>()
  const paths = new Set(all.map((it) => it.path))
  const zarrs = all.filter((it) => it.class === 'zarr').map((it) => `${it.path}/`)

  function isRight(it: Wanted, file: string): boolean {
    const { ino, mtimeMs, size } = lstatSync(file)
    const mark = `${ino} ${mtimeMs} ${size}`
    if (right.get(it.path) === mark) return true
    if (it.class === 'zarr' ? !isZarr(it, file) : differsAt(file, it.bytes()) !== null) return false
    right.set(it.path, mark)
    return true
  }

  return {
    check() {
      const named = new Set<Wanted>()
      for (const it of all) {
        const file = join(output, it.path)
        if (!existsSync(file)) continue
        if (!isRight(it, file)) throw new Error(`${it.path} has its name and not its bytes`)
        named.add(it)
      }
      const files = filesBelow(output)
      for (const path of files) {
        if (path.includes(ending) || path.endsWith('/dandiset.yaml')) continue
        const isKnown = paths.has(path) || zarrs.some((zarr) => path.startsWith(zarr))
        if (!isKnown) throw new Error(`${path} is nothing that was ordered`)
      }
      return { named, partials: files.filter((path) => path.includes(ending)) }
    },
  }
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => !item.isDirectory())
    .map((item) => join(item.parentPath, item.name).slice(folder.length + 1))
}

function isZarr(it: Wanted, folder: string): boolean {
  const files = filesBelow(folder)
  const md5 = (key: string) =>
    createHash('md5')
      .update(readFileSync(join(folder, key)))
      .digest('hex')
  return files.length === it.md5s.size && files.every((key) => it.md5s.get(key) === md5(key))
}
