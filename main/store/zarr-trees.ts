import type { Database } from 'better-sqlite3'
import type { ZarrArray, ZarrNode, ZarrPartSize } from '../model/zarr-tree.ts'

export interface StoredTree {
  readonly id: number
  readonly entries: number
  readonly sizeBytes: number
  /** ms since 1970. */
  readonly listedAt: number
}

interface Row {
  readonly path: string
  readonly kind: ZarrNode['kind']
  readonly entries: number
  readonly size_bytes: number
  readonly facts: string | null
}

export type NewNode = Pick<ZarrNode, 'path' | 'kind' | 'entries' | 'sizeBytes'>

/** Zarrs that were looked into; the oldest are forgotten when there are more. */
const MOST_TREES = 200
const metadata = ['.zgroup', '.zattrs', '.zarray', 'zarr.json']

/** Folders, groups and arrays of Zarrs, with what is below each of them in numbers. */
export function createZarrTrees(db: Database) {
  // What a run that was cut short left.
  db.exec('DELETE FROM zarr_trees WHERE entries < 0')
  const find = db.prepare<[string, string], StoredTree>(`
    SELECT id, entries, size_bytes AS sizeBytes, listed_at AS listedAt FROM zarr_trees
    WHERE zarr = ? AND checksum = ? AND entries >= 0`)
  const one = db.prepare<[number], { entries: number }>(
    'SELECT entries FROM zarr_trees WHERE id = ? AND entries >= 0',
  )
  const removeSame = db.prepare<[string, string]>(
    'DELETE FROM zarr_trees WHERE zarr = ? AND checksum = ?',
  )
  const insert = db.prepare<[string, string]>(
    'INSERT INTO zarr_trees (zarr, checksum, entries, size_bytes, listed_at) VALUES (?, ?, -1, 0, 0)',
  )
  const end = db.prepare<[number, number, number, number]>(
    'UPDATE zarr_trees SET entries = ?, size_bytes = ?, listed_at = ? WHERE id = ?',
  )
  const forget = db.prepare<[number]>(`
    DELETE FROM zarr_trees WHERE id IN
      (SELECT id FROM zarr_trees WHERE entries >= 0 ORDER BY listed_at DESC LIMIT -1 OFFSET ?)`)
  const addNode = db.prepare(`
    INSERT INTO zarr_nodes (tree_id, path, parent, kind, entries, size_bytes)
    VALUES (@treeId, @path, @parent, @kind, @entries, @sizeBytes)
    ON CONFLICT DO UPDATE SET
      entries = entries + excluded.entries, size_bytes = size_bytes + excluded.size_bytes`)
  const describe = db.prepare<[string, string | null, number, string]>(
    'UPDATE zarr_nodes SET kind = ?, facts = ? WHERE tree_id = ? AND path = ?',
  )
  const dropBelow = db.prepare<[number, string, string]>(
    'DELETE FROM zarr_nodes WHERE tree_id = ? AND path > ? AND path < ?',
  )
  const named = (name: string) =>
    db.prepare<[number, number], { path: string }>(`
        SELECT path FROM zarr_nodes WHERE tree_id = ? AND kind = 'file'
          AND (path = '${name}' OR path LIKE '%/${name}') ORDER BY length(path), path LIMIT ?`)
  const byName = new Map([...metadata, '.zmetadata'].map((name) => [name, named(name)]))
  const children = db.prepare<[number, string, number, number], Row>(`
    SELECT * FROM zarr_nodes WHERE tree_id = ? AND parent = ?
    ORDER BY kind = 'file', length(path), path LIMIT ? OFFSET ?`)
  const count = db.prepare<[number, string], { n: number }>(
    'SELECT count(*) AS n FROM zarr_nodes WHERE tree_id = ? AND parent = ?',
  )
  const node = db.prepare<[number, string], Row>(
    'SELECT * FROM zarr_nodes WHERE tree_id = ? AND path = ?',
  )

  return {
    /** A complete tree of this state of a Zarr. */
    find: (zarr: string, checksum: string): StoredTree | null => find.get(zarr, checksum) ?? null,
    /** Begins a tree in place of an older one. Nobody finds it before `end`. */
    begin(zarr: string, checksum: string): number {
      removeSame.run(zarr, checksum)
      return Number(insert.run(zarr, checksum).lastInsertRowid)
    },
    /** Adds to what is known of a folder; a file comes once. */
    add(treeId: number, nodes: readonly NewNode[]): void {
      for (const { path, ...rest } of nodes)
        addNode.run({ treeId, path, parent: parentOf(path), ...rest })
    },
    end(treeId: number, total: { entries: number; sizeBytes: number; listedAt: number }): void {
      end.run(total.entries, total.sizeBytes, total.listedAt, treeId)
      forget.run(MOST_TREES)
    },
    /** Keys of the files of one name, those near the root first. */
    filesNamed: (treeId: number, name: string, limit: number): readonly string[] =>
      byName
        .get(name)
        ?.all(treeId, limit)
        .map(({ path }) => path) ?? [],
    /** Says what a folder is. What lies below an array is forgotten: it is summed up in it. */
    describe(
      treeId: number,
      path: string,
      as: { kind: 'group' | 'array'; array: ZarrArray | null },
    ) {
      const { changes } = describe.run(
        as.kind,
        as.array ? JSON.stringify(as.array) : null,
        treeId,
        path,
      )
      if (changes > 0 && as.kind === 'array') dropBelow.run(treeId, path, `${path}\u{10ffff}`)
    },
    children(treeId: number, folder: string, offset: number, limit: number) {
      return {
        rows: children.all(treeId, folder, limit, offset).map(fromRow),
        total: count.get(treeId, folder)?.n ?? 0,
      }
    },
    node(treeId: number, path: string): ZarrNode | null {
      const row = node.get(treeId, path)
      return row ? fromRow(row) : null
    },
    /** Null when something is kept that this tree does not tell of by itself. */
    partSize(treeId: number, keep: readonly string[]): ZarrPartSize | null {
      const of = one.get(treeId)?.entries
      if (of === undefined) return null
      const folders = keep.filter((it) => it.endsWith('/'))
      const isBelow = (path: string) =>
        folders.some((folder) => folder !== path && path.startsWith(folder))
      const paths = new Set(keep.filter((path) => !isBelow(path)))
      for (const key of keep.flatMap(metadataAbove)) if (!isBelow(key)) paths.add(key)
      let entries = 0
      let sizeBytes = 0
      for (const path of paths) {
        const row = node.get(treeId, path)
        if (!row && keep.includes(path)) return null
        entries += row?.entries ?? 0
        sizeBytes += row?.size_bytes ?? 0
      }
      return { entries, sizeBytes, of }
    },
  }
}

function parentOf(path: string): string | null {
  if (path === '') return null
  const at = path.lastIndexOf('/', path.length - 2)
  return path.slice(0, at + 1)
}

/** Keys of metadata in the folders above a key, and in the folder itself. */
function metadataAbove(key: string): readonly string[] {
  const folders = ['']
  for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1))
    folders.push(key.slice(0, at + 1))
  return folders.flatMap((folder) => metadata.map((name) => folder + name))
}

function fromRow({ path, kind, entries, size_bytes: sizeBytes, facts }: Row): ZarrNode {
  const name = path.replace(/\/$/, '').split('/').at(-1) ?? ''
  const array = facts === null ? null : (JSON.parse(facts) as ZarrArray)
  return { path, name, kind, entries, sizeBytes, array }
}
