import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FacetField, type FileFacts, facetFields, factsOf } from '../../main/model/facts.ts'
import {
  everything,
  type Filter,
  globPredicate,
  isTicked,
  type Selection,
  selector,
  type Tick,
  tick,
} from '../../main/model/selection.ts'
import { sampleEntry } from '../support/sample-data.ts'

const name = fc.constantFrom('a', 'b', 'ab', 'sub-1', 'A', '', '.x', 'a.nwb', 'b.nii.gz')
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
const word = fc.option(fc.constantFrom('1', '2', 'x'), { nil: null })
const words = fc.subarray(['1', '2', 'x'])
const size = fc.nat(9)
const range = fc.option(
  fc.record({ from: fc.option(size, { nil: null }), to: fc.option(size, { nil: null }) }),
  { nil: null },
)
const entry: fc.Arbitrary<FileFacts> = fc
  .record({
    path: path.filter((it) => !it.endsWith('/')),
    kind: fc.constantFrom('blob' as const, 'zarr' as const),
    subject: word,
    session: word,
    species: word,
    sex: word,
    genotype: word,
    modalities: words,
    techniques: words,
    approaches: words,
    variables: words,
    sizeBytes: size,
    modifiedAt: fc.option(size, { nil: null }),
    ageDays: fc.option(
      fc.tuple(size, size).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
      { nil: null },
    ),
  })
  .map((it) => ({ ...factsOf(sampleEntry({ path: it.path, kind: it.kind })), ...it }))
const box = fc.oneof(
  path.filter((it) => !it.endsWith('/')),
  path.map((it) => `${it}/`),
)
const glob = fc
  .array(fc.constantFrom('*', 'a', 'b', '/', '.', 'sub-', 'A', '?', '[a]', '\\'), { maxLength: 5 })
  .map((parts) => parts.join(''))
const facet = fc.record({
  field: fc.constantFrom(...facetFields),
  values: fc.subarray(['', '1', '2', 'nwb', 'zarr', 'other']),
  not: fc.boolean(),
})
const filter: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom('', ' ', 'a', 'SUB', 'b.'),
  regex: fc.constantFrom('', '^a', 'b$', '[ab]/sub', '('),
  facets: fc.array(facet, { maxLength: 3 }),
  include: fc.array(glob, { maxLength: 2 }),
  exclude: fc.array(glob, { maxLength: 2 }),
  sizeBytes: range,
  modifiedAt: range,
  ageDays: range,
})
const ticks: fc.Arbitrary<readonly Tick[]> = fc.uniqueArray(
  fc.record({ path: box, on: fc.boolean() }),
  { selector: (it) => it.path, maxLength: 6 },
)
const selection: fc.Arbitrary<Selection> = fc.record({
  base: fc.constantFrom('all', 'none'),
  filter,
  ticks,
  sample: fc.constant(null),
  zarrParts: fc.constant([]),
})

/** Character by character, with every way that a star can go. */
function globs(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  if (pattern[0] === '*') {
    return globs(pattern.slice(1), text) || (text !== '' && globs(pattern, text.slice(1)))
  }
  const isSame = text !== '' && pattern[0]?.toLowerCase() === text[0]?.toLowerCase()
  return isSame && globs(pattern.slice(1), text.slice(1))
}

/** The longest tick that covers the path, found by looking at each. */
function ticked(of: string, all: readonly Tick[], base: Selection['base']): boolean {
  const covering = all.filter(
    (it) => it.path === of || (it.path.endsWith('/') && of.startsWith(it.path)),
  )
  const nearest = covering.sort((a, b) => b.path.length - a.path.length)[0]
  return nearest ? nearest.on : base === 'all'
}

const naiveValues: Record<FacetField, (of: FileFacts) => readonly (string | null)[]> = {
  subject: (of) => [of.subject],
  session: (of) => [of.session],
  modality: (of) => of.modalities,
  dataType: (of) => [of.dataType],
  type: (of) => [of.type],
  species: (of) => [of.species],
  sex: (of) => [of.sex],
  genotype: (of) => [of.genotype],
  technique: (of) => of.techniques,
  approach: (of) => of.approaches,
  variable: (of) => of.variables,
}

function naiveFacet(of: FileFacts, { field, values, not }: Filter['facets'][number]): boolean {
  if (values.length === 0) return true
  const stated = naiveValues[field](of).filter((it) => it !== null)
  const found = stated.length === 0 ? [''] : stated
  return not ? !found.some((it) => values.includes(it)) : found.some((it) => values.includes(it))
}

function naiveRange(from: number | null, to: number | null, range: Filter['sizeBytes']): boolean {
  if (range === null) return true
  if (from === null || to === null) return false
  return from >= (range.from ?? -1) && to <= (range.to ?? 100)
}

function naiveRegex(of: string, pattern: string): boolean {
  if (pattern === '(') return false
  return pattern === '' || new RegExp(pattern, 'i').test(of)
}

function holds(of: FileFacts, rules: Filter): boolean {
  const { text, include, exclude } = rules
  return (
    of.path.toLowerCase().includes(text.trim().toLowerCase()) &&
    naiveRegex(of.path, rules.regex) &&
    rules.facets.every((it) => naiveFacet(of, it)) &&
    naiveRange(of.sizeBytes, of.sizeBytes, rules.sizeBytes) &&
    naiveRange(of.modifiedAt, of.modifiedAt, rules.modifiedAt) &&
    naiveRange(of.ageDays?.[0] ?? null, of.ageDays?.[1] ?? null, rules.ageDays) &&
    (include.length === 0 || include.some((it) => globs(it, of.path))) &&
    exclude.every((it) => !globs(it, of.path))
  )
}

const asMap = (all: readonly Tick[]) => new Map(all.map((it) => [it.path, it.on]))

describe('a selection', () => {
  it('chooses what its rules say when each is looked at on its own', () => {
    fc.assert(
      fc.property(selection, entry, (rules, of) => {
        const naive = holds(of, rules.filter) && ticked(of.path, rules.ticks, rules.base)
        expect(selector(rules)(of)).toBe(naive)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes the state of the nearest tick above a box', () => {
    fc.assert(
      fc.property(box, ticks, fc.constantFrom('all', 'none'), (of, all, base) => {
        expect(isTicked(of, asMap(all), base)).toBe(ticked(of, all, base))
      }),
      { numRuns: 2000 },
    )
  })

  it('has a box and all below it in the state that a click gave it, and nothing else changed', () => {
    fc.assert(
      fc.property(selection, box, fc.boolean(), box, (before, clicked, on, other) => {
        const after = tick(before, clicked, on)
        const isBelow = other === clicked || (clicked.endsWith('/') && other.startsWith(clicked))
        const was = ticked(other, before.ticks, before.base)
        expect(isTicked(clicked, asMap(after.ticks), after.base)).toBe(on)
        expect(isTicked(other, asMap(after.ticks), after.base)).toBe(isBelow ? on : was)
      }),
      { numRuns: 2000 },
    )
  })

  it('does not grow when the same boxes are clicked on and off', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 8 }), (clicked) => {
        const all = clicked.reduce((rules, it) => tick(rules, it, false), everything)
        const none = [...clicked, ...clicked].reduce((rules, it) => tick(rules, it, true), all)
        const left = none.ticks.filter((it) => !it.on)
        expect(left).toEqual([])
        expect(none.ticks.length).toBeLessThanOrEqual(clicked.length)
      }),
    )
  })
})

describe('a glob', () => {
  it('matches as the archive matches: whole paths, a star for any run, no other magic', () => {
    const text = fc.oneof(path, fc.string({ unit: 'binary', maxLength: 6 }).filter(isPlain))
    fc.assert(
      fc.property(glob, text, (pattern, of) => {
        expect(globPredicate(pattern)(of)).toBe(globs(pattern, of))
      }),
      { numRuns: 2000 },
    )
  })
})

/** Folding of case differs between languages' corners (ſ, K): they are no part of this rule. */
function isPlain(text: string): boolean {
  return [...text].every((char) => char.toLowerCase().length === 1 && char <= '\u00ff')
}
