/** The files of a version as columns: one number or code a file, texts kept once. */
import type { Entry } from '../model/entry.ts'
import { type FacetField, type FileFacts, facetFields, factsOf, valuesOf } from '../model/facts.ts'
import { markOf } from '../model/lot.ts'
import { naturalKey } from '../model/natural-order.ts'
import { createLabels, type Labels } from './labels.ts'
import { createNaturalRows } from './natural-rows.ts'
import { createProfiles, type Profiles } from './profiles.ts'

export type LabelColumn = FacetField | 'age'

export interface Rows {
  add(entries: readonly Entry[]): void
  /** Replaces what is known of files that are there; others are passed over. Returns how many were not described before. */
  describe(entries: readonly Entry[]): number
  readonly size: number
  readonly described: number
  /** Changes with every change of what is kept. */
  readonly generation: number
  readonly paths: readonly string[]
  /** `naturalKey` of the paths. */
  readonly keys: readonly string[]
  readonly sizes: Float64Array
  /** NaN where none is known. */
  readonly times: Float64Array
  readonly labels: Readonly<Record<LabelColumn, Labels>>
  readonly profiles: Profiles
  /** Days of the ages, by the code of the age. */
  ageDays(code: number): FileFacts['ageDays']
  /** Rows in the natural order of their paths. */
  order(): Int32Array
  /** -1 for a path that is not there. */
  rowOf(path: string): number
  /** First place in `order()` whose key is not below this one. */
  placeOf(key: string): number
  facts(row: number): FileFacts
  /** `markOf` its path. */
  mark(row: number): number
  assetId(row: number): string | null
  digest(row: number): string | null
}

export function createRows(): Rows {
  const paths: string[] = []
  const keys: string[] = []
  const assetIds: (string | null)[] = []
  const digests: (string | null)[] = []
  const days: FileFacts['ageDays'][] = [null]
  const natural = createNaturalRows(keys)
  const labels = createColumns()
  const columns = Object.values(labels)
  const profiles = createProfiles(labels)
  let sizes = new Float64Array(1024)
  let times = new Float64Array(1024)
  let flags = new Uint8Array(1024)
  /** 0 until somebody asks. */
  let marks = new Float64Array(1024)
  let described = 0
  let generation = 0

  function write(row: number, entry: Entry): void {
    const facts = factsOf(entry)
    if (facts.described && ((flags[row] ?? 0) & isDescribed) === 0) described += 1
    flags[row] = (facts.kind === 'zarr' ? isZarr : 0) | (facts.described ? isDescribed : 0)
    sizes[row] = facts.sizeBytes
    times[row] = facts.modifiedAt ?? Number.NaN
    for (const field of facetFields) labels[field].set(row, valuesOf(facts, field))
    labels.age.set(row, facts.age === null ? [] : [facts.age])
    days[labels.age.codes[row] ?? 0] = facts.ageDays
    profiles.set(row)
    assetIds[row] = entry.assetId
    digests[row] = entry.checksum?.value ?? null
  }

  /** One column a page, so that no page takes long. */
  function tidyOne(): void {
    columns[generation % columns.length]?.tidy()
    generation += 1
  }

  function room(row: number): void {
    if (row < sizes.length) return
    sizes = larger(sizes, new Float64Array(row * 2))
    times = larger(times, new Float64Array(row * 2))
    flags = larger(flags, new Uint8Array(row * 2))
    marks = larger(marks, new Float64Array(row * 2))
  }

  function order(): Int32Array {
    natural.grow(paths.length)
    return natural.order()
  }

  function placeOf(key: string): number {
    const all = order()
    let low = 0
    let high = all.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((keys[all[middle] ?? 0] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }

  function rowOf(path: string): number {
    const row = order()[placeOf(naturalKey(path))] ?? -1
    return paths[row] === path ? row : -1
  }

  function listOf(row: number, column: LabelColumn): readonly string[] {
    return labels[column].lists[labels[column].codes[row] ?? 0] ?? []
  }

  return {
    add(entries) {
      for (const entry of entries) {
        const row = paths.length
        room(row)
        paths.push(entry.path)
        keys.push(naturalKey(entry.path))
        write(row, entry)
      }
      natural.grow(paths.length)
      tidyOne()
    },
    describe(entries) {
      const before = described
      for (const entry of entries) {
        const row = rowOf(entry.path)
        if (row >= 0) write(row, entry)
      }
      tidyOne()
      return described - before
    },
    get size() {
      return paths.length
    },
    get described() {
      return described
    },
    get generation() {
      return generation
    },
    paths,
    keys,
    get sizes() {
      return sizes
    },
    get times() {
      return times
    },
    labels,
    profiles,
    ageDays: (code) => days[code] ?? null,
    order,
    rowOf,
    placeOf,
    facts(row) {
      const flag = flags[row] ?? 0
      const time = times[row] ?? Number.NaN
      const one = (column: LabelColumn) => listOf(row, column)[0] ?? null
      return {
        path: paths[row] ?? '',
        kind: flag & isZarr ? 'zarr' : 'blob',
        sizeBytes: sizes[row] ?? 0,
        modifiedAt: Number.isNaN(time) ? null : time,
        subject: one('subject'),
        session: one('session'),
        modalities: listOf(row, 'modality'),
        dataType: one('dataType'),
        type: one('type') ?? 'other',
        species: one('species'),
        sex: one('sex'),
        age: one('age'),
        ageDays: days[labels.age.codes[row] ?? 0] ?? null,
        genotype: one('genotype'),
        techniques: listOf(row, 'technique'),
        approaches: listOf(row, 'approach'),
        variables: listOf(row, 'variable'),
        described: (flag & isDescribed) !== 0,
      }
    },
    mark(row) {
      if (marks[row] === 0) marks[row] = markOf(paths[row] ?? '')
      return marks[row] ?? 0
    },
    assetId: (row) => assetIds[row] ?? null,
    digest: (row) => digests[row] ?? null,
  }
}

function createColumns(): Readonly<Record<LabelColumn, Labels>> {
  return {
    subject: createLabels(),
    session: createLabels(),
    modality: createLabels(),
    dataType: createLabels(),
    type: createLabels(),
    species: createLabels(),
    sex: createLabels(),
    age: createLabels(),
    genotype: createLabels(),
    technique: createLabels(),
    approach: createLabels(),
    variable: createLabels(),
  }
}

const isZarr = 1
const isDescribed = 2

function larger<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
