/** Rows in sight by subject and session, as people count: what the list of subjects and the matrix are made of. */
import { compareNatural } from '../model/natural-order.ts'
import { createKept } from './kept.ts'
import type { LabelColumn, Rows } from './rows.ts'
import { sortedBy } from './sorted-rows.ts'
import { inTurns } from './turns.ts'
import type { View } from './view.ts'

/** A group is what is in sight of one subject in one session; those without one come last. */
export interface Groups {
  /** By profile, of what is in sight. */
  readonly files: Float64Array
  readonly sizeBytes: Float64Array
  readonly chosenFiles: Float64Array
  /** Those with a file in sight, group after group. */
  readonly profiles: Int32Array
  /** Where each group begins in `profiles`; the last is its end. */
  readonly groupStarts: Int32Array
  /** Where each subject begins among the groups; the last is their end. */
  readonly subjectStarts: Int32Array
}

export function createGroups(rows: Rows): (view: View) => Promise<Groups> {
  const orders = createKept<Int32Array>(1)
  // A new subject or session is a new profile, so as many profiles have one order.
  const order = () => orders(`${rows.profiles.size}`, async () => profileOrder(rows))
  return async (view) => {
    const all = await order()
    return grouped(rows, all, await talliesOf(rows, view, all.length))
  }
}

/** Profiles by subject, then session. */
function profileOrder(rows: Rows): Int32Array {
  const { columns, size } = rows.profiles
  const places = (column: 'subject' | 'session') => {
    const { of, count } = rows.labels[column].ranks()
    const codes = columns[column]
    return { of: (at: number) => of[codes[at] ?? 0] ?? -1, count, descending: false }
  }
  const all = Int32Array.from({ length: size }, (_, at) => at)
  return sortedBy(all, [places('subject'), places('session')])
}

type Tallies = Pick<Groups, 'files' | 'sizeBytes' | 'chosenFiles'>

async function talliesOf(rows: Rows, view: View, size: number): Promise<Tallies> {
  const files = new Float64Array(size)
  const sizeBytes = new Float64Array(size)
  const chosenFiles = new Float64Array(size)
  const { sizes } = rows
  const { codes } = rows.profiles
  await inTurns(view.sight.states.length, (row) => {
    if (!view.isInSight(row)) return
    const profile = codes[row] ?? 0
    files[profile] = (files[profile] ?? 0) + 1
    sizeBytes[profile] = (sizeBytes[profile] ?? 0) + (sizes[row] ?? 0)
    if (view.isChosen(row)) chosenFiles[profile] = (chosenFiles[profile] ?? 0) + 1
  })
  return { files, sizeBytes, chosenFiles }
}

function grouped(rows: Rows, order: Int32Array, tallies: Tallies): Groups {
  const profiles = order.filter((profile) => (tallies.files[profile] ?? 0) > 0)
  const { subject, session } = rows.profiles.columns
  const isNew = (column: readonly number[], at: number) =>
    at === 0 || column[profiles[at] ?? 0] !== column[profiles[at - 1] ?? 0]
  const groupStarts = startsOf(profiles.length, (at) => isNew(subject, at) || isNew(session, at))
  const subjectStarts = startsOf(groupStarts.length - 1, (at) =>
    isNew(subject, groupStarts[at] ?? 0),
  )
  return { ...tallies, profiles, groupStarts, subjectStarts }
}

/** The places from 0 to below `count` where something begins, and `count`. */
function startsOf(count: number, begins: (at: number) => boolean): Int32Array {
  const starts: number[] = []
  for (let at = 0; at < count; at++) if (begins(at)) starts.push(at)
  return Int32Array.from([...starts, count])
}

/** The profiles of the groups from one to below another. */
export function profilesOf(
  { profiles, groupStarts }: Groups,
  from: number,
  to: number,
): Int32Array {
  return profiles.subarray(groupStarts[from], groupStarts[to])
}

export function sumOf(tally: Float64Array, profiles: Int32Array): number {
  let sum = 0
  for (const profile of profiles) sum += tally[profile] ?? 0
  return sum
}

/** What the profiles say in one column, each once. */
export function codesOf(codes: readonly number[], profiles: Int32Array): readonly number[] {
  const found = new Set<number>()
  let last = -1
  for (const profile of profiles) {
    const code = codes[profile] ?? 0
    if (code !== last) found.add(code)
    last = code
  }
  return [...found]
}

/** The values of those codes, as people count. */
export function valuesOf(
  { labels }: Rows,
  column: LabelColumn,
  codes: readonly number[],
): readonly string[] {
  const { lists } = labels[column]
  const [first = 0] = codes
  if (codes.length === 1 && (lists[first]?.length ?? 0) < 2) return lists[first] ?? []
  return [...new Set(codes.flatMap((code) => lists[code] ?? []))].sort(compareNatural)
}
