import { sessionOf, subjectOf } from '../model/facts.ts'
import type { TreeRow } from '../model/listing.ts'
import { naturalKey } from '../model/natural-order.ts'
import type { Rows } from './rows.ts'
import type { View } from './view.ts'

/** Folders first, then files, each as people count. Folders without a file in sight are left out. */
export function folderRows(rows: Rows, view: View, folder: string): readonly (() => TreeRow)[] {
  const key = folder === '' ? '' : naturalKey(folder)
  const order = rows.order()
  const folders: Tally[] = []
  const files: number[] = []
  for (let at = rows.placeOf(key); at < order.length; at++) {
    const row = order[at] ?? 0
    if (!rows.keys[row]?.startsWith(key)) break
    if (!view.isInSight(row)) continue
    const tally = tallyFor(folders, rows.paths[row] ?? '', folder)
    if (tally === null) files.push(row)
    else count(tally, rows.sizes[row] ?? 0, view.isChosen(row))
  }
  return [
    ...folders.map((tally) => () => folderRow(tally, folder)),
    ...files.map((row) => () => fileRow(rows, view, row)),
  ]
}

/** The folder that a path is in, which is the last one met or a new one; null right in the parent. */
function tallyFor(folders: Tally[], path: string, parent: string): Tally | null {
  const last = folders.at(-1)
  if (last !== undefined && path.startsWith(last.path)) return last
  const slash = path.indexOf('/', parent.length)
  if (slash < 0) return null
  const tally = { path: path.slice(0, slash + 1), files: 0, sizeBytes: 0, chosenFiles: 0 }
  folders.push(tally)
  return tally
}

function count(tally: Tally, sizeBytes: number, isChosen: boolean): void {
  tally.files += 1
  tally.sizeBytes += sizeBytes
  if (isChosen) tally.chosenFiles += 1
}

interface Tally {
  readonly path: string
  files: number
  sizeBytes: number
  chosenFiles: number
}

function folderRow(tally: Tally, parent: string): TreeRow {
  return {
    ...tally,
    name: tally.path.slice(parent.length, -1),
    kind: 'folder',
    subjectId: subjectOf(tally.path),
    session: sessionOf(tally.path),
    type: '',
    modifiedAt: null,
    assetId: null,
    digest: null,
  }
}

function fileRow(rows: Rows, view: View, row: number): TreeRow {
  const { path, kind, sizeBytes, subject, session, type, modifiedAt } = rows.facts(row)
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    kind,
    files: 1,
    sizeBytes,
    subjectId: subject,
    session,
    type,
    modifiedAt,
    assetId: rows.assetId(row),
    digest: rows.digest(row),
    chosenFiles: Number(view.isChosen(row)),
  }
}
