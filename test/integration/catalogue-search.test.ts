import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogueFacets } from '../../main/model/catalogue.ts'
import { ask, find, idsOf, instance, settled } from '../support/catalogue-world.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

let world: EngineWorld

beforeAll(async () => {
  world = await startEngineWorld({ archive: hasRealData ? { dataDir: realData } : {} })
  await settled(world)
})
afterAll(() => world.close())

/** What the archive itself finds. */
async function archiveFinds(search: string, draftsToo = true): Promise<readonly string[]> {
  const query = new URLSearchParams({ search, page_size: '1000', draft: String(draftsToo) })
  const answer = await fetch(`${world.archive.urls.api}/dandisets/?${query}`)
  if (!answer.ok) throw new Error(`${search}: ${answer.status} ${await answer.text()}`)
  const { results } = (await answer.json()) as { readonly results: { identifier: string }[] }
  return results.map(({ identifier }) => identifier).sort()
}

const names = [
  ...['species:mouse', 'species:Mus', 'species:"Mus musculus"', 'species:MUSCULUS', 'species:rat'],
  ...['species:human', 'species:"Homo sapiens - Human"', 'species:elegans', 'species:monkey'],
  ...['species:zebra', 'species:fly', 'species:unicorn', 'species:" - "', 'species:o'],
  ...['approach:electro', 'approach:behavioral', 'approach:"cell population imaging"'],
  ...['approach:microscopy', 'approach:optogenetic', 'approach:none'],
  ...['technique:"spike sorting"', 'technique:spike', 'technique:surgical', 'technique:patch'],
  ...['technique:"two-photon microscopy technique"', 'technique:photon', 'technique:clamp'],
  ...['technique:fourier', 'technique:"signal filtering"', 'technique:analytical'],
  ...['Species:mouse', 'TECHNIQUE:Spike', 'species:mou"se"'],
]
const pairs = [
  ...['species:mouse technique:spike', 'species:rat approach:behavioral technique:surgical'],
  ...['species:human approach:electro', 'species:mouse species:human', 'species:mus species:house'],
  ...['technique:spike technique:surgical', 'approach:electro approach:microscopy'],
  ...['species:human technique:clamp', 'species:mouse approach:optogenetic technique:spike'],
]
const days = ['2020-01-01', '2021-03-15', '2022-06-30', '2023-01-01', '2024-02-29', '2025-12-31']
const dates = ['created', 'modified', 'published'].flatMap((field) =>
  days.flatMap((day) => [`${field}_before:${day}`, `${field}_after:${day}`]),
)
const mixed = [
  ...[
    'created_after:2021-01-01 created_before:2023-01-01',
    'published_after:2022-01-01 species:mouse',
  ],
  ...['modified_before:2024-01-01 technique:spike', 'created_before:"2022-01-01" species:rat'],
  ...['published_before:2023-06-01 published_after:2021-06-01 approach:electro'],
]
const served = [
  ...['file_type:nwb', 'file_type:image', 'file_type:text', 'file_type:video'],
  ...['file_type:application/json', 'owner:dandi', 'owner:nobody-at-all', 'owner:e'],
  ...['file_type:nwb species:mouse', 'file_type:image created_after:2022-01-01'],
]

describe('operators find what the archive finds', () => {
  it.each([...names, ...pairs, ...dates, ...mixed, ...served])('%s', async (text) => {
    const found = await archiveFinds(text)
    expect([...(await idsOf(world, text))].sort()).toEqual(found)
    const published = await archiveFinds(text, false)
    expect([...(await idsOf(world, text, { draftsToo: false }))].sort()).toEqual(published)
  })
})

const words = [
  ...['mouse', 'hippocampus', 'hippocampal replay', '"spike sorting"', 'cortex visual', 'human'],
  ...['Léon', 'behavior', 'test', 'calcium imaging', '000027', '200001', 'sleep', 'neuropixels'],
]

describe('words find whole words and beginnings, all of which the archive finds too', () => {
  it.each(words)('%s', async (text) => {
    const found = await idsOf(world, text)
    const there = new Set(await archiveFinds(text))
    expect(found.filter((id) => !there.has(id))).toEqual([])
  })

  it.each(['hippocampus', 'mouse', 'replay'])('%s is missed in no title', async (word) => {
    const found = new Set(await idsOf(world, word))
    const titled = (await find(world, ask(''))).rows.filter(({ title }) =>
      title
        .toLowerCase()
        .split(/[^a-z]+/)
        .includes(word),
    )
    expect(titled.length).toBeGreaterThan(0)
    expect(titled.filter(({ id }) => !found.has(id))).toEqual([])
  })
})

it('a number finds its dandiset first, and those whose number has it within', async () => {
  expect((await idsOf(world, '200026'))[0]).toBe('200026')
  expect((await idsOf(world, 'DANDI:200026'))[0]).toBe('200026')
  const found = await idsOf(world, '0002')
  expect(found).toContain('200021')
})

it('a title that has the words comes before a description that has them', async () => {
  const { rows } = await find(world, ask('replay'))
  const at = rows.findIndex(({ titleMatches }) => titleMatches.length === 0)
  const after = rows.slice(at < 0 ? rows.length : at)
  expect(rows[0]?.titleMatches.length).toBeGreaterThan(0)
  expect(after.filter(({ titleMatches }) => titleMatches.length > 0)).toEqual([])
})

it('marks stand on the words that were asked for', async () => {
  const { rows } = await find(world, ask('hippocamp'))
  expect(rows.length).toBeGreaterThan(3)
  for (const { title, titleMatches, excerpt, excerptMatches } of rows) {
    const marked = [
      ...titleMatches.map(([from, to]) => title.slice(from, to)),
      ...excerptMatches.map(([from, to]) => (excerpt ?? '').slice(from, to)),
    ]
    expect(marked.length).toBeGreaterThan(0)
    expect(new Set(marked.map((it) => it.toLowerCase()))).toEqual(new Set(['hippocamp']))
  }
})

it('a facet’s counts are what choosing the value gives', async () => {
  const query = ask('cortex', { facets: [{ facet: 'approach', values: ['behavioral approach'] }] })
  const counts = await world.engine['catalogue.facets']({ query: query as never })
  for (const facet of catalogueFacets) {
    const others = query.facets.filter((condition) => condition.facet !== facet)
    for (const { value, dandisets } of counts[facet]) {
      const chosen = { ...query, facets: [...others, { facet, values: [value] }] }
      expect((await find(world, chosen)).total, `${facet} ${value}`).toBe(dandisets)
    }
  }
})

it('an empty result says which condition to leave out', async () => {
  const query = ask('hippocampus species:unicorn', {
    facets: [{ facet: 'access', values: ['open'] }],
  })
  const { total, loosen, problems } = await find(world, query)
  expect(total).toBe(0)
  expect(problems.map(({ code }) => code)).toEqual(['no-such-value'])
  expect(loosen.map(({ kind, label }) => [kind, label])).toEqual([['operator', 'species:unicorn']])
  expect((await find(world, loosen[0]?.query ?? query)).total).toBe(loosen[0]?.total)
})

it('a completion offers values with the number that the search then finds', async () => {
  const { options, from } = await world.engine['catalogue.complete']({
    instance,
    text: 'sleep species:m',
    caret: 15,
  })
  expect(from).toBe(14)
  expect(options.length).toBeGreaterThan(1)
  for (const { insert, dandisets } of options) {
    expect(await idsOf(world, `species:${insert}`), insert).toHaveLength(dandisets ?? -1)
  }
})

it('a dandiset is described from what is kept, and an unknown one is not found', async () => {
  const { row, about, versions } = await world.engine['catalogue.dandiset']({
    instance,
    dandisetId: '200001',
  })
  expect(about?.title).toBe(row.title)
  expect(about?.description).not.toBe('')
  expect(versions.map(({ version }) => version)).toContain(row.version)
  const unknown = Promise.resolve().then(() =>
    world.engine['catalogue.dandiset']({ instance, dandisetId: '999999' }),
  )
  await expect(unknown).rejects.toMatchObject({ code: 'remote.not-found' })
})

it('a saved search is kept under its name across runs, and replaced by the next of that name', async () => {
  const { engine } = world
  const query = ask('species:mouse', { facets: [{ facet: 'year', values: ['2023'] }] })
  await engine['searches.save']({ name: 'Mice', query: ask('mouse') as never })
  await engine['searches.save']({ name: 'mice', query: query as never })
  await world.reopen()
  expect(await world.engine['searches.list'](undefined)).toEqual([{ name: 'mice', query }])
  expect(await world.engine['searches.remove']({ name: 'MICE' })).toEqual([])
})
