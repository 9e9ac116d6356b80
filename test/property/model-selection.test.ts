import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type EntryFacts,
  everything,
  type Filter,
  globPredicate,
  isTicked,
  type Selection,
  selector,
  type Tick,
  tick,
  typeOf,
} from '../../main/model/selection.ts'

const name = fc.constantFrom('a', 'b', 'ab', 'sub-1', 'A', '', '.x', 'a.nwb', 'b.nii.gz')
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
const entry: fc.Arbitrary<EntryFacts> = fc.record({
  path: path.filter((it) => !it.endsWith('/')),
  kind: fc.constantFrom('blob', 'zarr'),
  subjectId: fc.option(fc.constantFrom('1', '2'), { nil: null }),
})
const box = fc.oneof(
  path.filter((it) => !it.endsWith('/')),
  path.map((it) => `${it}/`),
)
const glob = fc
  .array(fc.constantFrom('*', 'a', 'b', '/', '.', 'sub-', 'A', '?', '[a]', '\\'), { maxLength: 5 })
  .map((parts) => parts.join(''))
const filter: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom('', ' ', 'a', 'SUB', 'b.'),
  subjects: fc.subarray(['1', '2', '3']),
  types: fc.subarray(['nwb', 'nii.gz', 'zarr', 'other']),
  include: fc.array(glob, { maxLength: 2 }),
  exclude: fc.array(glob, { maxLength: 2 }),
})
const ticks: fc.Arbitrary<readonly Tick[]> = fc.uniqueArray(
  fc.record({ path: box, on: fc.boolean() }),
  { selector: (it) => it.path, maxLength: 6 },
)
const selection: fc.Arbitrary<Selection> = fc.record({
  base: fc.constantFrom('all', 'none'),
  filter,
  ticks,
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

function holds(of: EntryFacts, rules: Filter): boolean {
  const { text, subjects, types, include, exclude } = rules
  return (
    of.path.toLowerCase().includes(text.trim().toLowerCase()) &&
    (subjects.length === 0 || subjects.some((it) => it === of.subjectId)) &&
    (types.length === 0 || types.some((it) => it === typeOf(of))) &&
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
