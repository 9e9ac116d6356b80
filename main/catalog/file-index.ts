/** A version's files, held so that every question of a window is one pass over columns. */
import type { Entry } from '../model/entry.ts'
import type { FacetFind } from '../model/facet-lists.ts'
import type {
  Facets,
  FileColumn,
  FileRow,
  Matrix,
  Page,
  SelectionSummary,
  Sort,
  Stretch,
  SubjectColumn,
  SubjectRow,
} from '../model/files.ts'
import type { TreeRow } from '../model/listing.ts'
import type { Selection } from '../model/selection.ts'
import { awaitExpressions } from './expressions.ts'
import { facetsOf } from './facet-counts.ts'
import { createFolderRows } from './folder-rows.ts'
import { createKept } from './kept.ts'
import { matrixOf } from './matrix.ts'
import { createRows, type Rows } from './rows.ts'
import { createColumnPlaces, sortedBy } from './sorted-rows.ts'
import { createGroups, type Groups } from './subject-groups.ts'
import { sortedSubjects, subjectRow } from './subjects.ts'
import { inTurns } from './turns.ts'
import { createViews, type View } from './view.ts'

/**
 * Can be asked while it grows. Answers take turns with everything else on the thread; all that take
 * a selection throw `input.invalid` for a regular expression that cannot be used.
 */
export interface FileIndex {
  add(entries: readonly Entry[]): void
  /** Completes files by their metadata; those that are not there are passed over. */
  describe(entries: readonly Entry[]): void
  readonly size: number
  readonly described: number
  /** Folders first, then files. Folders without a file in sight are left out. */
  children(
    query: { readonly folder: string; readonly selection: Selection } & Stretch,
  ): Promise<Page<TreeRow>>
  files(query: FilesQuery & Stretch): Promise<Page<FileRow>>
  facets(selection: Selection, find?: FacetFind | null): Promise<Facets>
  subjects(
    query: {
      readonly selection: Selection
      readonly sort: readonly Sort<SubjectColumn>[]
    } & Stretch,
  ): Promise<Page<SubjectRow>>
  matrix(query: {
    readonly selection: Selection
    readonly subjects: Stretch
    readonly sessions: Stretch
  }): Promise<Matrix>
  summary(selection: Selection): Promise<SelectionSummary>
  /** The selection's decision by path; for paths that are not there it is no. */
  chooser(selection: Selection): Promise<(path: string) => boolean>
}

interface FilesQuery {
  readonly selection: Selection
  readonly sort: readonly Sort<FileColumn>[]
  readonly scope: 'in-sight' | 'chosen'
}

/** Lists and counts of the newest views, so that turning a page costs the page alone. */
const keptAnswers = 8

export function createFileIndex(): FileIndex {
  const rows = createRows()
  const { sight, view } = createViews(rows)
  const places = createColumnPlaces(rows)
  const folderRows = createFolderRows(rows)
  const folders = createKept<Awaited<ReturnType<typeof folderRows>>>(keptAnswers)
  const lists = createKept<Int32Array>(keptAnswers)
  const facets = createKept<Facets>(keptAnswers)
  const groupsOf = createGroups(rows)
  const groups = createKept<Groups>(keptAnswers)
  const subjectLists = createKept<Int32Array>(keptAnswers)
  const summaries = createKept<SelectionSummary>(keptAnswers)

  async function listOf({ selection, sort, scope }: FilesQuery): Promise<Int32Array> {
    const seen = await view(selection)
    const keys = await Promise.all(
      sort.map(async ({ by, descending }) => ({ ...(await places(by)), descending })),
    )
    return sortedBy(await shownOf(rows, seen, scope), keys)
  }

  const groupsIn = (seen: View): Promise<Groups> => groups(seen.key, () => groupsOf(seen))

  return {
    add: rows.add,
    describe: (entries) => void rows.describe(entries),
    get size() {
      return rows.size
    },
    get described() {
      return rows.described
    },
    async children({ folder, selection, offset, limit }) {
      const seen = await view(selection)
      const all = await folders(`${seen.key} ${folder}`, () => folderRows(seen, folder))
      return {
        rows: all.slice(offset, offset + limit).map((row) => row()),
        total: all.length,
      }
    },
    async files({ offset, limit, ...query }) {
      const seen = await view(query.selection)
      const key = `${seen.key} ${query.scope} ${JSON.stringify(query.sort)}`
      const list = await lists(key, () => listOf(query))
      const stretch = list.subarray(offset, offset + limit)
      return { rows: Array.from(stretch, (row) => fileRow(rows, seen, row)), total: list.length }
    },
    async facets({ filter }, find = null) {
      const key = `${rows.generation} ${JSON.stringify([filter, find])}`
      const found = await facets(key, async () =>
        facetsOf(rows, { filter, find }, await sight(filter)),
      )
      // Whoever asks what there is to filter by may write an expression next.
      void awaitExpressions(rows.paths)
      return found
    },
    async subjects({ selection, sort, offset, limit }) {
      const seen = await view(selection)
      const all = await groupsIn(seen)
      const key = `${seen.key} ${JSON.stringify(sort)}`
      const list = await subjectLists(key, () => sortedSubjects(rows, all, sort))
      const stretch = list.subarray(offset, offset + limit)
      return { rows: Array.from(stretch, (at) => subjectRow(rows, all, at)), total: list.length }
    },
    matrix: async ({ selection, ...stretch }) =>
      matrixOf(rows, await groupsIn(await view(selection)), stretch),
    async summary(selection) {
      const seen = await view(selection)
      return summaries(seen.key, () => summaryOf(rows, seen))
    },
    async chooser(selection) {
      const seen = await view(selection)
      return (path) => seen.isChosen(rows.rowOf(path))
    },
  }
}

async function shownOf(rows: Rows, view: View, scope: FilesQuery['scope']): Promise<Int32Array> {
  const isShown = scope === 'chosen' ? view.isChosen : view.isInSight
  const order = rows.order()
  const shown = new Int32Array(order.length)
  let count = 0
  await inTurns(order.length, (at) => {
    const row = order[at] ?? 0
    if (!isShown(row)) return
    shown[count] = row
    count += 1
  })
  return shown.subarray(0, count)
}

function fileRow(rows: Rows, view: View, row: number): FileRow {
  const facts = rows.facts(row)
  return {
    ...facts,
    name: facts.path.slice(facts.path.lastIndexOf('/') + 1),
    assetId: rows.assetId(row),
    digest: rows.digest(row),
    chosen: view.isChosen(row),
  }
}

async function summaryOf(rows: Rows, view: View): Promise<SelectionSummary> {
  const subjects = new Uint8Array(rows.labels.subject.lists.length)
  const { codes } = rows.labels.subject
  const { states, idleGlobs } = view.sight
  const inSight = { files: 0, sizeBytes: 0 }
  const chosen = { files: 0, sizeBytes: 0 }
  await inTurns(states.length, (row) => {
    if (!view.isInSight(row)) return
    const sizeBytes = rows.sizes[row] ?? 0
    inSight.files += 1
    inSight.sizeBytes += sizeBytes
    if (!view.isChosen(row)) return
    chosen.files += 1
    chosen.sizeBytes += sizeBytes
    subjects[codes[row] ?? 0] = 1
  })
  const named = subjects.subarray(1).reduce((sum, is) => sum + is, 0)
  return { ...chosen, subjects: named, inSight, idleGlobs }
}
