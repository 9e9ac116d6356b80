import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareEntries,
  comparePaths,
  sortedByPath,
  talliesOf,
  ticksFor,
} from '../../main/model/compare.ts'
import type { Entry } from '../../main/model/entry.ts'
import { factsOf } from '../../main/model/facts.ts'
import { everything, type Selection, selector, tick } from '../../main/model/selection.ts'
import { takeAll } from '../../main/model/steps.ts'
import { sampleEntry } from '../support/sample-data.ts'

const name = fc.constantFrom('a', 'b', 'ä', '\u{1f9e0}', '\uffee', 'sub-1', 'z')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((it) => it.join('/'))
const digest = fc.constantFrom('d1', 'd2', 'd3')

const listing = fc
  .uniqueArray(fc.tuple(path, digest), { selector: ([it]) => it, maxLength: 14 })
  .map((rows) => rows.map(([at, value]) => entryOf(at, value)).sort(byPath))

function entryOf(at: string, value: string): Entry {
  const sizeBytes = Number(value.slice(1)) * 100
  return sampleEntry({ path: at, sizeBytes, checksum: { kind: 'dandi-etag', value } })
}

function byPath(a: Entry, b: Entry): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))
}

const compared = (left: readonly Entry[], right: readonly Entry[]) =>
  takeAll(compareEntries(left, right)).differences

const digestOf = (entry: Entry | undefined) => entry?.checksum?.value

function naiveKind(was: Entry | undefined, is: Entry | undefined): string {
  if (!was) return 'added'
  if (!is) return 'removed'
  if (was.path !== is.path) return digestOf(was) === digestOf(is) ? 'renamed' : 'nonsense'
  return digestOf(was) === digestOf(is) ? 'same' : 'changed'
}

describe('a comparison', () => {
  it('is what a naive look at each path finds', () => {
    fc.assert(
      fc.property(listing, listing, (left, right) => {
        const found = compared(left, right)
        const at = (entries: readonly Entry[], where: string) =>
          entries.find((entry) => entry.path === where)
        for (const it of found) {
          const was = at(left, it.from ?? it.path)
          const is = at(right, it.path)
          expect([it.kind, it.path]).toEqual([naiveKind(was, is), it.path])
          if (it.kind !== 'renamed') continue
          expect(at(left, it.path)).toBeUndefined()
          expect(at(right, it.from ?? '')).toBeUndefined()
        }
        const told = found.flatMap((it) => (it.from === null ? [it.path] : [it.path, it.from]))
        const paths = new Set([...left, ...right].map((entry) => entry.path))
        expect(told.sort()).toEqual([...paths].sort())
      }),
    )
  })

  it('calls nothing removed that is new elsewhere with the same bytes', () => {
    fc.assert(
      fc.property(listing, listing, (left, right) => {
        const found = compared(left, right)
        const digests = (kind: string, entries: readonly Entry[]) =>
          found
            .filter((it) => it.kind === kind)
            .map((it) => digestOf(entries.find((entry) => entry.path === it.path)))
        const removed = new Set(digests('removed', left))
        for (const value of digests('added', right)) expect(removed.has(value)).toBe(false)
      }),
    )
  })

  it('with itself finds everything the same, and counts all bytes', () => {
    fc.assert(
      fc.property(listing, (entries) => {
        const { tallies } = takeAll(compareEntries(entries, entries))
        const bytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0)
        expect(tallies.same).toEqual({ files: entries.length, bytes })
      }),
    )
  })

  it('turned around swaps what came and what went', () => {
    fc.assert(
      fc.property(listing, listing, (left, right) => {
        const there = talliesOf(compared(left, right))
        const back = talliesOf(compared(right, left))
        expect(there.added.files).toBe(back.removed.files)
        expect(there.renamed).toEqual(back.renamed)
        expect(there.changed.files).toBe(back.changed.files)
      }),
    )
  })

  it('without digests says that it does not know', () => {
    const bare = [sampleEntry({ path: 'a' })]
    expect(compared(bare, bare)[0]?.kind).toBe('unknown')
    const larger = [sampleEntry({ path: 'a', sizeBytes: 2 })]
    expect(compared(bare, larger)[0]?.kind).toBe('changed')
  })
})

it('paths are ordered as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b))
      expect(Math.sign(comparePaths(a, b))).toBe(bytes)
    }),
  )
})

it('a list of any length is put into the order of its paths in steps', () => {
  const paths = fc.array(fc.record({ path: fc.string() }), { maxLength: 500, size: 'max' })
  fc.assert(
    fc.property(paths, (all) => {
      const expected = all.toSorted((a, b) => comparePaths(a.path, b.path))
      expect(takeAll(sortedByPath(all)).map(({ path }) => path)).toEqual(
        expected.map(({ path }) => path),
      )
    }),
  )
})

it('ticks choose exactly what was wanted, and no more of them than files', () => {
  fc.assert(
    fc.property(listing, fc.func(fc.boolean()), (entries, isWanted) => {
      const wanted = new Set(entries.map((it) => it.path).filter((it) => isWanted(it)))
      const boxes = takeAll(
        ticksFor(entries.map(({ path }) => ({ path, isWanted: wanted.has(path) }))),
      )
      const selection = boxes.reduce((now, box) => tick(now, box, true), {
        ...everything,
        base: 'none',
      } as Selection)
      const chosen = entries.map(factsOf).filter(selector(selection))
      expect(new Set(chosen.map((it) => it.path))).toEqual(wanted)
      expect(boxes.length).toBeLessThanOrEqual(wanted.size)
    }),
  )
})
