/** Subjects against sessions, with what is in sight of each. */
import type { Matrix, MatrixCell, Stretch } from '../model/files.ts'
import type { Rows } from './rows.ts'
import { codesOf, type Groups, profilesOf, sumOf, valuesOf } from './subject-groups.ts'

export function matrixOf(
  rows: Rows,
  groups: Groups,
  stretch: { readonly subjects: Stretch; readonly sessions: Stretch },
): Matrix {
  const subjectTotal = groups.subjectStarts.length - 1
  const columns = columnsOf(rows, groups)
  const { offset, limit } = stretch.subjects
  const shown = range(offset, Math.min(offset + limit, subjectTotal))
  const from = stretch.sessions.offset
  const to = Math.min(from + stretch.sessions.limit, columns.total)
  const cells = shown.flatMap((row) =>
    groupsOf(groups, row).flatMap((group, place) => {
      const column = columns.of(sessionOf(rows, groups, group), place)
      return column >= from && column < to ? [cellOf(rows, groups, { group, row, column })] : []
    }),
  )
  return {
    subjects: shown.map((subject) => subjectId(rows, groups, subject)),
    subjectTotal,
    columns: range(from, to).map(columns.name),
    columnTotal: columns.total,
    columnsAre: columns.kind,
    cells,
  }
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
}

function groupsOf({ subjectStarts }: Groups, subject: number): readonly number[] {
  return range(subjectStarts[subject] ?? 0, subjectStarts[subject + 1] ?? 0)
}

function subjectId({ profiles, labels }: Rows, groups: Groups, subject: number): string | null {
  const group = groups.subjectStarts[subject] ?? 0
  const profile = groups.profiles[groups.groupStarts[group] ?? 0] ?? 0
  return labels.subject.lists[profiles.columns.subject[profile] ?? 0]?.[0] ?? null
}

/** Its code; 0 is none. */
function sessionOf({ profiles }: Rows, groups: Groups, group: number): number {
  return profiles.columns.session[groups.profiles[groups.groupStarts[group] ?? 0] ?? 0] ?? 0
}

function cellOf(
  rows: Rows,
  groups: Groups,
  { group, ...at }: { readonly group: number; readonly row: number; readonly column: number },
): MatrixCell {
  const own = profilesOf(groups, group, group + 1)
  const { session, modality } = rows.profiles.columns
  return {
    ...at,
    session: rows.labels.session.lists[session[own[0] ?? 0] ?? 0]?.[0] ?? null,
    files: sumOf(groups.files, own),
    sizeBytes: sumOf(groups.sizeBytes, own),
    modalities: valuesOf(rows, 'modality', codesOf(modality, own)),
    chosenFiles: sumOf(groups.chosenFiles, own),
  }
}

interface Columns {
  readonly kind: Matrix['columnsAre']
  readonly total: number
  readonly name: (column: number) => string
  /** `place`: the group's among those of its subject. */
  readonly of: (session: number, place: number) => number
}

function columnsOf(rows: Rows, groups: Groups): Columns {
  const { uses, most } = usesOf(rows, groups)
  const hasNone = (uses[0] ?? 0) > 0
  const codes = rows.labels.session.order().filter((code) => code > 0 && (uses[code] ?? 0) > 0)
  const again = codes.reduce((count, code) => count + Number((uses[code] ?? 0) > 1), 0)
  const isOne = groups.subjectStarts.length <= 2
  if (isOne || again * 2 >= codes.length) {
    const places = new Int32Array(uses.length).fill(codes.length)
    for (const [at, code] of codes.entries()) places[code] = at
    const name = (column: number) => rows.labels.session.lists[codes[column] ?? 0]?.[0] ?? ''
    const of = (session: number) => places[session] ?? codes.length
    return { kind: 'sessions', total: codes.length + Number(hasNone), name, of }
  }
  const name = (column: number) => (column < most ? String(column + 1) : '')
  const of = (session: number, place: number) => (session === 0 ? most : place)
  return { kind: 'ordinals', total: most + Number(hasNone), name, of }
}

/** By session how many subjects have it, and how many sessions the subject has that has most. */
function usesOf(rows: Rows, groups: Groups): { readonly uses: Int32Array; readonly most: number } {
  const uses = new Int32Array(rows.labels.session.lists.length)
  let most = 0
  for (let subject = 0; subject + 1 < groups.subjectStarts.length; subject++) {
    let own = 0
    const end = groups.subjectStarts[subject + 1] ?? 0
    for (let group = groups.subjectStarts[subject] ?? 0; group < end; group++) {
      const session = sessionOf(rows, groups, group)
      uses[session] = (uses[session] ?? 0) + 1
      if (session > 0) own += 1
    }
    most = Math.max(most, own)
  }
  return { uses, most }
}
