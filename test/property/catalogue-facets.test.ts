import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type CatalogueFacet,
  type CatalogueQuery,
  catalogueFacets,
} from '../../main/model/catalogue.ts'
import {
  bookOf,
  type CatalogueItem,
  type KnownDandiset,
  type VersionStudy,
} from '../../main/model/catalogue-facts.ts'
import { countFacets, findItems, loosened, sortItems } from '../../main/model/catalogue-find.ts'
import { dandiset, listedVersion, study } from '../support/sample-catalogue.ts'

const day = 86_400_000
const species = ['Mus musculus - House mouse', 'Homo sapiens - Human', 'Danio rerio']
const techniques = ['spike sorting technique', 'patch clamp technique', 'surgical technique']
const noAnswers = { words: null, server: null }

const studies: fc.Arbitrary<VersionStudy> = fc
  .record({
    species: fc.subarray(species).map((names) => names.map((name) => ({ name, identifier: null }))),
    approaches: fc.subarray(['behavioral approach', 'microscopy approach']),
    techniques: fc.subarray(techniques),
    standards: fc.subarray(['NWB', 'BIDS']),
    licenses: fc.subarray(['CC-BY-4.0', 'CC0-1.0']),
    subjects: fc.option(fc.constantFrom(0, 1, 2, 10, 11, 50, 51, 200, 201, 4000), { nil: null }),
  })
  .map(study)

const times = fc.integer({ min: 0, max: 6 * 365 }).map((days) => days * day)
const versions = fc
  .record({
    title: fc.constantFrom('', 'Alpha', 'beta', 'Gamma 2', 'Gamma 10'),
    files: fc.nat(5),
    sizeBytes: fc.constantFrom(0, 1, 999_999_999, 1e9, 1e10, 1e11, 1e12, 1e13, 5e14),
    createdAt: times,
    modifiedAt: times,
  })
  .map(listedVersion)

const dandisets: fc.Arbitrary<readonly KnownDandiset[]> = fc
  .array(
    fc.record({
      published: fc.option(
        fc.record({ version: versions, study: fc.option(studies, { nil: null }) }),
        { nil: null },
      ),
      draft: fc.record({ version: versions, study: fc.option(studies, { nil: null }) }),
      embargoed: fc.boolean(),
      createdAt: times,
      stars: fc.nat(3),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ published, draft, ...rest }, index) => {
      const id = String(index + 1).padStart(6, '0')
      const versionsOf = { published: published?.version ?? null, draft: draft.version }
      const known = dandiset(id, {}, { ...rest, ...versionsOf })
      return { ...known, published: published?.study ?? null, draft: draft.study }
    }),
  )

const choices: Readonly<Record<CatalogueFacet, readonly string[]>> = {
  species: [...species.map((name) => name.toLowerCase()), ''],
  approach: ['behavioral approach', 'microscopy approach', ''],
  technique: [...techniques, ''],
  standard: ['NWB', 'BIDS', ''],
  license: ['CC-BY-4.0', 'CC0-1.0', ''],
  size: ['0', '0-1GB', '1-10GB', '10-100GB', '100GB-1TB', '1-10TB', '10TB-'],
  subjects: ['0', '1', '2-10', '11-50', '51-200', '201-', ''],
  year: ['1970', '1971', '1972', '1973', '1974', '1975'],
  access: ['open', 'embargoed'],
}

const texts = fc.constantFrom(
  ...['', 'species:mus', 'species:human technique:clamp', 'technique:"spike sorting"'],
  ...['created_after:1972-01-01', 'published_before:1973-06-01 species:danio', 'approach:scopy'],
)
const queries: fc.Arbitrary<CatalogueQuery> = fc.record({
  instance: fc.constant('local'),
  text: texts,
  facets: fc
    .subarray([...catalogueFacets], { maxLength: 3 })
    .chain((facets) =>
      fc.tuple(
        ...facets.map((facet) =>
          fc.subarray([...choices[facet]], { minLength: 1 }).map((values) => ({ facet, values })),
        ),
      ),
    ),
  draftsToo: fc.boolean(),
})

/** The same rules told once more, dandiset by dandiset, without any help of the code under test. */
function naiveValues({ listed, published, draft }: KnownDandiset, facet: CatalogueFacet) {
  const version = listed.published ?? listed.draft
  const known = listed.published ? published : draft
  const among = (names: readonly string[] | undefined) => {
    if (names === undefined) return []
    return names.length === 0 ? [''] : names
  }
  const bytes = version?.sizeBytes ?? 0
  switch (facet) {
    case 'species':
      return among(known?.species.map(({ name }) => name.toLowerCase()))
    case 'approach':
      return among(known?.approaches)
    case 'technique':
      return among(known?.techniques)
    case 'standard':
      return among(known?.standards)
    case 'license':
      return among(known?.licenses)
    case 'size':
      return [
        choices.size[bytes === 0 ? 0 : Math.min(6, Math.max(1, Math.floor(Math.log10(bytes)) - 7))],
      ]
    case 'subjects':
      return known ? [naiveSubjects(known.subjects)] : []
    case 'year':
      return [String(new Date(version?.createdAt ?? 0).getUTCFullYear())]
    case 'access':
      return [listed.embargoed ? 'embargoed' : 'open']
    default:
      return facet satisfies never
  }
}

function naiveSubjects(count: number | null): string {
  if (count === null) return ''
  if (count < 2) return String(count)
  return (
    [200, 50, 10, 1]
      .map((from, at) => (count > from ? choices.subjects[5 - at] : null))
      .find((it) => it) ?? ''
  )
}

function naiveMatch(known: KnownDandiset, query: CatalogueQuery): boolean {
  const { listed } = known
  if (!query.draftsToo && !listed.published) return false
  const facetsHold = query.facets.every(({ facet, values }) =>
    naiveValues(known, facet).some((value) => values.includes(value ?? '?')),
  )
  const words = query.text.replace('"spike sorting"', 'spike_sorting').split(' ').filter(Boolean)
  const dates = words.filter((word) => /_(before|after):/.test(word))
  const names = words.filter((word) => !dates.includes(word))
  const datesHold = dates.every((word) => {
    const [operator = '', date = ''] = word.split(':')
    const at = operator.startsWith('created') ? listed.createdAt : listed.published?.createdAt
    if (at === undefined || at === null) return false
    const iso = new Date(at).toISOString().slice(0, 10)
    return operator.endsWith('before') ? iso < date : iso >= date
  })
  const namesHold =
    names.length === 0 ||
    [known.published, known.draft].some((it) => it && names.every((word) => naiveName(it, word)))
  return facetsHold && datesHold && namesHold
}

function naiveName(known: VersionStudy, word: string): boolean {
  const [operator, value = ''] = word.replace('_', ' ').split(':')
  const named = { species: known.species.map(({ name }) => name), approach: known.approaches }
  const names = named[operator as 'species' | 'approach'] ?? known.techniques
  return names.some((name) => name.toLowerCase().includes(value))
}

const ids = (items: readonly CatalogueItem[]) => items.map(({ known }) => known.listed.id)

it('what is found is what each condition allows', () => {
  fc.assert(
    fc.property(dandisets, queries, (all, query) => {
      const found = ids(findItems(bookOf(all), query, noAnswers))
      const expected = all
        .filter((known) => naiveMatch(known, query))
        .map(({ listed }) => listed.id)
      expect(found).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

it('a facet counts what its values would find under the conditions on the others', () => {
  fc.assert(
    fc.property(dandisets, queries, (all, query) => {
      const counts = countFacets(bookOf(all), query, noAnswers)
      for (const facet of catalogueFacets) {
        const others = query.facets.filter((condition) => condition.facet !== facet)
        const chosen = query.facets.find((condition) => condition.facet === facet)?.values ?? []
        const expected = choices[facet].flatMap((value) => {
          const asked = { ...query, facets: [...others, { facet, values: [value] }] }
          const dandisetsFound = all.filter((known) => naiveMatch(known, asked)).length
          return dandisetsFound > 0 || chosen.includes(value) ? [[value, dandisetsFound]] : []
        })
        const found = counts[facet].map(({ value, dandisets: count }) => [value, count])
        expect(found.toSorted(byText), facet).toEqual(expected.toSorted(byText))
      }
    }),
    { numRuns: 200 },
  )
})

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1
}

it('a loosened query is the query without one condition, and finds no less', () => {
  fc.assert(
    fc.property(dandisets, queries, (all, query) => {
      const book = bookOf(all)
      const before = findItems(book, query, noAnswers).length
      for (const { query: looser } of loosened(book, query)) {
        expect(findItems(book, looser, noAnswers).length).toBeGreaterThanOrEqual(before)
        const told = (it: CatalogueQuery) =>
          it.text.split(/ (?=\w+:)/).filter(Boolean).length +
          it.facets.length -
          Number(it.draftsToo)
        expect(told(looser)).toBe(told(query) - 1)
      }
    }),
    { numRuns: 200 },
  )
})

it('every order shows each dandiset once, the unknown last in both directions', () => {
  const orders = [
    'modified',
    'created',
    'name',
    'size',
    'files',
    'subjects',
    'id',
    'stars',
  ] as const
  fc.assert(
    fc.property(dandisets, fc.constantFrom(...orders), (all, order) => {
      const { items } = bookOf(all)
      const up = sortItems(items, order, null)
      const down = sortItems(items, `-${order}`, null)
      expect(ids(up).toSorted()).toEqual(ids(items).toSorted())
      expect(ids(down).toSorted()).toEqual(ids(items).toSorted())
      if (order !== 'subjects') return
      for (const sorted of [up, down]) {
        const known = sorted.map(({ study: it }) => it?.subjects ?? null)
        const first = known.indexOf(null)
        expect(first < 0 ? [] : known.slice(first).filter((it) => it !== null)).toEqual([])
      }
      const numbers = up.flatMap(({ study: it }) => it?.subjects ?? [])
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }),
    { numRuns: 200 },
  )
})
