import type { TreeRow } from '../../../main/model/listing.ts'
import type { Pages } from '../../store/pages.ts'

/** A row of the flattened tree: which folder it stands in, at which place, how deep. */
export interface TreePlace {
  readonly folder: string
  readonly index: number
  readonly depth: number
}

/** A run of rows of one folder, uninterrupted by an open folder's children. */
interface Run {
  readonly folder: string
  readonly from: number
  readonly depth: number
  readonly start: number
  readonly length: number
}

export interface FlatTree {
  readonly count: number
  readonly at: (row: number) => TreePlace | undefined
}

/** Rows that stand for a folder whose number of children is not known yet. */
const waitingRows = 3

/**
 * Flattens open folders without touching rows that were never seen: a folder of 100,000 rows with
 * two open subfolders is five runs.
 */
export function flatten(pages: Pages<TreeRow>, expanded: ReadonlySet<string>): FlatTree {
  const runs: Run[] = []
  let start = 0
  const push = (folder: string, depth: number, range: readonly [number, number]) => {
    const length = range[1] - range[0]
    if (length <= 0) return
    runs.push({ folder, depth, from: range[0], start, length })
    start += length
  }
  const walk = (folder: string, depth: number) => {
    let from = 0
    for (const [index, path] of openChildren(pages, folder, expanded)) {
      push(folder, depth, [from, index + 1])
      walk(path, depth + 1)
      from = index + 1
    }
    push(folder, depth, [from, pages.total(folder) ?? waitingRows])
  }
  walk('', 0)
  return { count: start, at: (row) => placeAt(runs, row) }
}

function openChildren(
  pages: Pages<TreeRow>,
  folder: string,
  expanded: ReadonlySet<string>,
): readonly (readonly [number, string])[] {
  if (expanded.size === 0) return []
  const open: (readonly [number, string])[] = []
  const total = pages.total(folder) ?? 0
  for (const [index, row] of pages.known(folder)) {
    if (index < total && row.kind === 'folder' && expanded.has(row.path))
      open.push([index, row.path])
  }
  return open.sort((a, b) => a[0] - b[0])
}

function placeAt(runs: readonly Run[], row: number): TreePlace | undefined {
  let low = 0
  let high = runs.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const run = runs[middle]
    if (!run) return undefined
    if (row < run.start) high = middle - 1
    else if (row >= run.start + run.length) low = middle + 1
    else return { folder: run.folder, depth: run.depth, index: run.from + row - run.start }
  }
  return undefined
}
