// What a killed program left behind: names that files have, and what its journal claims.
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { partBytes, type Wanted } from './order.ts'

const ending = '.dandelion-partial'
const store = 'dandelion.sqlite'

/** Parts and entries that the journal says are complete, as what must never be asked for again. */
export interface Claims {
  /** Place in the bucket → numbers of complete parts. */
  readonly parts: ReadonlyMap<string, ReadonlySet<number>>
  /** Places of Zarr entries in the bucket. */
  readonly entries: ReadonlySet<string>
}

/** Reads a copy, so that the database itself is first opened by the program that comes next. */
export function readClaims(dataDir: string, output: string, all: readonly Wanted[]): Claims {
  const parts = new Map<string, Set<number>>()
  const entries = new Set<string>()
  const copy = join(dataDir, 'copy.sqlite')
  if (!existsSync(join(dataDir, store))) return { parts, entries }
  for (const suffix of ['', '-wal']) {
    const from = join(dataDir, `${store}${suffix}`)
    if (existsSync(from)) copyFileSync(from, `${copy}${suffix}`)
  }
  const db = new Sqlite(copy)
  const places = new Map(all.map((it) => [`${join(output, it.path)}${ending}`, it.s3Path]))
  try {
    if (!hasTables(db)) return { parts, entries }
    for (const { path, number } of db.prepare<[], PartRow>(completeParts).all()) {
      const place = places.get(path) ?? path
      parts.set(place, (parts.get(place) ?? new Set()).add(number))
    }
    for (const { path, key } of db.prepare<[], EntryRow>(writtenEntries).all()) {
      entries.add(`${places.get(path) ?? path}${key}`)
    }
  } finally {
    db.close()
  }
  return { parts, entries }
}

interface PartRow {
  readonly path: string
  readonly number: number
}
interface EntryRow {
  readonly path: string
  readonly key: string
}

const completeParts = `SELECT path, number FROM parts JOIN partials ON partials.id = partial_id
  WHERE md5 IS NOT NULL`
const writtenEntries = `SELECT path, key FROM zarr_entries JOIN partials ON partials.id = partial_id
  WHERE md5 IS NOT NULL`

function hasTables(db: Sqlite.Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'zarr_entries'").get() !== undefined
}

/** Remembers what was found right, so that a file is hashed once and not a hundred times. */
export interface Names {
  /** Compares every file that has its name; returns those assets, or throws what is wrong. */
  check(): ReadonlySet<Wanted>
  /** Paths of everything unfinished below the output folder. */
  partials(): readonly string[]
}

export function watchNames(output: string, all: readonly Wanted[]): Names {
  const right = new Map<string, string>()
  const byPath = new Map(all.map((it) => [it.path, it]))

  function isRight(it: Wanted, file: string): boolean {
    const { ino, mtimeMs, size } = lstatSync(file)
    const mark = `${ino} ${mtimeMs} ${size}`
    if (right.get(it.path) === mark) return true
    if (it.class === 'zarr' ? !isZarr(it, file) : etagOfFile(file) !== it.etag) return false
    right.set(it.path, mark)
    return true
  }

  return {
    check() {
      const found = new Set<Wanted>()
      for (const it of all) {
        const file = join(output, it.path)
        if (!existsSync(file)) continue
        if (!isRight(it, file)) throw new Error(`${it.path} has its name and not its digest`)
        found.add(it)
      }
      for (const path of filesBelow(output)) {
        if (path.includes(ending) || path.endsWith('/dandiset.yaml')) continue
        const isKnown = byPath.has(path) || all.some((it) => path.startsWith(`${it.path}/`))
        if (!isKnown) throw new Error(`${path} is nothing that was ordered`)
      }
      return found
    },
    partials: () => filesBelow(output).filter((path) => path.includes(ending)),
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

function etagOfFile(file: string): string {
  const fd = openSync(file, 'r')
  const block = Buffer.allocUnsafe(4 * 1024 * 1024)
  const whole = createHash('md5')
  let count = 0
  try {
    for (let at = 0; ; ) {
      const part = createHash('md5')
      const end = at + partBytes
      let read = 1
      for (; at < end && read > 0; at += read) {
        read = readSync(fd, block, 0, Math.min(block.length, end - at), at)
        part.update(block.subarray(0, read))
      }
      if (read === 0 && at === count * partBytes) break
      whole.update(part.digest())
      count += 1
      if (read === 0) break
    }
  } finally {
    closeSync(fd)
  }
  return `${whole.digest('hex')}-${count}`
}
