import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothFilters } from '../../main/model/both-filters.ts'
import type { CartItem } from '../../main/model/cart.ts'
import { changesOf, type Pin } from '../../main/model/cart-changes.ts'
import { type CartFile, contentsOf } from '../../main/model/cart-contents.ts'
import { facetFields, factsOf } from '../../main/model/facts.ts'
import { everything, type Filter, filterPredicate } from '../../main/model/selection.ts'
import { sampleEntry } from '../support/sample-data.ts'

const path = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'sub-1', 'A', 'a.nwb'), { minLength: 1, maxLength: 3 })
  .map((names) => names.join('/'))
const number = fc.nat(9)
const digest = fc.constantFrom('md5:1', 'md5:2', 'sha256:1', 'sha256:2')
const file: fc.Arbitrary<CartFile> = fc
  .record({
    path,
    sex: fc.option(fc.constantFrom('1', '2'), { nil: null }),
    techniques: fc.subarray(['1', '2', 'x']),
    sizeBytes: number,
    modifiedAt: fc.option(number, { nil: null }),
    ageDays: fc.option(fc.tuple(number, number), { nil: null }),
    digests: fc.array(digest, { maxLength: 1 }),
  })
  .map((it) => ({ ...factsOf(sampleEntry({ path: it.path })), ...it }))
const files = fc.uniqueArray(file, { selector: (it) => it.path, maxLength: 8 })
const range = fc.option(
  fc.record({ from: fc.option(number, { nil: null }), to: fc.option(number, { nil: null }) }),
  { nil: null },
)
const glob = fc
  .array(fc.constantFrom('*', 'a', '/', '.', 'sub-', '(', '+'), { maxLength: 4 })
  .map((parts) => parts.join(''))
const filter: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom('', ' ', 'a', 'SUB', '.', '(a'),
  regex: fc.constantFrom('', '^a', 'b$', 'a|b', '[ab]/sub', '(', '(a)\\1', '(?<x>a)'),
  facets: fc.array(
    fc.record({
      field: fc.constantFrom(...facetFields),
      values: fc.subarray(['', '1', '2', 'nwb']),
      not: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  include: fc.array(glob, { maxLength: 2 }),
  exclude: fc.array(glob, { maxLength: 2 }),
  sizeBytes: range,
  modifiedAt: range,
  ageDays: range,
})

describe('two filters as one', () => {
  it('holds where both hold, whenever one can say it', () => {
    fc.assert(
      fc.property(filter, filter, file, (a, b, facts) => {
        const both = bothFilters(a, b)
        fc.pre(both !== null)
        const expected = filterPredicate(a)(facts) && filterPredicate(b)(facts)
        expect(both && filterPredicate(both)(facts)).toBe(expected)
      }),
      { numRuns: 3000 },
    )
  })
})

const item = (version: number): CartItem => ({
  id: String(version),
  ref: { instance: 'x', dandisetId: '000001', version: `v${version}`, pick: { kind: 'dandiset' } },
  title: '',
  selection: everything,
  pinned: false,
})

describe('what a cart comes to', () => {
  it('never has two files at one place, never exceeds its limit, and loses nothing unsaid', () => {
    const parts = fc.array(fc.tuple(fc.nat(2), files), { maxLength: 4 })
    fc.assert(
      fc.property(parts, fc.option(fc.nat(40), { nil: null }), (all, limit) => {
        const chosen = all.map(([version, own]) => ({ item: item(version), files: own }))
        const contents = contentsOf(chosen, limit)
        const kept = contents.parts.flatMap((it) => it.files)
        const cut = contents.parts.flatMap((it) => it.cut)
        expect(new Set(kept.map((it) => it.path)).size).toBe(kept.length)
        const bytes = kept.reduce((sum, it) => sum + it.sizeBytes, 0)
        if (limit !== null) expect(bytes).toBeLessThanOrEqual(limit)
        else expect(cut).toEqual([])
        const told = new Set([...kept, ...cut].map((it) => it.path))
        for (const [, own] of all) for (const { path: place } of own) expect(told).toContain(place)
      }),
    )
  })
})

describe('what has changed since', () => {
  const compare = (pins: readonly Pin[], all: readonly CartFile[], found = all) =>
    changesOf({ pins, found, all }, { dandisetId: '000001', version: 'draft' })

  it('is nothing when nothing has', () => {
    const isQuiet = fc.property(files, (all) => compare(all, all).length === 0)
    fc.assert(isQuiet)
  })

  it('accounts for every file that was saved and every one that is meant now', () => {
    fc.assert(
      fc.property(files, files, fc.nat(), (pins, all, seed) => {
        const found = all.filter((_, at) => ((seed >> at) & 1) === 0)
        const changes = compare(pins, all, found)
        const now = new Map(found.map((it) => [it.path, it]))
        for (const change of changes) {
          if (change.kind === 'added') {
            now.delete(change.path)
            continue
          }
          expect(pins.some((pin) => pin.path === change.path)).toBe(true)
          if (change.to !== null) now.delete(change.to)
        }
        const rest = [...now.keys()]
        expect(rest.every((place) => pins.some((pin) => pin.path === place))).toBe(true)
        const told = changes.filter((it) => it.kind === 'renamed').map((it) => it.to)
        expect(new Set(told).size).toBe(told.length)
      }),
    )
  })
})
