/** What a folder holds: folders first, then files, each as people count. */
import { sessionOf, subjectOf } from '../model/facts.ts'
import type { TreeRow } from '../model/listing.ts'
import { naturalKey } from '../model/natural-order.ts'
import { createKept } from './kept.ts'
import type { Rows } from './rows.ts'
import { createTurns, inTurns } from './turns.ts'
import type { View } from './view.ts'

/** Below a folder all files are neighbours in the natural order: a stretch of places in it. */
interface Folder {
  readonly path: string
  readonly from: number
  readonly to: number
}

interface Shape {
  readonly folders: readonly Folder[]
  /** Rows right in the folder. */
  readonly files: readonly number[]
}

/** By place in the natural order, what is in sight before it. */
interface Sums {
  readonly files: Int32Array
  readonly sizeBytes: Float64Array
  readonly chosenFiles: Int32Array
}

/** Folders and views of which what was found out is kept. */
const keptFolders = 16
const keptViews = 6

/** Rows are made when they are looked at. Folders without a file in sight are left out. */
export function createFolderRows(rows: Rows) {
  const shapes = createKept<Shape>(keptFolders)
  const sums = createKept<Sums>(keptViews)
  return async (view: View, folder: string): Promise<readonly (() => TreeRow)[]> => {
    // Begun together, so that places mean the same to both though rows are added meanwhile.
    const [{ folders, files }, sum] = await Promise.all([
      shapes(`${rows.size} ${folder}`, () => shapeOf(rows, folder)),
      sums(`${rows.size} ${view.key}`, () => sumsOf(rows, view)),
    ])
    const isInSight = ({ from, to }: Folder) => within(sum.files, from, to) > 0
    return [
      ...folders.filter(isInSight).map((each) => () => folderRow(each, sum, folder)),
      ...files.filter(view.isInSight).map((row) => () => fileRow(rows, view, row)),
    ]
  }
}

/** Places are those of the order as it is now. */
async function shapeOf(rows: Rows, parent: string): Promise<Shape> {
  const order = rows.order()
  const key = parent === '' ? '' : naturalKey(parent)
  const folders: Folder[] = []
  const files: number[] = []
  const from = rows.placeOf(key)
  const endOf = (folderKey: string, at: number) => endIn(order, rows.keys, { key: folderKey, at })
  const end = endOf(key, from)
  const turns = createTurns()
  for (let at = from; at < end; ) {
    if ((folders.length + files.length) % 64 === 0) await turns.pause()
    const row = order[at] ?? 0
    const path = rows.paths[row] ?? ''
    const slash = path.indexOf('/', parent.length)
    if (slash < 0) {
      files.push(row)
      at += 1
    } else {
      const folder = path.slice(0, slash + 1)
      const to = endOf(naturalKey(folder), at)
      folders.push({ path: folder, from: at, to })
      at = to
    }
  }
  return { folders, files }
}

/** First place from `at` on whose key does not begin so: near or far, as many steps as it takes to go there. */
function endIn(
  order: Int32Array,
  keys: readonly string[],
  { key, at }: { readonly key: string; readonly at: number },
): number {
  const isBelow = (place: number) =>
    place < order.length && keys[order[place] ?? 0]?.startsWith(key) === true
  let step = 1
  while (isBelow(at + step - 1)) step *= 2
  let low = at + (step >> 1)
  let high = Math.min(order.length, at + step - 1)
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBelow(middle)) low = middle + 1
    else high = middle
  }
  return low
}

async function sumsOf(rows: Rows, view: View): Promise<Sums> {
  const order = rows.order()
  const { sizes } = rows
  const files = new Int32Array(order.length + 1)
  const sizeBytes = new Float64Array(order.length + 1)
  const chosenFiles = new Int32Array(order.length + 1)
  let [count, bytes, chosen] = [0, 0, 0]
  await inTurns(order.length, (at) => {
    const row = order[at] ?? 0
    if (view.isInSight(row)) {
      count += 1
      bytes += sizes[row] ?? 0
      if (view.isChosen(row)) chosen += 1
    }
    files[at + 1] = count
    sizeBytes[at + 1] = bytes
    chosenFiles[at + 1] = chosen
  })
  return { files, sizeBytes, chosenFiles }
}

function within(sums: Int32Array | Float64Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0)
}

function folderRow({ path, from, to }: Folder, sums: Sums, parent: string): TreeRow {
  return {
    path,
    name: path.slice(parent.length, -1),
    kind: 'folder',
    files: within(sums.files, from, to),
    sizeBytes: within(sums.sizeBytes, from, to),
    chosenFiles: within(sums.chosenFiles, from, to),
    subjectId: subjectOf(path),
    session: sessionOf(path),
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
