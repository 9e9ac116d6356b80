import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFileIndex } from '../../main/catalog/file-index.ts'
import type { Entry } from '../../main/model/entry.ts'
import { factsOf } from '../../main/model/facts.ts'
import { fileColumns, subjectColumns } from '../../main/model/files.ts'
import { chooserOf } from '../../main/model/sample.ts'
import { everything } from '../../main/model/selection.ts'
import { entries, selection } from '../support/arbitrary-files.ts'
import {
  type NaiveFile,
  naiveFacets,
  naiveFiles,
  naiveMatrix,
  naiveSubjects,
  naiveSummary,
} from '../support/naive-files.ts'
import { sampleEntry } from '../support/sample-data.ts'

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

it('rows are in the order of their names though it grows while they are put in order', async () => {
  const index = createFileIndex()
  const listed = Array.from({ length: 3000 }, (_, at) =>
    sampleEntry({ path: `f/${3000 - at}.nwb` }),
  )
  const sort = [{ by: 'name' as const, descending: false }]
  const ask = () => index.files({ selection: everything, sort, scope: 'in-sight', ...whole })
  index.add(listed.slice(0, 2000))
  const first = ask()
  index.add(listed.slice(2000))
  const [, after] = await Promise.all([first, ask()])
  expect(after.total).toBe(3000)
  expect(after.rows.map(({ name }) => name).slice(0, 3)).toEqual(['1.nwb', '2.nwb', '3.nwb'])
})

it('a selection of everything chooses every file', async () => {
  const listed = [sampleEntry({ path: 'a' }), sampleEntry({ path: 'b' })]
  const index = indexOf({ listed, page: 1, isLate: false })
  expect(await index.summary(everything)).toMatchObject({ files: 2, inSight: { files: 2 } })
})
