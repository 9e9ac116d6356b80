import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTree } from '../../main/catalog/tree.ts'
import type { Entry } from '../../main/model/entry.ts'
import { factsOf, subjectOf, typeOf } from '../../main/model/facts.ts'
import type { TreeRow } from '../../main/model/listing.ts'
import {
  everything,
  filterPredicate,
  noFilter,
  type Selection,
  selector,
  wanting,
} from '../../main/model/selection.ts'
import { sampleEntry } from '../support/sample-data.ts'

const name = fc.constantFrom(
  'a',
  'b',
  'B',
  'sub-1',
  'sub-10',
  'sub-2',
  'a.nwb',
  'x.zarr',
  'z',
  'ä',
  '-',
)
const entries = fc
  .uniqueArray(
    fc.record({
      path: fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
      sizeBytes: fc.nat(1000),
      subject: fc.option(fc.constantFrom('1', '2'), { nil: null }),
    }),
    { selector: (it) => it.path, maxLength: 40 },
  )
  .map((all) =>
    all
      .filter(({ path }) => !all.some((other) => other.path.startsWith(`${path}/`)))
      .map(({ path, sizeBytes, subject }) =>
        sampleEntry({
          path,
          sizeBytes,
          kind: path.endsWith('.zarr') ? 'zarr' : 'blob',
          subject:
            subject === null
              ? null
              : { id: subject, species: null, sex: null, age: null, genotype: null },
        }),
      ),
  )
const selection: fc.Arbitrary<Selection> = fc.record({
  base: fc.constantFrom('all', 'none'),
  filter: fc
    .record({
      text: fc.constantFrom('', 'a', 'SUB'),
      subjects: fc.subarray(['1', '10']),
      types: fc.subarray(['nwb', 'zarr', 'other']),
      exclude: fc.constantFrom<string[]>([], ['*b*']),
    })
    .map(({ text, subjects, types, exclude }) => ({
      ...wanting(wanting(noFilter, 'subject', subjects), 'type', types),
      text,
      exclude,
    })),
  ticks: fc.uniqueArray(
    fc.record({ path: fc.constantFrom('a/', 'sub-1/', 'sub-1/a/', 'a', 'z'), on: fc.boolean() }),
    { selector: (it) => it.path },
  ),
  sample: fc.constant(null),
  zarrParts: fc.constant([]),
})

const subjectIdOf = (entry: Entry) => entry.subject?.id ?? subjectOf(entry.path)

interface NaiveRow {
  readonly path: string
  readonly kind: TreeRow['kind']
  readonly files: number
  readonly sizeBytes: number
  readonly chosenFiles: number
}

/** A row for every name directly below the folder, each added up on its own. */
function naiveRows(all: readonly Entry[], folder: string, rules: Selection): readonly NaiveRow[] {
  const inSight = filterPredicate(rules.filter)
  const chosen = selector(rules)
  const below = all.filter((it) => it.path.startsWith(folder) && inSight(factsOf(it)))
  const names = new Set(
    below.map(({ path }) => {
      const [first = '', ...rest] = path.slice(folder.length).split('/')
      return rest.length > 0 ? `${first}/` : first
    }),
  )
  return [...names].map((each) => {
    const path = folder + each
    const of = below.filter(
      (it) => it.path === path || (path.endsWith('/') && it.path.startsWith(path)),
    )
    return {
      path,
      kind: path.endsWith('/') ? 'folder' : (of[0]?.kind ?? 'blob'),
      files: of.length,
      sizeBytes: of.reduce((sum, it) => sum + it.sizeBytes, 0),
      chosenFiles: of.filter((it) => chosen(factsOf(it))).length,
    }
  })
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
const all = { offset: 0, limit: 10_000 }

describe('the tree of a version', () => {
  it('has for every folder the rows that adding up one by one gives', () => {
    fc.assert(
      fc.property(entries, selection, fc.nat(3), (listed, rules, pages) => {
        const tree = createTree()
        const cut = Math.ceil(listed.length / (pages + 1))
        for (let at = 0; at < listed.length; at += cut) tree.add(listed.slice(at, at + cut))
        expect(tree.size).toBe(listed.length)
        const folders = new Set(['', ...listed.flatMap((it) => foldersOf(it.path))])
        for (const folder of folders) {
          const { rows, total } = tree.children({ folder, selection: rules, ...all })
          expect(total).toBe(rows.length)
          const naive = naiveRows(listed, folder, rules)
          expect([...rows].sort(byPath)).toMatchObject([...naive].sort(byPath))
          expectFoldersFirst(rows)
          for (const row of rows) expect(folder + row.name + endOf(row)).toBe(row.path)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('sums up what a selection chooses', () => {
    fc.assert(
      fc.property(entries, selection, (listed, rules) => {
        const tree = createTree()
        tree.add(listed)
        const chosen = listed.filter((it) => selector(rules)(factsOf(it)))
        expect(tree.summary(rules)).toEqual({
          files: chosen.length,
          sizeBytes: chosen.reduce((sum, it) => sum + it.sizeBytes, 0),
          subjects: new Set(chosen.map(subjectIdOf).filter((id) => id !== null)).size,
        })
      }),
      { numRuns: 300 },
    )
  })

  it('counts every file once among its types, and among its subjects when it has one', () => {
    fc.assert(
      fc.property(entries, (listed) => {
        const tree = createTree()
        tree.add(listed)
        const { subjects, types } = tree.facets()
        const count = (values: readonly string[]) =>
          Object.fromEntries(
            [...new Set(values)].map((value) => [
              value,
              values.filter((it) => it === value).length,
            ]),
          )
        const asCounts = (facets: typeof types) =>
          Object.fromEntries(facets.map((it) => [it.value, it.files]))
        expect(asCounts(types)).toEqual(count(listed.map(typeOf)))
        const ids = listed.map(subjectIdOf).filter((id) => id !== null)
        expect(asCounts(subjects)).toEqual(count(ids))
      }),
    )
  })

  it('can be asked page by page, and while it grows', () => {
    const tree = createTree()
    const rules = { selection: everything, folder: '' }
    tree.add(['b', 'd/x', 'c'].map((path) => sampleEntry({ path })))
    expect(tree.children({ ...rules, ...all }).rows.map((it) => it.path)).toEqual(['d/', 'b', 'c'])
    tree.add(['a', 'd/y', 'e/z'].map((path) => sampleEntry({ path })))
    const page = (offset: number) => tree.children({ ...rules, offset, limit: 2 })
    expect(
      [page(0), page(2), page(4), page(6)].map(({ rows }) => rows.map((it) => it.path)),
    ).toEqual([['d/', 'e/'], ['a', 'b'], ['c'], []])
    expect(page(6).total).toBe(5)
    expect(page(0).rows[0]).toMatchObject({ files: 2, sizeBytes: 2000, chosenFiles: 2 })
  })

  it('sorts subjects as people count: 2 before 10', () => {
    const tree = createTree()
    tree.add(['sub-10/x', 'sub-2/x', 'sub-1/x'].map((path) => sampleEntry({ path })))
    expect(tree.facets().subjects.map((it) => it.value)).toEqual(['1', '2', '10'])
  })

  it('has folders without a file in sight left out', () => {
    const tree = createTree()
    tree.add(['a/x.nwb', 'b/y.txt'].map((path) => sampleEntry({ path })))
    const rules = { ...everything, filter: wanting(noFilter, 'type', ['txt']) }
    const { rows } = tree.children({ folder: '', selection: rules, ...all })
    expect(rows.map((it) => it.path)).toEqual(['b/'])
  })
})

function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, depth) => `${names.slice(0, depth + 1).join('/')}/`)
}

function endOf(row: TreeRow): string {
  return row.kind === 'folder' ? '/' : ''
}

function expectFoldersFirst(rows: readonly TreeRow[]): void {
  const kinds = rows.map((it) => it.kind === 'folder')
  expect(kinds).toEqual([...kinds].sort((a, b) => Number(b) - Number(a)))
}
