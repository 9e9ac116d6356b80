import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCatalogueAnswers } from '../../main/engine/catalogue/catalogue-answers.ts'
import { createCatalogueShelf } from '../../main/engine/catalogue/catalogue-shelf.ts'
import { describeVersion } from '../../main/sources/describe-version.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { dandiset, listedVersion } from '../support/sample-catalogue.ts'
import { tempFolder } from '../support/temp-folder.ts'

const instance = 'local'
let store: Store

beforeEach(async () => {
  const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
  store = openStore({ dataDir: await tempFolder(), nativeBinding })
  store.transact(() => store.catalogue.begin(instance, 'http://local/api'))
})
afterEach(() => store.close())

interface Sample {
  readonly title: string
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly modifiedAt?: number
}

function keep(
  id: string,
  { title, description = '', keywords = [], modifiedAt = 0 }: Sample,
): void {
  const draft = listedVersion({ title, modifiedAt })
  const { listed } = dandiset(id, {}, { draft })
  store.transact(() => {
    store.catalogue.list(instance, [listed], 1)
    for (const which of store.catalogue.undescribed(instance)) {
      store.catalogue.describe(
        instance,
        which,
        describeVersion({ name: title, description, keywords }),
      )
    }
  })
}

async function found(text: string) {
  const context = { store, clock: { now: () => 0 }, signal: new AbortController().signal }
  const answers = createCatalogueAnswers(context as never, createCatalogueShelf(store))
  const query = { instance, text, facets: [], draftsToo: true }
  return (await answers.page({ query, order: 'relevance', offset: 0, limit: 50 })).rows
}
const ids = async (text: string) => (await found(text)).map(({ id }) => id)

it('a title tells more than a keyword, and a keyword more than a description', async () => {
  keep('000001', { title: 'One', description: 'Sleep, sleep and more sleep in sleep' })
  keep('000002', { title: 'Two', keywords: ['sleep', 'rest'] })
  keep('000003', { title: 'Sleep, rest, and what comes after in a rather long title' })
  expect(await ids('sleep')).toEqual(['000003', '000002', '000001'])
})

it('a dandiset’s number means that dandiset, however often others have it in words', async () => {
  keep('000007', { title: 'Plain' })
  keep('000100', { title: '7 7 7', keywords: ['7', '7 tesla'] })
  expect(await ids('7')).toEqual(['000007', '000100'])
  expect(await ids('000007')).toEqual(['000007'])
})

it('words are found without their accents and by their beginning, phrases in their order', async () => {
  keep('000001', { title: 'Étude by Buzsáki' })
  keep('000002', { title: 'Sorting spikes' })
  keep('000003', { title: 'Spike-sorting benchmark' })
  expect(await ids('etu buzsaki')).toEqual(['000001'])
  expect(await ids('"spike sort"')).toEqual(['000003'])
  expect((await ids('spike sort')).toSorted()).toEqual(['000002', '000003'])
})

it.each([
  '"',
  '""',
  '*',
  'a* OR b',
  'NEAR(',
  'title:x',
  '( ) ^',
  "'; DROP TABLE dandisets",
  '-',
  '…',
])('no text breaks the index of words: %s', async (text) => {
  keep('000001', { title: 'One' })
  await expect(found(text)).resolves.toBeInstanceOf(Array)
})

it('what is described anew is found by its new words and no more by its old ones', async () => {
  keep('000001', { title: 'Old', description: 'about frogs' })
  const draft = listedVersion({ title: 'New', modifiedAt: 9 })
  store.transact(() =>
    store.catalogue.list(instance, [dandiset('000001', {}, { draft }).listed], 2),
  )
  expect(await ids('new frogs')).toEqual(['000001'])
  keep('000001', { title: 'New', description: 'about toads', modifiedAt: 9 })
  expect(await ids('frogs')).toEqual([])
  expect(await ids('old')).toEqual([])
  expect(await ids('new toads')).toEqual(['000001'])
})
