import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFileIndex } from '../../main/catalog/file-index.ts'
import type { Entry } from '../../main/model/entry.ts'
import { type FacetField, facetFields, factsOf } from '../../main/model/facts.ts'
import { fileColumns, subjectColumns } from '../../main/model/files.ts'
import { lotOf, markOf } from '../../main/model/lot.ts'
import { compareNatural, naturalKey } from '../../main/model/natural-order.ts'
import { chooserOf, sampled } from '../../main/model/sample.ts'
import { everything, type Sample, type Selection, selector } from '../../main/model/selection.ts'
import {
  type NaiveFile,
  naiveFacets,
  naiveFiles,
  naiveMatrix,
  naiveSubjects,
  naiveSummary,
} from '../support/naive-files.ts'
import { sampleEntry } from '../support/sample-data.ts'

const name = fc.constantFrom('a', 'B', 'sub-1', 'sub-10', 'sub-2', 'sub-02', 'derivatives', 'anat')
const file = fc.constantFrom(
  'sub-1_ses-1_ecephys.nwb',
  'sub-2_ses-10_behavior+ecephys.nwb',
  'sub-2_ses-9_ecephys.nwb',
  'sub-M01_T1w.nii.gz',
  'README',
  'x.zarr',
  'ä',
)
const age = fc.constantFrom('P90D', 'P3M', 'P1D/P3D', 'P8W/', 'adult', 'P14D (gestational)', null)
const word = fc.constantFrom('x', 'y', null)
const words = fc.subarray(['t1', 't2', 't10'])
const subject = fc.record({
  id: fc.constantFrom('M1', 'm1', ''),
  species: fc.constantFrom('House mouse', 'Human', null),
  sex: word,
  age,
  genotype: word,
})
const study = fc.record({ techniques: words, approaches: words, variables: words })
const entry: fc.Arbitrary<Entry> = fc
  .record({
    folders: fc.array(name, { maxLength: 3 }),
    file,
    sizeBytes: fc.nat(5),
    modifiedAt: fc.option(fc.nat(5), { nil: null }),
    subject: fc.option(subject, { nil: null }),
    session: word,
    study: fc.option(study, { nil: null }),
    assetId: word,
  })
  .map(({ folders, file: last, ...rest }) =>
    sampleEntry({
      ...rest,
      path: [...folders, last].join('/'),
      kind: last.endsWith('.zarr') ? 'zarr' : 'blob',
    }),
  )
const entries = fc.uniqueArray(entry, { selector: (it) => it.path, maxLength: 40 })

const values = ['', '1', '2', '10', 'M01', 'x', 't1', 't10', 'nwb', 'ecephys', 'anat', 'nobody']
const range = fc.option(
  fc.record({
    from: fc.option(fc.nat(5), { nil: null }),
    to: fc.option(fc.nat(100), { nil: null }),
  }),
  { nil: null },
)
const glob = fc.constantFrom('*', '*.nwb', 'SUB-1/*', '*_ses-*', 'nothing', '*a*b*')
const sample: fc.Arbitrary<Sample> = fc.oneof(
  fc.constant({ kind: 'one-session' as const }),
  fc.constant({ kind: 'session-per-subject' as const }),
  fc.constant({ kind: 'smallest-per-modality' as const }),
  fc.nat(30).map((bytes) => ({ kind: 'first-bytes' as const, bytes })),
  fc.record({ kind: fc.constant('random' as const), files: fc.nat(10), seed: fc.nat() }),
)
const selection: fc.Arbitrary<Selection> = fc.record({
  base: fc.constantFrom('all', 'none'),
  filter: fc.record({
    text: fc.constantFrom('', 'SUB', 'a'),
    regex: fc.constantFrom('', '^sub', 'nwb$', '[aä]'),
    facets: fc.uniqueArray(
      fc.record({
        field: fc.constantFrom<FacetField>(...facetFields),
        values: fc.subarray(values, { maxLength: 3 }),
        not: fc.boolean(),
      }),
      { selector: ({ field, not }) => `${field} ${not}`, maxLength: 3 },
    ),
    include: fc.array(glob, { maxLength: 2 }),
    exclude: fc.array(glob, { maxLength: 1 }),
    sizeBytes: range,
    modifiedAt: range,
    ageDays: range,
  }),
  ticks: fc.uniqueArray(
    fc.record({
      path: fc.constantFrom('a/', 'sub-1/', 'sub-1/a/', 'B/', 'README', 'a/README', 'nowhere'),
      on: fc.boolean(),
    }),
    { selector: (it) => it.path },
  ),
  sample: fc.option(sample, { nil: null, freq: 3 }),
  zarrParts: fc.constant([]),
})

/** What has no name comes last. */
function compareIds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareNatural(a, b)
}

const asked = { numRuns: 300 }
const scope = fc.constantFrom('in-sight' as const, 'chosen' as const)
const stretch = fc.record({ offset: fc.nat(10), limit: fc.integer({ min: 1, max: 30 }) })
const sortOf = <C extends string>(columns: readonly C[]) =>
  fc.uniqueArray(fc.record({ by: fc.constantFrom(...columns), descending: fc.boolean() }), {
    selector: ({ by }) => by,
    maxLength: 2,
  })

const whole = { offset: 0, limit: 100 }

const naive = (listed: readonly Entry[]): readonly NaiveFile[] =>
  listed.map((it) => ({
    ...factsOf(it),
    assetId: it.assetId,
    digest: it.checksum?.value ?? null,
  }))

const worldOf = {
  listed: entries,
  rules: selection,
  page: fc.integer({ min: 1, max: 20 }),
  isLate: fc.boolean(),
}
const world = fc.record(worldOf)
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

/** Listed in pages, some of them as rows first that their metadata complete later. */
function indexOf({ listed, page, isLate }: Omit<World, 'rules'>) {
  const index = createFileIndex()
  const early = listed.map((it) => (isLate ? sampleEntry({ path: it.path, kind: it.kind }) : it))
  for (let at = 0; at < listed.length; at += page) index.add(early.slice(at, at + page))
  if (isLate) index.describe([...listed].reverse())
  return index
}

describe('the index of a version, against looking at every file', () => {
  it('has the same rows in the same order for two keys', async () => {
    await fc.assert(
      fc.asyncProperty(world, sortOf(fileColumns), scope, stretch, async (it, sort, of, part) => {
        const { listed, rules } = it
        const query = { selection: rules, sort, scope: of, ...part }
        const found = await indexOf(it).files(query)
        expect(found).toEqual(naiveFiles(naive(listed), query))
      }),
      asked,
    )
  })

  it('counts each facet under the conditions on all others', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (it) => {
        const { listed, rules } = it
        const found = await indexOf(it).facets(rules)
        expect(found).toEqual(naiveFacets(naive(listed), rules))
      }),
      asked,
    )
  })

  it('has the same subjects in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(world, sortOf(subjectColumns), stretch, async (it, sort, part) => {
        const { listed, rules } = it
        const query = { selection: rules, sort, ...part }
        const found = await indexOf(it).subjects(query)
        expect(found).toEqual(naiveSubjects(naive(listed), query))
      }),
      asked,
    )
  })

  it('puts ages that were not understood after the others in either direction', async () => {
    const index = createFileIndex()
    const ages = ['P90D', 'adult', 'P14D', 'pup']
    index.add(
      ages.map((age, at) =>
        sampleEntry({
          path: `sub-${at}/a.nwb`,
          subject: { id: `M${at}`, species: null, sex: null, genotype: null, age },
        }),
      ),
    )
    const all = { selection: everything, ...whole }
    const orderOf = async (descending: boolean) => {
      const sort = [{ by: 'age' as const, descending }]
      const files = await index.files({ ...all, sort, scope: 'in-sight' })
      const subjects = await index.subjects({ ...all, sort })
      return [files.rows.map(({ age }) => age), subjects.rows.map(({ age }) => age)]
    }
    const up = ['P14D', 'P90D', 'adult', 'pup']
    expect(await orderOf(false)).toEqual([up, up])
    const down = ['P90D', 'P14D', 'pup', 'adult']
    expect(await orderOf(true)).toEqual([down, down])
  })

  it('has the same cells of subjects and sessions', async () => {
    await fc.assert(
      fc.asyncProperty(world, stretch, stretch, async (it, a, b) => {
        const { listed, rules } = it
        const query = { selection: rules, subjects: a, sessions: b }
        const found = await indexOf(it).matrix(query)
        expect(found).toEqual(naiveMatrix(naive(listed), query))
      }),
      asked,
    )
  })

  it('has the same subjects and cells after it was asked half-way and before metadata came', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.nat(40), async ({ listed, rules }, half) => {
        const index = createFileIndex()
        const query = { selection: rules, subjects: whole, sessions: whole }
        const askAll = async () => ({
          subjects: await index.subjects({ selection: rules, sort: [], ...whole }),
          matrix: await index.matrix(query),
        })
        index.add(listed.slice(0, half))
        await askAll()
        index.add(listed.slice(half).map(({ path, kind }) => sampleEntry({ path, kind })))
        await askAll()
        index.describe(listed.slice(half))
        expect(await askAll()).toEqual({
          subjects: naiveSubjects(naive(listed), { selection: rules, sort: [], ...whole }),
          matrix: naiveMatrix(naive(listed), query),
        })
      }),
      asked,
    )
  })

  it('sums up the same, and chooses the same files', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (it) => {
        const { listed, rules } = it
        const index = indexOf(it)
        expect(await index.summary(rules)).toEqual(naiveSummary(naive(listed), rules))
        const isChosen = await index.chooser(rules)
        const expected = chooserOf(rules, naive(listed))
        for (const each of naive(listed)) expect(isChosen(each.path)).toBe(expected(each))
        expect(isChosen('not there')).toBe(false)
      }),
      asked,
    )
  })
})

const files = entries.map((listed) =>
  listed.map(factsOf).sort((a, b) => compareNatural(a.path, b.path)),
)

describe('a sample', () => {
  it('is a part of what the rules choose', () => {
    fc.assert(
      fc.property(files, selection, (all, rules) => {
        const isChosen = chooserOf(rules, all)
        const holds = selector(rules)
        for (const it of all) if (isChosen(it)) expect(holds(it)).toBe(true)
      }),
      asked,
    )
  })

  it('at random has as many as asked, the same for the same seed, and loses none that stays when others go', () => {
    fc.assert(
      fc.property(files, fc.nat(10), fc.nat(), fc.nat(40), (all, count, seed, gone) => {
        const rule = { kind: 'random', files: count, seed } as const
        const drawn = sampled(rule, all).map((it) => it.path)
        expect(drawn.length).toBe(Math.min(count, all.length))
        const fewer = all.filter((_, at) => at !== gone)
        const again = sampled(rule, fewer).map((it) => it.path)
        const left = drawn.filter((path) => fewer.some((it) => it.path === path))
        expect(again).toEqual(expect.arrayContaining(left))
      }),
      asked,
    )
  })

  it('at random has the files with the lowest lots', () => {
    const many = fc.uniqueArray(fc.nat(9999), { maxLength: 400 })
    fc.assert(
      fc.property(many, fc.nat(400), fc.nat(), (numbers, count, seed) => {
        const all = numbers.map((number) => factsOf(sampleEntry({ path: `sub-${number}.nwb` })))
        const lot = ({ path }: (typeof all)[number]) => lotOf(markOf(path), seed)
        const lowest = all.toSorted((a, b) => lot(a) - lot(b)).slice(0, count)
        const drawn = sampled({ kind: 'random', files: count, seed }, all)
        expect(new Set(drawn)).toEqual(new Set(lowest))
      }),
    )
  })

  it('of one session has all files of the first session of the first subject, and no others', () => {
    fc.assert(
      fc.property(files, (all) => {
        const [subject] = [...all].sort((a, b) => compareIds(a.subject, b.subject))
        const mine = all.filter((it) => it.subject === (subject?.subject ?? null))
        const [first] = [...mine].sort((a, b) => compareIds(a.session, b.session))
        const named = mine.filter((it) => it.subject !== null && it.session === first?.session)
        expect(sampled({ kind: 'one-session' }, all)).toEqual(named)
      }),
      asked,
    )
  })

  it('of a session a subject has one session of every subject, its first', () => {
    fc.assert(
      fc.property(files, (all) => {
        const kept = sampled({ kind: 'session-per-subject' }, all)
        const subjects = new Set(all.map((it) => it.subject).filter((it) => it !== null))
        for (const id of subjects) {
          const of = (list: typeof all) => list.filter((it) => it.subject === id)
          const sessions = of(all).map((it) => it.session)
          const [first = null] = sessions.filter((it) => it !== null).sort(compareNatural)
          expect(of([...kept])).toEqual(of(all).filter((it) => it.session === first))
        }
        expect(kept.every((it) => it.subject !== null)).toBe(true)
      }),
      asked,
    )
  })

  it('of the smallest has for every modality one file that none undercuts', () => {
    fc.assert(
      fc.property(files, (all) => {
        const kept = sampled({ kind: 'smallest-per-modality' }, all)
        const modalities = (it: (typeof all)[number]) =>
          it.modalities.length === 0 ? [''] : it.modalities
        for (const modality of new Set(all.flatMap(modalities))) {
          const sizes = all
            .filter((it) => modalities(it).includes(modality))
            .map((it) => it.sizeBytes)
          const own = kept.filter((it) => modalities(it).includes(modality))
          expect(own.map((it) => it.sizeBytes)).toContain(Math.min(...sizes))
        }
        expect(kept.length).toBeLessThanOrEqual(new Set(all.flatMap(modalities)).size)
      }),
      asked,
    )
  })

  it('of the first bytes fits, and leaves out only what does not fit behind what came before', () => {
    fc.assert(
      fc.property(files, fc.nat(40), (all, bytes) => {
        const kept = new Set(sampled({ kind: 'first-bytes', bytes }, all))
        let left = bytes
        for (const it of all) {
          expect(kept.has(it)).toBe(it.sizeBytes <= left)
          if (kept.has(it)) left -= it.sizeBytes
        }
      }),
      asked,
    )
  })
})

describe('natural order', () => {
  const part = fc.constantFrom(
    'a',
    'A',
    'b',
    '1',
    '01',
    '2',
    '10',
    '0',
    '-',
    '_',
    '99999999999',
    '100000000000',
  )
  const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''))
  const path = fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

  it('has numbers by their value, whatever their length', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), text, (a, b, rest) => {
        const order = compareNatural(`x${a}_${rest}`, `x${b}_${rest}`)
        expect(Math.sign(order)).toBe(Math.sign(a - b))
      }),
    )
  })

  it('tells every two paths apart, and has what is below a folder in one stretch', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(naturalKey(a) === naturalKey(b)).toBe(a === b)
        expect(naturalKey(b).startsWith(naturalKey(`${a}/`))).toBe(b.startsWith(`${a}/`))
      }),
      { numRuns: 3000 },
    )
  })
})

it('a selection of everything chooses every file', async () => {
  const listed = [sampleEntry({ path: 'a' }), sampleEntry({ path: 'b' })]
  const index = indexOf({ listed, page: 1, isLate: false })
  expect(await index.summary(everything)).toMatchObject({ files: 2, inSight: { files: 2 } })
})
