/** Rows in sight by subject and session, for the list of subjects and the matrix. */
import type { FileFacts } from '../model/facts.ts'
import type {
  Matrix,
  MatrixCell,
  Page,
  Sort,
  Stretch,
  SubjectColumn,
  SubjectRow,
} from '../model/files.ts'
import { compareNatural } from '../model/natural-order.ts'
import type { Labels } from './labels.ts'
import type { LabelColumn, Rows } from './rows.ts'
import { numberPlaces, type Places, sortedBy } from './sorted-rows.ts'
import { createTurns, inTurns } from './turns.ts'
import type { View } from './view.ts'

export interface Group {
  /** Code of the subject, and of the session; 0 is none. */
  readonly subject: number
  readonly session: number
  files: number
  sizeBytes: number
  chosenFiles: number
  readonly codes: Readonly<Record<Stated, Set<number>>>
}

/** Columns whose values are gathered for a subject. */
const stated = ['species', 'sex', 'age', 'genotype', 'modality'] as const
type Stated = (typeof stated)[number]

/** One group for each subject and session in sight, by subject, then session, as people count. */
export async function groupsOf(rows: Rows, view: View): Promise<readonly Group[]> {
  const groups = new Map<number, Group>()
  const { subject, session } = rows.labels
  const [subjects, sessions, sizes] = [subject.codes, session.codes, rows.sizes]
  const columns = stated.map((name) => ({ name, codes: rows.labels[name].codes }))
  const order = rows.order()
  let last: Group | null = null
  let lastRow = -1
  await inTurns(order.length, (at) => {
    const row = order[at] ?? 0
    if (!view.isInSight(row)) return
    const group = groupFor(groups, subjects[row] ?? 0, sessions[row] ?? 0)
    group.files += 1
    group.sizeBytes += sizes[row] ?? 0
    if (view.isChosen(row)) group.chosenFiles += 1
    gather(columns, group, row, group === last ? lastRow : -1)
    last = group
    lastRow = row
  })
  return inOrder([...groups.values()], subject, session)
}

interface StatedCodes {
  readonly name: Stated
  readonly codes: Uint32Array
}

/** Most files say what the one before them said. */
function gather(columns: readonly StatedCodes[], group: Group, row: number, before: number): void {
  for (const { name, codes } of columns) {
    const code = codes[row] ?? 0
    if (before < 0 || code !== codes[before]) group.codes[name].add(code)
  }
}

/** More than there are sessions in any version. */
const manySessions = 2 ** 26

function groupFor(groups: Map<number, Group>, subject: number, session: number): Group {
  const key = subject * manySessions + session
  const known = groups.get(key)
  if (known) return known
  const none = () => new Set<number>()
  const codes = { species: none(), sex: none(), age: none(), genotype: none(), modality: none() }
  const group = { subject, session, files: 0, sizeBytes: 0, chosenFiles: 0, codes }
  groups.set(key, group)
  return group
}

function inOrder(groups: readonly Group[], subject: Labels, session: Labels): readonly Group[] {
  const rows = Int32Array.from(groups, (_, at) => at)
  const places = (labels: Labels, code: (group: Group) => number): Places => {
    const { of, count } = labels.ranks()
    return { of: (at) => of[code(groups[at] as Group)] ?? -1, count }
  }
  const bySubject = places(subject, (group) => group.subject)
  const bySession = places(session, (group) => group.session)
  const sorted = sortedBy(rows, [
    { ...bySubject, descending: false },
    { ...bySession, descending: false },
  ])
  return Array.from(sorted, (at) => groups[at] as Group)
}

/** What the groups of one subject say together. */
interface Subject {
  readonly code: number
  readonly groups: readonly Group[]
}

function subjectsIn(groups: readonly Group[]): readonly Subject[] {
  const subjects: { code: number; groups: Group[] }[] = []
  for (const group of groups) {
    const last = subjects.at(-1)
    if (last?.code === group.subject) last.groups.push(group)
    else subjects.push({ code: group.subject, groups: [group] })
  }
  return subjects
}

export async function subjectsOf(
  rows: Rows,
  groups: readonly Group[],
): Promise<readonly SubjectRow[]> {
  const turns = createTurns()
  const made: SubjectRow[] = []
  for (const subject of subjectsIn(groups)) {
    await turns.pause()
    made.push(subjectRow(rows, subject))
  }
  return made
}

function subjectRow(rows: Rows, { code, groups }: Subject): SubjectRow {
  const codes = (column: Stated) => [...new Set(groups.flatMap((it) => [...it.codes[column]]))]
  const sum = (of: 'files' | 'sizeBytes' | 'chosenFiles') =>
    groups.reduce((total, group) => total + group[of], 0)
  return {
    id: rows.labels.subject.lists[code]?.[0] ?? null,
    species: joined(rows, 'species', codes('species')),
    sex: joined(rows, 'sex', codes('sex')),
    age: joined(rows, 'age', codes('age')),
    ageDays: ageSpan(codes('age').map((age) => rows.ageDays(age))),
    genotype: joined(rows, 'genotype', codes('genotype')),
    sessions: groups.filter((group) => group.session > 0).length,
    modalities: valuesOf(rows, 'modality', codes('modality')),
    files: sum('files'),
    sizeBytes: sum('sizeBytes'),
    chosenFiles: sum('chosenFiles'),
  }
}

function valuesOf(rows: Rows, column: LabelColumn, codes: readonly number[]): readonly string[] {
  const values = new Set(codes.flatMap((code) => rows.labels[column].lists[code] ?? []))
  return values.size < 2 ? [...values] : [...values].sort(compareNatural)
}

function joined(rows: Rows, column: LabelColumn, codes: readonly number[]): string | null {
  return valuesOf(rows, column, codes).join(', ') || null
}

function ageSpan(ages: readonly FileFacts['ageDays'][]): SubjectRow['ageDays'] {
  const known = ages.filter((age) => age !== null)
  if (known.length === 0) return null
  return [Math.min(...known.map(([from]) => from)), Math.max(...known.map(([, to]) => to))]
}

/** A stretch of subjects, sorted by up to two columns; without any as people count, none last. */
export function subjectPage(
  subjects: readonly SubjectRow[],
  { sort, offset, limit }: { readonly sort: readonly Sort<SubjectColumn>[] } & Stretch,
): Page<SubjectRow> {
  const keys = sort.map(({ by, descending }) => ({ ...placesBy(subjects, by), descending }))
  const sorted = sortedBy(
    Int32Array.from(subjects, (_, at) => at),
    keys,
  )
  const stretch = sorted.subarray(offset, offset + limit)
  return { rows: Array.from(stretch, (at) => subjects[at] as SubjectRow), total: subjects.length }
}

function placesBy(subjects: readonly SubjectRow[], column: SubjectColumn): Places {
  switch (column) {
    case 'sessions':
    case 'files':
    case 'sizeBytes':
      return numberPlaces(Float64Array.from(subjects, (it) => it[column]))
    case 'age': {
      const days = numberPlaces(Float64Array.from(subjects, (it) => it.ageDays?.[0] ?? Number.NaN))
      const texts = textPlaces(subjects.map((it) => it.age))
      const of = (at: number) => {
        const place = days.of(at)
        const isText = place < 0 && texts.of(at) >= 0
        return isText ? days.count + texts.of(at) : place
      }
      return { of, count: days.count + texts.count }
    }
    default:
      return textPlaces(subjects.map((it) => it[column]))
  }
}

function textPlaces(values: readonly (string | null)[]): Places {
  const distinct = [...new Set(values)].filter((it) => it !== null).sort(compareNatural)
  const places = new Map(distinct.map((value, at) => [value, at]))
  return { of: (at) => places.get(values[at] ?? '') ?? -1, count: distinct.length }
}

export function matrixOf(
  rows: Rows,
  groups: readonly Group[],
  stretch: { readonly subjects: Stretch; readonly sessions: Stretch },
): Matrix {
  const all = subjectsIn(groups)
  const columns = columnsOf(rows, all)
  const { offset, limit } = stretch.subjects
  const shown = all.slice(offset, offset + limit)
  const from = stretch.sessions.offset
  const to = from + stretch.sessions.limit
  const cells = shown.flatMap((subject, at) =>
    subject.groups
      .map((group, place) =>
        cellOf(rows, group, { row: offset + at, column: columns.of(group, place) }),
      )
      .filter(({ column }) => column >= from && column < to),
  )
  return {
    subjects: shown.map(({ code }) => rows.labels.subject.lists[code]?.[0] ?? null),
    subjectTotal: all.length,
    columns: columns.names.slice(from, to),
    columnTotal: columns.names.length,
    columnsAre: columns.kind,
    cells,
  }
}

function cellOf(
  rows: Rows,
  group: Group,
  at: { readonly row: number; readonly column: number },
): MatrixCell {
  return {
    ...at,
    session: rows.labels.session.lists[group.session]?.[0] ?? null,
    files: group.files,
    sizeBytes: group.sizeBytes,
    modalities: valuesOf(rows, 'modality', [...group.codes.modality]),
    chosenFiles: group.chosenFiles,
  }
}

interface Columns {
  readonly kind: Matrix['columnsAre']
  readonly names: readonly string[]
  /** `place`: the group's among those of its subject. */
  of(group: Group, place: number): number
}

function columnsOf(rows: Rows, subjects: readonly Subject[]): Columns {
  const uses = new Map<number, number>()
  for (const { groups } of subjects) {
    for (const { session } of groups) uses.set(session, (uses.get(session) ?? 0) + 1)
  }
  const hasNone = uses.delete(0)
  const none = hasNone ? [''] : []
  const again = [...uses.values()].filter((times) => times > 1).length
  if (subjects.length <= 1 || again * 2 >= uses.size) {
    const codes = [...rows.labels.session.order()].filter((code) => uses.has(code))
    const places = new Map(codes.map((code, at) => [code, at]))
    const names = codes.map((code) => rows.labels.session.lists[code]?.[0] ?? '')
    const of = ({ session }: Group) => places.get(session) ?? codes.length
    return { kind: 'sessions', names: [...names, ...none], of }
  }
  const most = Math.max(
    ...subjects.map(({ groups }) => groups.filter(({ session }) => session > 0).length),
  )
  const names = Array.from({ length: most }, (_, at) => String(at + 1))
  const of = ({ session }: Group, place: number) => (session === 0 ? most : place)
  return { kind: 'ordinals', names: [...names, ...none], of }
}
