/** A version's files as a tree that can be asked while it still grows. */
import type { Entry } from '../model/entry.ts'
import { type FileFacts, factsOf, sessionOf, subjectOf } from '../model/facts.ts'
import type { TreeRow } from '../model/listing.ts'
import { filterPredicate, type Selection, selector } from '../model/selection.ts'
import type { NaiveFile } from './naive-files.ts'

interface Leaf extends FileFacts {
  readonly assetId: string | null
  readonly digest: string | null
}

interface Marks {
  readonly key: string
  /** By leaf: 0 the filter leaves it out, 1 it is in sight, 2 it is chosen too. */
  readonly marks: Uint8Array
}

export interface Tree {
  add(entries: readonly Entry[]): void
  readonly size: number
  /** Folders first, then files, each by name. Folders without a file in sight are left out. */
  children(query: {
    readonly folder: string
    readonly selection: Selection
    readonly offset: number
    readonly limit: number
  }): { readonly rows: readonly TreeRow[]; readonly total: number }
  all(): readonly NaiveFile[]
}

const IN_SIGHT = 1
const CHOSEN = 2

export function createTree(): Tree {
  const leaves: Leaf[] = []
  let isSorted = true
  let cached: Marks | null = null

  function sort(): void {
    if (isSorted) return
    leaves.sort((a, b) => (a.path < b.path ? -1 : 1))
    isSorted = true
    cached = null
  }

  function marksFor(selection: Selection): Uint8Array {
    sort()
    const key = `${leaves.length} ${JSON.stringify(selection)}`
    if (cached?.key === key) return cached.marks
    const inSight = filterPredicate(selection.filter)
    const chosen = selector(selection)
    const marks = Uint8Array.from(leaves, (leaf) => {
      if (!inSight(leaf)) return 0
      return chosen(leaf) ? CHOSEN : IN_SIGHT
    })
    cached = { key, marks }
    return marks
  }

  return {
    add(entries) {
      for (const entry of entries) leaves.push(leafOf(entry))
      isSorted = false
      cached = null
    },
    get size() {
      return leaves.length
    },
    children({ folder, selection, offset, limit }) {
      const marks = marksFor(selection)
      const rows = rowsOf(leaves, marks, folder)
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    all: () => leaves,
  }
}

function leafOf(entry: Entry): Leaf {
  return {
    ...factsOf(entry),
    assetId: entry.assetId,
    digest: entry.checksum?.value ?? null,
  }
}

function rowsOf(leaves: readonly Leaf[], marks: Uint8Array, folder: string): readonly TreeRow[] {
  const folders = new Map<string, { files: number; sizeBytes: number; chosenFiles: number }>()
  const files: TreeRow[] = []
  for (let at = firstAtOrAfter(leaves, folder); at < leaves.length; at++) {
    const leaf = leaves[at]
    if (!leaf?.path.startsWith(folder)) break
    const mark = marks[at] ?? 0
    if (mark === 0) continue
    const slash = leaf.path.indexOf('/', folder.length)
    if (slash < 0) files.push(fileRow(leaf, folder, mark))
    else count(folders, leaf.path.slice(folder.length, slash), { leaf, mark })
  }
  const folderRows = [...folders].map(([name, tally]) => folderRow(folder, name, tally))
  return [...folderRows, ...files]
}

function count(
  folders: Map<string, { files: number; sizeBytes: number; chosenFiles: number }>,
  name: string,
  { leaf, mark }: { leaf: Leaf; mark: number },
): void {
  const tally = folders.get(name) ?? { files: 0, sizeBytes: 0, chosenFiles: 0 }
  tally.files += 1
  tally.sizeBytes += leaf.sizeBytes
  if (mark === CHOSEN) tally.chosenFiles += 1
  folders.set(name, tally)
}

function firstAtOrAfter(leaves: readonly Leaf[], path: string): number {
  let low = 0
  let high = leaves.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((leaves[middle]?.path ?? '') < path) low = middle + 1
    else high = middle
  }
  return low
}

function folderRow(
  parent: string,
  name: string,
  tally: { files: number; sizeBytes: number; chosenFiles: number },
): TreeRow {
  const path = `${parent}${name}/`
  return {
    path,
    name,
    kind: 'folder',
    ...tally,
    subjectId: subjectOf(path),
    session: sessionOf(path),
    type: '',
    modifiedAt: null,
    assetId: null,
    digest: null,
  }
}

function fileRow(leaf: Leaf, folder: string, mark: number): TreeRow {
  const { path, kind, sizeBytes, subject, session, type, modifiedAt, assetId, digest } = leaf
  const name = path.slice(folder.length)
  const chosenFiles = mark === CHOSEN ? 1 : 0
  return {
    path,
    name,
    kind,
    files: 1,
    sizeBytes,
    subjectId: subject,
    session,
    type,
    modifiedAt,
    assetId,
    digest,
    chosenFiles,
  }
}
