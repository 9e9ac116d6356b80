import type {
  CataloguePage,
  CatalogueQuery,
  CatalogueRow,
  CatalogueState,
  Completion,
  Marks,
  SavedSearch,
} from '../../main/model/catalogue.ts'
import { bookOf, type CatalogueItem } from '../../main/model/catalogue-facts.ts'
import { countFacets, findItems, loosened, sortItems } from '../../main/model/catalogue-find.ts'
import { catalogueRow } from '../../main/model/catalogue-row.ts'
import { parseSearch, searchOperators, tokensOf } from '../../main/model/catalogue-search.ts'
import type { About } from '../../main/model/listing.ts'
import type { Handlers } from '../../preload/contract.ts'
import { descriptionOf, knownDandisets } from './fake-dandisets.ts'

/** A catalogue in any state, searched by the rules of the real one but for its index of words. */

const book = bookOf(knownDandisets)
const minute = 60_000

const ready: CatalogueState = {
  instance: 'dandi',
  dandisets: book.items.length,
  described: book.items.length,
  total: book.items.length,
  phase: 'ready',
  checkedAt: Date.now() - 3 * minute,
  failure: null,
}
const unreachable = {
  code: 'net.unreachable',
  remedy: 'retry-later',
  details: { host: 'api.dandiarchive.org' },
} as const

function catalogueStateOf(wish: string): CatalogueState {
  const old = Date.now() - 3 * 24 * 60 * minute
  switch (wish) {
    case 'filling':
      return { ...ready, phase: 'filling', described: 412, checkedAt: null }
    case 'beginning':
      return {
        ...ready,
        phase: 'filling',
        dandisets: 0,
        described: 0,
        total: null,
        checkedAt: null,
      }
    case 'check-failed':
      return { ...ready, phase: 'failed', checkedAt: old, failure: unreachable }
    case 'no-network':
      return { ...ready, checkedAt: old }
    case 'offline':
      return {
        ...ready,
        phase: 'failed',
        dandisets: 0,
        described: 0,
        total: null,
        checkedAt: null,
        failure: unreachable,
      }
    default:
      return ready
  }
}

const wish = new URLSearchParams(globalThis.location?.search ?? '').get('state') ?? ''
if (wish === 'no-network') Object.defineProperty(navigator, 'onLine', { get: () => false })

const wordsOf = (text: string) =>
  parseSearch(text)
    .terms.filter((term) => term.kind === 'words')
    .map((term) => term.value.toLowerCase())

function textOf({ known, shown }: CatalogueItem): string {
  return `${shown.title} ${known.listed.id} ${known.listed.contact} ${descriptionOf(known.listed.id)}`
}

function answersFor({ text }: CatalogueQuery) {
  const words = wordsOf(text)
  if (words.length === 0) return { words: null, server: null }
  const having = book.items.filter((item) => {
    const all = textOf(item).toLowerCase()
    return words.every((word) => all.includes(word))
  })
  const rank = ({ shown }: CatalogueItem) =>
    words.every((word) => shown.title.toLowerCase().includes(word)) ? 0 : 1
  return {
    words: new Map(having.map((item) => [item.known.listed.id, rank(item)])),
    server: null,
  }
}

function pageOf({ query, order, offset, limit }: Parameters<Handlers['catalogue.page']>[0]) {
  const answers = answersFor(query)
  const items = findItems(known(), query, answers)
  const words = wordsOf(query.text)
  const page: CataloguePage = {
    rows: sortItems(items, order, answers.words)
      .slice(offset, offset + limit)
      .map((item) => rowOf(item, words)),
    total: items.length,
    files: items.reduce((sum, { shown }) => sum + shown.files, 0),
    sizeBytes: items.reduce((sum, { shown }) => sum + shown.sizeBytes, 0),
    problems: parseSearch(query.text).problems,
    loosen: items.length > 0 ? [] : looseningOf(query),
  }
  return page
}

function looseningOf(query: CatalogueQuery): CataloguePage['loosen'] {
  return loosened(book, query)
    .map((way) => ({ ...way, total: findItems(book, way.query, answersFor(way.query)).length }))
    .filter((way) => way.total > 0)
    .sort((a, b) => b.total - a.total)
}

function marksIn(text: string, words: readonly string[]): Marks {
  const lower = text.toLowerCase()
  return words
    .map((word): readonly [number, number] => [
      lower.indexOf(word),
      lower.indexOf(word) + word.length,
    ])
    .filter(([from]) => from >= 0)
    .sort((a, b) => a[0] - b[0])
}

function rowOf(item: CatalogueItem, words: readonly string[]): CatalogueRow {
  const { known, shown } = item
  const titleMatches = marksIn(shown.title, words)
  const description = descriptionOf(known.listed.id)
  const matches = marksIn(description, words)
  const inTitle = titleMatches.length === words.length || matches.length === 0
  return {
    ...catalogueRow(item),
    titleMatches,
    excerpt: inTitle ? null : description,
    excerptMatches: inTitle ? [] : matches,
  }
}

function completionOf(text: string, caret: number): Completion {
  const token = tokensOf(text).find(({ from, to }) => from <= caret && caret <= to)
  const typed = token ? text.slice(token.from, caret) : ''
  const [from, to] = [token?.from ?? caret, caret]
  const value = /^species:"?(.*)$/.exec(typed)?.[1]
  if (value !== undefined) return { from, to, options: speciesLike(value) }
  const options = searchOperators
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({ insert: `${name}:`, label: name, dandisets: null, note: '' }))
  return { from, to, options }
}

function speciesLike(value: string): Completion['options'] {
  const open = { instance: 'dandi', text: '', facets: [], draftsToo: true }
  return countFacets(book, open, answersFor(open))
    .species.filter(({ label }) => label.toLowerCase().includes(value.toLowerCase()))
    .map(({ label, dandisets }) => ({
      insert: `species:"${label.replace(/ \(.*$/, '')}"`,
      label,
      dandisets,
      note: '',
    }))
}

function aboutOf({ shown, study, known }: CatalogueItem): About {
  return {
    title: shown.title,
    description: descriptionOf(known.listed.id),
    citation: '',
    doi: null,
    url: null,
    licenses: study?.licenses ?? [],
    contributors: [],
    keywords: study?.keywords ?? [],
    species: (study?.species ?? []).map(({ name }) => name),
    approaches: study?.approaches ?? [],
    techniques: study?.techniques ?? [],
    variables: [],
    subjects: study?.subjects ?? null,
  }
}

function detailOf(dandisetId: string) {
  const item = book.items.find(({ known }) => known.listed.id === dandisetId)
  if (!item) throw new Error('no such dandiset')
  const { published, draft } = item.known.listed
  const versions = [draft, published].flatMap((version) =>
    version === null
      ? []
      : [{ ...version, assetCount: version.files, modifiedAt: version.modifiedAt }],
  )
  return { row: rowOf(item, []), about: aboutOf(item), versions }
}

let searches: readonly SavedSearch[] = [
  {
    name: 'Neuropixels in mice',
    query: {
      instance: 'dandi',
      text: 'neuropixels',
      facets: [{ facet: 'species', values: ['taxon:10090'] }],
      draftsToo: true,
    },
  },
]
const state = () => catalogueStateOf(wish)
const known = () => (state().dandisets === 0 ? bookOf([]) : book)
type CatalogueRequests = Extract<keyof Handlers, `catalogue.${string}` | `searches.${string}`>

export const catalogueHandlers: Pick<Handlers, CatalogueRequests> = {
  'catalogue.state': state,
  'catalogue.refresh': state,
  'catalogue.page': (input) => pageOf(input),
  'catalogue.facets': ({ query }) => countFacets(known(), query, answersFor(query)),
  'catalogue.complete': ({ text, caret }) => completionOf(text, caret),
  'catalogue.dandiset': ({ dandisetId }) => detailOf(dandisetId),
  'searches.list': () => searches,
  'searches.save': (search) => {
    searches = [...searches.filter((it) => it.name !== search.name), search]
    return searches
  },
  'searches.remove': ({ name }) => {
    searches = searches.filter((it) => it.name !== name)
    return searches
  },
}
