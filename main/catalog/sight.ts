/** Which rows a filter leaves in sight, and which of them a selection chooses. */
import { type FacetField, facetFields } from '../model/facts.ts'
import { naturalKey } from '../model/natural-order.ts'
import { sampleSteps } from '../model/sample.ts'
import { type Filter, isWithin, type Selection } from '../model/selection.ts'
import type { Labels } from './labels.ts'
import type { PathMatches } from './path-tests.ts'
import type { Rows } from './rows.ts'
import { createTurns, inTurns, stepsInTurns } from './turns.ts'

export interface Sight {
  /**
   * By row: `inSight`, `out`, or 1 + the index of the one facet without whose conditions it would be
   * in sight, which is what counts under all other conditions need.
   */
  readonly states: Uint8Array
  readonly idleGlobs: readonly string[]
}

export const inSight = 0
const out = 255

/** Of as many rows as were there when their paths were matched. */
export async function sightOf(
  rows: Rows,
  filter: Filter,
  { size, holds, idleGlobs }: PathMatches,
): Promise<Sight> {
  const states = new Uint8Array(size)
  const inRange = rangeTest(rows, filter)
  const facets = facetTables(rows, filter)
  await inTurns(size, (row) => {
    const isOut = (holds !== null && holds[row] === 0) || (inRange !== null && !inRange(row))
    states[row] = isOut ? out : facetState(facets, row)
  })
  return { states, idleGlobs }
}

interface FacetTable {
  readonly state: number
  readonly codes: Uint32Array
  /** By code 1 where all conditions on the field hold. */
  readonly holds: Uint8Array
}

function facetState(facets: readonly FacetTable[], row: number): number {
  let state = inSight
  for (const { state: own, codes, holds } of facets) {
    if (holds[codes[row] ?? 0] === 1) continue
    if (state !== inSight) return out
    state = own
  }
  return state
}

function facetTables(rows: Rows, filter: Filter): readonly FacetTable[] {
  const fields = facetFields.filter((field) =>
    filter.facets.some((it) => it.field === field && it.values.length > 0),
  )
  return fields.map((field) => ({
    state: 1 + facetFields.indexOf(field),
    codes: rows.labels[field].codes,
    holds: holdsByCode(rows, filter, field),
  }))
}

function holdsByCode(rows: Rows, { facets }: Filter, field: FacetField): Uint8Array {
  const conditions = facets
    .filter((it) => it.field === field && it.values.length > 0)
    .map(({ values, not }) => ({ wanted: new Set(values), not }))
  return Uint8Array.from(rows.labels[field].lists, (list) =>
    Number(
      conditions.every(({ wanted, not }) => {
        const isMet = list.length === 0 ? wanted.has('') : list.some((it) => wanted.has(it))
        return isMet !== not
      }),
    ),
  )
}

function rangeTest(rows: Rows, filter: Filter): ((row: number) => boolean) | null {
  const { sizeBytes, modifiedAt, ageDays } = filter
  if (!(sizeBytes || modifiedAt || ageDays)) return null
  const { sizes, times } = rows
  const { codes, lists } = rows.labels.age
  const ages = Uint8Array.from(lists, (_, code) => {
    const days = rows.ageDays(code)
    return Number(ageDays === null || (days !== null && isWithin(...days, ageDays)))
  })
  return (row) => {
    const size = sizes[row] ?? 0
    const time = times[row] ?? Number.NaN
    return (
      (sizeBytes === null || isWithin(size, size, sizeBytes)) &&
      (modifiedAt === null || (!Number.isNaN(time) && isWithin(time, time, modifiedAt))) &&
      ages[codes[row] ?? 0] === 1
    )
  }
}

/** By row 1 where the selection chooses it. */
export async function chosenOf(
  rows: Rows,
  selection: Selection,
  { states }: Sight,
): Promise<Uint8Array> {
  const chosen = await tickedOf(rows, selection, states.length)
  for (let row = 0; row < chosen.length; row++) if (states[row] !== inSight) chosen[row] = 0
  return selection.sample === null ? chosen : sampleOf(rows, selection.sample, chosen)
}

async function tickedOf(rows: Rows, { base, ticks }: Selection, size: number): Promise<Uint8Array> {
  const ticked = new Uint8Array(size).fill(base === 'all' ? 1 : 0)
  const turns = createTurns()
  // Folders from the outside in, then files: the nearest one has the last word.
  const folders = ticks.filter(({ path }) => path.endsWith('/'))
  const files = ticks.filter(({ path }) => !path.endsWith('/'))
  const inward = [...folders.sort((a, b) => a.path.length - b.path.length), ...files]
  for (const [at, { path, on }] of inward.entries()) {
    if (at % 64 === 0) await turns.pause()
    if (path.endsWith('/')) tickFolder(rows, ticked, { path, on })
    else {
      const row = rows.rowOf(path)
      if (row >= 0 && row < size) ticked[row] = Number(on)
    }
  }
  return ticked
}

function tickFolder(
  rows: Rows,
  ticked: Uint8Array,
  { path, on }: { readonly path: string; readonly on: boolean },
): void {
  const key = naturalKey(path)
  const order = rows.order()
  for (let at = rows.placeOf(key); at < order.length; at++) {
    const row = order[at] ?? 0
    if (!rows.keys[row]?.startsWith(key)) return
    if (row < ticked.length) ticked[row] = Number(on)
  }
}

/** By row 1 where the sample keeps it. */
async function sampleOf(
  rows: Rows,
  sample: NonNullable<Selection['sample']>,
  chosen: Uint8Array,
): Promise<Uint8Array> {
  const ruled = inOrder(rows, chosen)
  const { subject, session, modality } = rows.labels
  const row = (at: number) => ruled[at] ?? 0
  const listOf = ({ lists, codes }: Labels, at: number) => lists[codes[row(at)] ?? 0] ?? []
  const steps = sampleSteps(sample, {
    count: ruled.length,
    mark: (at) => rows.mark(row(at)),
    sizeBytes: (at) => rows.sizes[row(at)] ?? 0,
    subject: (at) => listOf(subject, at)[0] ?? null,
    session: (at) => listOf(session, at)[0] ?? null,
    modalities: (at) => listOf(modality, at),
  })
  const isKept = await stepsInTurns(steps)
  const kept = new Uint8Array(chosen.length)
  for (let at = 0; at < ruled.length; at++) kept[row(at)] = isKept[at] ?? 0
  return kept
}

/** The rows that are 1, in the natural order of their paths. */
function inOrder(rows: Rows, chosen: Uint8Array): Int32Array {
  const order = rows.order()
  const found = new Int32Array(order.length)
  let count = 0
  for (let at = 0; at < order.length; at++) {
    const row = order[at] ?? 0
    if (chosen[row] !== 1) continue
    found[count] = row
    count += 1
  }
  return found.subarray(0, count)
}
