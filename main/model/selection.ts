import { type FacetField, type FileFacts, valuesOf } from './facts.ts'

/** Any of the values of one facet (`''`: nothing is stated), or with `not` none of them. */
export interface FacetCondition {
  readonly field: FacetField
  readonly values: readonly string[]
  readonly not: boolean
}

/** Both ends belong to it; null is an open end. */
export interface Range {
  readonly from: number | null
  readonly to: number | null
}

/** Conditions that all must hold; an empty list or text, and null, hold for everything. */
export interface Filter {
  /** Case-insensitive part of the path. */
  readonly text: string
  /** Regular expression (JavaScript's, case-insensitive) found anywhere in the path. */
  readonly regex: string
  /** At most one a field and side. */
  readonly facets: readonly FacetCondition[]
  /** Globs over the whole path, any of them; `*` crosses `/`, case is ignored. */
  readonly include: readonly string[]
  /** Globs over the whole path, none of them. */
  readonly exclude: readonly string[]
  readonly sizeBytes: Range | null
  /** ms since 1970. */
  readonly modifiedAt: Range | null
  /** Holds when a subject's age, itself a range, lies within. */
  readonly ageDays: Range | null
}

/** A box ticked or cleared by hand: a folder (`a/b/`, with all below) or one asset's path. */
export interface Tick {
  readonly path: string
  readonly on: boolean
}

/**
 * Which assets are meant, as rules rather than as a list, so that they can be applied again to a
 * later state of a draft. An asset is chosen when the filter holds and its nearest tick (the
 * longest path that covers it) is on; without a tick `base` decides.
 */
export interface Selection {
  readonly base: 'all' | 'none'
  readonly filter: Filter
  readonly ticks: readonly Tick[]
  /** Of what the rules choose so far, only some. */
  readonly sample: Sample | null
  /** Of these Zarrs only a part. */
  readonly zarrParts: readonly ZarrPart[]
}

export type Sample =
  /** Of the first subject the first session, both by name. */
  | { readonly kind: 'one-session' }
  /** The first session of each subject, by name. */
  | { readonly kind: 'session-per-subject' }
  | { readonly kind: 'smallest-per-modality' }
  /** In the order of their paths, as many as fit. */
  | { readonly kind: 'first-bytes'; readonly bytes: number }
  /** The same files for the same seed, however many others there are. */
  | { readonly kind: 'random'; readonly files: number; readonly seed: number }

/** Entries of one Zarr to keep: keys, or beginnings of keys that end in `/`. */
export interface ZarrPart {
  readonly path: string
  readonly keep: readonly string[]
}

export const noFilter: Filter = {
  text: '',
  regex: '',
  facets: [],
  include: [],
  exclude: [],
  sizeBytes: null,
  modifiedAt: null,
  ageDays: null,
}
export const everything: Selection = {
  base: 'all',
  filter: noFilter,
  ticks: [],
  sample: null,
  zarrParts: [],
}

/** A predicate made once for many entries. */
export function selector(selection: Selection): (entry: FileFacts) => boolean {
  const holds = filterPredicate(selection.filter)
  const ticks = new Map(selection.ticks.map((tick) => [tick.path, tick.on]))
  return (entry) => isTicked(entry.path, ticks, selection.base) && holds(entry)
}

/** The state of a box as ticks alone decide it. */
export function isTicked(
  path: string,
  ticks: ReadonlyMap<string, boolean>,
  base: Selection['base'],
): boolean {
  if (ticks.size > 0) {
    const own = ticks.get(path)
    if (own !== undefined) return own
    for (
      let at = path.lastIndexOf('/', path.length - 2);
      at >= 0;
      at = path.lastIndexOf('/', at - 1)
    ) {
      const folder = ticks.get(path.slice(0, at + 1))
      if (folder !== undefined) return folder
      if (at === 0) break
    }
  }
  return base === 'all'
}

/** Ticks or clears one box; ticks below a folder are replaced by the folder's. */
export function tick(selection: Selection, path: string, on: boolean): Selection {
  const others = selection.ticks.filter(
    (it) => it.path !== path && !(path.endsWith('/') && it.path.startsWith(path)),
  )
  const map = new Map(others.map((it) => [it.path, it.on]))
  const ticks = isTicked(path, map, selection.base) === on ? others : [...others, { path, on }]
  return { ...selection, ticks }
}

/** Ticks or clears many boxes at once, each as `tick` would. */
export function tickMany(selection: Selection, paths: readonly string[], on: boolean): Selection {
  const folders = paths.filter((path) => path.endsWith('/'))
  const own = new Set(paths)
  const map = new Map<string, boolean>()
  for (const it of selection.ticks) {
    if (!own.has(it.path) && !folders.some((folder) => it.path.startsWith(folder)))
      map.set(it.path, it.on)
  }
  // Folders above first, so that what they decide needs no tick below.
  for (const path of [...own].sort((a, b) => a.length - b.length)) {
    if (isTicked(path, map, selection.base) !== on) map.set(path, on)
  }
  return { ...selection, ticks: [...map].map(([path, state]) => ({ path, on: state })) }
}

/** Of what the filter leaves, what was not chosen; which Zarrs are wanted in part is kept. */
export function invert(selection: Selection): Selection {
  return {
    ...selection,
    base: selection.base === 'all' ? 'none' : 'all',
    ticks: selection.ticks.map(({ path, on }) => ({ path, on: !on })),
    sample: null,
  }
}

/** A predicate made once for many files. A regular expression that does not compile holds for none. */
export function filterPredicate(filter: Filter): (facts: FileFacts) => boolean {
  const tests = [...pathTests(filter), ...filter.facets.map(facetTest), ...rangeTests(filter)]
  return (facts) => tests.every((holds) => holds(facts))
}

/** What the filter asks beside what it asks of paths. */
export function beyondPaths(filter: Filter): Filter {
  return { ...filter, text: '', regex: '', include: [], exclude: [] }
}

type Test = (facts: FileFacts) => boolean

function pathTests(filter: Filter): readonly Test[] {
  const text = filter.text.trim().toLowerCase()
  const include = filter.include.map(globPredicate)
  const exclude = filter.exclude.map(globPredicate)
  const tests: Test[] = []
  if (text !== '') tests.push(({ path }) => path.toLowerCase().includes(text))
  if (filter.regex !== '') tests.push(regexTest(filter.regex))
  if (include.length > 0) tests.push(({ path }) => include.some((matches) => matches(path)))
  if (exclude.length > 0) tests.push(({ path }) => !exclude.some((matches) => matches(path)))
  return tests
}

function regexTest(pattern: string): Test {
  const expression = compileRegex(pattern)
  return expression ? ({ path }) => expression.test(path) : () => false
}

/** Null when it does not compile. */
export function compileRegex(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'i')
  } catch {
    return null
  }
}

function facetTest({ field, values, not }: FacetCondition): Test {
  if (values.length === 0) return () => true
  const wanted = new Set(values)
  return (facts) => {
    const stated = valuesOf(facts, field)
    const holds = stated.length === 0 ? wanted.has('') : stated.some((value) => wanted.has(value))
    return holds !== not
  }
}

function rangeTests({ sizeBytes, modifiedAt, ageDays }: Filter): readonly Test[] {
  const tests: Test[] = []
  if (sizeBytes) tests.push((facts) => isWithin(facts.sizeBytes, facts.sizeBytes, sizeBytes))
  if (modifiedAt)
    tests.push(
      (facts) =>
        facts.modifiedAt !== null && isWithin(facts.modifiedAt, facts.modifiedAt, modifiedAt),
    )
  if (ageDays) tests.push((facts) => facts.ageDays !== null && isWithin(...facts.ageDays, ageDays))
  return tests
}

export function isWithin(from: number, to: number, range: Range): boolean {
  return (range.from === null || from >= range.from) && (range.to === null || to <= range.to)
}

/** The values that a filter asks of one facet. */
export function wantedOf(
  filter: Filter,
  field: FacetField,
  side: 'any' | 'none' = 'any',
): readonly string[] {
  return (
    filter.facets.find((it) => it.field === field && it.not === (side === 'none'))?.values ?? []
  )
}

/** The filter with other values for one facet and side. */
export function wanting(
  filter: Filter,
  field: FacetField,
  values: readonly string[],
  side: 'any' | 'none' = 'any',
): Filter {
  const not = side === 'none'
  const others = filter.facets.filter((it) => it.field !== field || it.not !== not)
  return { ...filter, facets: values.length === 0 ? others : [...others, { field, values, not }] }
}

/**
 * The archive's own glob: `*` matches any run, `/` included; anchored at both ends; case ignored.
 * Each part is looked for once from the left, so that no pattern takes long.
 */
export function globPredicate(pattern: string): (path: string) => boolean {
  const matches = lowerGlobPredicate(pattern)
  return (path) => matches(path.toLowerCase())
}

/** The same for paths that are in lower case. */
export function lowerGlobPredicate(pattern: string): (lowerPath: string) => boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const last = rest.pop()
  return (text) => {
    if (last === undefined) return text === first
    if (!text.startsWith(first) || text.length < first.length + last.length) return false
    let at = first.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.endsWith(last) && at <= text.length - last.length
  }
}

/** Whether a version's metadata must be known, not its paths alone, to say what is meant. */
export function asksMetadata({ filter, sample }: Selection): boolean {
  const byMetadata = filter.facets.some(
    ({ field, values }) => values.length > 0 && !pathFields.has(field),
  )
  return byMetadata || filter.ageDays !== null || filter.modifiedAt !== null || sample !== null
}

/** What paths say wherever it is said at all. */
const pathFields: ReadonlySet<FacetField> = new Set(['modality', 'dataType', 'type'])
