/** The list of subjects: a row is made when it is looked at. */
import type { Sort, SubjectColumn, SubjectRow } from '../model/files.ts'
import { naturalKey } from '../model/natural-order.ts'
import type { ProfileColumn } from './profiles.ts'
import type { Rows } from './rows.ts'
import { createTexts, numberPlaces, type Places, sortedBy } from './sorted-rows.ts'
import { codesOf, type Groups, profilesOf, sumOf, valuesOf } from './subject-groups.ts'
import { inTurns } from './turns.ts'

/** Subjects sorted by up to two columns; without any as people count, none last. */
export async function sortedSubjects(
  rows: Rows,
  groups: Groups,
  sort: readonly Sort<SubjectColumn>[],
): Promise<Int32Array> {
  const all = Int32Array.from({ length: groups.subjectStarts.length - 1 }, (_, at) => at)
  const keys = await Promise.all(
    sort.map(async ({ by, descending }) => ({ ...(await placesBy(rows, groups, by)), descending })),
  )
  return sortedBy(all, keys)
}

export function subjectRow(rows: Rows, groups: Groups, subject: number): SubjectRow {
  const own = profilesAt(groups, subject)
  const { columns } = rows.profiles
  const text = (column: ProfileColumn) => textOf(rows, column, own)
  return {
    id: text('subject'),
    species: text('species'),
    sex: text('sex'),
    age: text('age'),
    ageDays: ageSpan(rows, own),
    genotype: text('genotype'),
    sessions: sessionsOf(rows, groups, subject),
    modalities: valuesOf(rows, 'modality', codesOf(columns.modality, own)),
    files: sumOf(groups.files, own),
    sizeBytes: sumOf(groups.sizeBytes, own),
    chosenFiles: sumOf(groups.chosenFiles, own),
  }
}

function profilesAt(groups: Groups, subject: number): Int32Array {
  const { subjectStarts } = groups
  return profilesOf(groups, subjectStarts[subject] ?? 0, subjectStarts[subject + 1] ?? 0)
}

function textOf(rows: Rows, column: ProfileColumn, profiles: Int32Array): string | null {
  const codes = codesOf(rows.profiles.columns[column], profiles)
  return valuesOf(rows, column, codes).join(', ') || null
}

/** Groups of a subject are its sessions, and before them or last what is of none. */
function sessionsOf(rows: Rows, groups: Groups, subject: number): number {
  const codes = codesOf(rows.profiles.columns.session, profilesAt(groups, subject))
  return codes.filter((code) => code > 0).length
}

function ageSpan(rows: Rows, profiles: Int32Array): SubjectRow['ageDays'] {
  const codes = codesOf(rows.profiles.columns.age, profiles)
  const known = codes.map((code) => rows.ageDays(code)).filter((age) => age !== null)
  if (known.length === 0) return null
  return [Math.min(...known.map(([from]) => from)), Math.max(...known.map(([, to]) => to))]
}

async function placesBy(rows: Rows, groups: Groups, column: SubjectColumn): Promise<Places> {
  const total = groups.subjectStarts.length - 1
  const numbers = async (of: (subject: number) => number) => {
    const values = new Float64Array(total)
    await inTurns(total, (at) => {
      values[at] = of(at)
    })
    return numberPlaces(values)
  }
  const texts = (of: ProfileColumn) =>
    textPlaces(total, (at) => textOf(rows, of, profilesAt(groups, at)))
  switch (column) {
    case 'id':
      return idPlaces(rows, groups)
    case 'sessions':
      return numbers((at) => sessionsOf(rows, groups, at))
    case 'files':
    case 'sizeBytes':
      return numbers((at) => sumOf(groups[column], profilesAt(groups, at)))
    case 'age':
      return agePlaces(
        await numbers((at) => ageSpan(rows, profilesAt(groups, at))?.[0] ?? Number.NaN),
        await texts('age'),
      )
    default:
      return texts(column)
  }
}

/** Subjects are in this order already, and what is of none comes last. */
function idPlaces(rows: Rows, groups: Groups): Places {
  const count = groups.subjectStarts.length - 1
  const isNone = (at: number) => rows.profiles.columns.subject[profilesAt(groups, at)[0] ?? 0] === 0
  return { of: (at) => (isNone(at) ? -1 : at), count }
}

/** Ages that were understood by their beginning, then the others by their text. */
function agePlaces(days: Places, texts: Places): Places {
  const of = (at: number) => {
    const place = days.of(at)
    const isText = place < 0 && texts.of(at) >= 0
    return isText ? days.count + texts.of(at) : place
  }
  return { of, count: days.count + texts.count, first: days.count }
}

async function textPlaces(
  total: number,
  textAt: (subject: number) => string | null,
): Promise<Places> {
  const texts = createTexts()
  const known = new Map<string, number>()
  const ids = new Int32Array(total).fill(-1)
  await inTurns(total, (at) => {
    const text = textAt(at)
    if (text === null) return
    const id = known.get(text) ?? texts.size
    if (id === texts.size) {
      texts.add(naturalKey(text))
      known.set(text, id)
    }
    ids[at] = id
  })
  const { of, count } = await texts.places()
  return { of: (at) => of(ids[at] ?? -1), count }
}
