/** Answers about a version's files, each by looking at all of them. */
import { type FacetField, type FileFacts, facetFields, valuesOf } from '../../main/model/facts.ts'
import type {
  Facet,
  Facets,
  FileColumn,
  FileRow,
  Matrix,
  MatrixCell,
  Page,
  SelectionSummary,
  Sort,
  Stretch,
  SubjectColumn,
  SubjectRow,
} from '../../main/model/files.ts'
import { compareNatural, naturalKey } from '../../main/model/natural-order.ts'
import { chooserOf } from '../../main/model/sample.ts'
import { filterPredicate, globPredicate, type Selection } from '../../main/model/selection.ts'

export interface NaiveFile extends FileFacts {
  readonly assetId: string | null
  readonly digest: string | null
}

function inSight(all: readonly NaiveFile[], selection: Selection): readonly FileRow[] {
  const isChosen = chooserOf(selection, all)
  return inNaturalOrder(all.filter(filterPredicate(selection.filter))).map((file) => ({
    ...file,
    name: file.path.slice(file.path.lastIndexOf('/') + 1),
    chosen: isChosen(file),
  }))
}

/** A key is made once a file, not once a comparison. */
function inNaturalOrder(files: readonly NaiveFile[]): readonly NaiveFile[] {
  return files
    .map((file) => ({ file, key: naturalKey(file.path) }))
    .sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
    .map(({ file }) => file)
}

type Value = string | number | null

function cellOf(row: FileRow, column: FileColumn): Value {
  switch (column) {
    case 'path':
    case 'name':
    case 'sizeBytes':
    case 'modifiedAt':
      return row[column]
    case 'age':
      return row.ageDays?.[0] ?? row.age
    default:
      return [...valuesOf(row, column)].sort(compareNatural).join(', ') || null
  }
}

function compareValues(a: Value, b: Value, descending: boolean): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  const sign = descending ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return sign * compareNatural(String(a), String(b))
}

function sorted<Row, Column extends string>(
  rows: readonly Row[],
  sort: readonly Sort<Column>[],
  value: (row: Row, column: Column) => Value,
): readonly Row[] {
  return [...rows].sort((a, b) => {
    for (const { by, descending } of sort) {
      const order = compareValues(value(a, by), value(b, by), descending)
      if (order !== 0) return order
    }
    return 0
  })
}

export function naiveFiles(
  all: readonly NaiveFile[],
  query: {
    readonly selection: Selection
    readonly sort: readonly Sort<FileColumn>[]
    readonly scope: 'in-sight' | 'chosen'
  } & Stretch,
): Page<FileRow> {
  const rows = inSight(all, query.selection).filter((it) => query.scope === 'in-sight' || it.chosen)
  const inOrder = sorted(rows, query.sort, cellOf)
  return {
    rows: inOrder.slice(query.offset, query.offset + query.limit),
    total: rows.length,
  }
}

/** All values of each: cutting long lists is no concern of these. */
export function naiveFacets(all: readonly NaiveFile[], { filter }: Selection): Facets {
  const of = (field: FacetField): readonly Facet[] => {
    const others = { ...filter, facets: filter.facets.filter((it) => it.field !== field) }
    const left = all.filter(filterPredicate(others))
    const asked = filter.facets.filter((it) => it.field === field).flatMap((it) => it.values)
    const stated = all.flatMap((it) => valuesOf(it, field))
    const values = [...new Set([...stated, ...asked, ''])].sort(compareFacets)
    return values
      .map((value) => {
        const mine = left.filter((it) => {
          const own = valuesOf(it, field)
          return own.length === 0 ? value === '' : own.includes(value)
        })
        return { value, files: mine.length, sizeBytes: bytesOf(mine) }
      })
      .filter(({ value, files }) => files > 0 || asked.includes(value))
  }
  const fields = Object.fromEntries(facetFields.map((field) => [field, of(field)]))
  const unclear = all
    .filter(filterPredicate(filter))
    .filter((it) => it.age !== null && it.ageDays === null && !it.age.includes('gestational'))
  const ages = [...new Set(unclear.map((it) => it.age ?? ''))].sort(compareNatural)
  const notUnderstood = ages.map((value) => ({
    field: 'age' as const,
    value,
    files: unclear.filter((it) => it.age === value).length,
  }))
  return { ...(fields as Record<FacetField, readonly Facet[]>), more: noMore, notUnderstood }
}

export const noMore = Object.fromEntries(facetFields.map((field) => [field, 0])) as Facets['more']

function compareFacets(a: string, b: string): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '')
  return compareNatural(a, b)
}

function bytesOf(files: readonly FileFacts[]): number {
  return files.reduce((sum, it) => sum + it.sizeBytes, 0)
}

function joined(values: readonly (string | null)[]): string | null {
  const stated = [...new Set(values.filter((it) => it !== null))].sort(compareNatural)
  return stated.length === 0 ? null : stated.join(', ')
}

function subjectsOf(rows: readonly FileRow[]): readonly SubjectRow[] {
  const ids = [...new Set(rows.map((it) => it.subject))].sort(compareIds)
  return ids.map((id) => {
    const files = rows.filter((it) => it.subject === id)
    const ages = files.map((it) => it.ageDays).filter((it) => it !== null)
    return {
      id,
      species: joined(files.map((it) => it.species)),
      sex: joined(files.map((it) => it.sex)),
      age: joined(files.map((it) => it.age)),
      ageDays:
        ages.length === 0
          ? null
          : [Math.min(...ages.map(([from]) => from)), Math.max(...ages.map(([, to]) => to))],
      genotype: joined(files.map((it) => it.genotype)),
      sessions: new Set(files.map((it) => it.session).filter((it) => it !== null)).size,
      modalities: [...new Set(files.flatMap((it) => it.modalities))].sort(compareNatural),
      files: files.length,
      sizeBytes: bytesOf(files),
      chosenFiles: files.filter((it) => it.chosen).length,
    }
  })
}

function compareIds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareNatural(a, b)
}

export function naiveSubjects(
  all: readonly NaiveFile[],
  query: { readonly selection: Selection; readonly sort: readonly Sort<SubjectColumn>[] } & Stretch,
): Page<SubjectRow> {
  const rows = subjectsOf(inSight(all, query.selection))
  const inOrder = sorted(rows, query.sort, (row, by) =>
    by === 'age' ? (row.ageDays?.[0] ?? row.age) : row[by],
  )
  return { rows: inOrder.slice(query.offset, query.offset + query.limit), total: rows.length }
}

export function naiveMatrix(
  all: readonly NaiveFile[],
  query: { readonly selection: Selection; readonly subjects: Stretch; readonly sessions: Stretch },
): Matrix {
  const rows = inSight(all, query.selection)
  const subjects = subjectsOf(rows).map((it) => it.id)
  const sessions = new Map(
    subjects.map((subject) => [
      subject,
      [...new Set(rows.filter((it) => it.subject === subject).map((it) => it.session))].sort(
        compareIds,
      ),
    ]),
  )
  const sessionsOf = (subject: string | null) => sessions.get(subject) ?? []
  const labels = [...new Set(rows.map((it) => it.session))].sort(compareIds)
  const stated = labels.filter((it) => it !== null)
  const shared = stated.filter(
    (label) => subjects.filter((it) => sessionsOf(it).includes(label)).length > 1,
  )
  const columnsAre =
    subjects.length <= 1 || shared.length * 2 >= stated.length ? 'sessions' : 'ordinals'
  const most = Math.max(0, ...subjects.map((it) => sessionsOf(it).filter((s) => s !== null).length))
  const numbers = Array.from({ length: most }, (_, at) => String(at + 1))
  const columns =
    columnsAre === 'sessions'
      ? labels.map((it) => it ?? '')
      : [...numbers, ...(labels.includes(null) ? [''] : [])]
  const cells = subjects.flatMap((subject, row) =>
    sessionsOf(subject).map((session, place): MatrixCell => {
      const files = rows.filter((it) => it.subject === subject && it.session === session)
      const label = columnsAre === 'sessions' ? (session ?? '') : session && String(place + 1)
      return {
        row,
        column: columns.indexOf(label ?? ''),
        session,
        files: files.length,
        sizeBytes: bytesOf(files),
        modalities: [...new Set(files.flatMap((it) => it.modalities))].sort(compareNatural),
        chosenFiles: files.filter((it) => it.chosen).length,
      }
    }),
  )
  const within = (at: number, { offset, limit }: Stretch) => at >= offset && at < offset + limit
  return {
    subjects: subjects.filter((_, at) => within(at, query.subjects)),
    subjectTotal: subjects.length,
    columns: columns.filter((_, at) => within(at, query.sessions)),
    columnTotal: columns.length,
    columnsAre,
    cells: cells.filter(
      (it) => within(it.row, query.subjects) && within(it.column, query.sessions),
    ),
  }
}

export function naiveSummary(all: readonly NaiveFile[], selection: Selection): SelectionSummary {
  const seen = all.filter(filterPredicate(selection.filter))
  const chosen = seen.filter(chooserOf(selection, all))
  const globs = [...selection.filter.include, ...selection.filter.exclude]
  return {
    files: chosen.length,
    sizeBytes: bytesOf(chosen),
    subjects: new Set(chosen.map((it) => it.subject).filter((it) => it !== null)).size,
    inSight: { files: seen.length, sizeBytes: bytesOf(seen) },
    idleGlobs: globs.filter((glob) => !all.some((it) => globPredicate(glob)(it.path))),
  }
}
