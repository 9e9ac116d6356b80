import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFileIndex } from '../../main/catalog/file-index.ts'
import type { Entry } from '../../main/model/entry.ts'
import { factsOf } from '../../main/model/facts.ts'
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
  it('has for every folder the rows that adding up one by one gives', async () => {
    await fc.assert(
      fc.asyncProperty(entries, selection, fc.nat(3), async (listed, rules, pages) => {
        const tree = createFileIndex()
        const cut = Math.ceil(listed.length / (pages + 1))
        for (let at = 0; at < listed.length; at += cut) tree.add(listed.slice(at, at + cut))
        expect(tree.size).toBe(listed.length)
        const folders = new Set(['', ...listed.flatMap((it) => foldersOf(it.path))])
        for (const folder of folders) {
          const { rows, total } = await tree.children({ folder, selection: rules, ...all })
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

  it('can be asked page by page, and while it grows', async () => {
    const tree = createFileIndex()
    const rules = { selection: everything, folder: '' }
    tree.add(['b', 'd/x', 'c'].map((path) => sampleEntry({ path })))
    const first = await tree.children({ ...rules, ...all })
    expect(first.rows.map((it) => it.path)).toEqual(['d/', 'b', 'c'])
    tree.add(['a', 'd/y', 'e/z'].map((path) => sampleEntry({ path })))
    const page = (offset: number) => tree.children({ ...rules, offset, limit: 2 })
    const pages = await Promise.all([page(0), page(2), page(4), page(6)])
    expect(pages.map(({ rows }) => rows.map((it) => it.path))).toEqual([
      ['d/', 'e/'],
      ['a', 'b'],
      ['c'],
      [],
    ])
    expect(pages[3]?.total).toBe(5)
    expect(pages[0]?.rows[0]).toMatchObject({ files: 2, sizeBytes: 2000, chosenFiles: 2 })
  })

  it('has folders and files as people count: 2 before 10, and large letters beside small ones', async () => {
    const tree = createFileIndex()
    const paths = ['sub-10/x', 'sub-2/x', 'Sub-3/x', 'run-10.nwb', 'run-9.nwb', 'RUN-1.nwb']
    tree.add(paths.map((path) => sampleEntry({ path })))
    const { rows } = await tree.children({ folder: '', selection: everything, ...all })
    expect(rows.map((it) => it.name)).toEqual([
      ...['sub-2', 'Sub-3', 'sub-10'],
      ...['RUN-1.nwb', 'run-9.nwb', 'run-10.nwb'],
    ])
  })

  it('has folders without a file in sight left out', async () => {
    const tree = createFileIndex()
    tree.add(['a/x.nwb', 'b/y.txt'].map((path) => sampleEntry({ path })))
    const rules = { ...everything, filter: wanting(noFilter, 'type', ['txt']) }
    const { rows } = await tree.children({ folder: '', selection: rules, ...all })
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
