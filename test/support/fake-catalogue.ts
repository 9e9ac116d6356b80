import {
  type CataloguePage,
  type CatalogueQuery,
  type CatalogueRow,
  type CatalogueState,
  catalogueFacets,
  type SavedSearch,
} from '../../main/model/catalogue.ts'
import type { Handlers } from '../../preload/contract.ts'
import * as fake from './fake-data.ts'

const species = ['House mouse', 'Human', 'Rhesus monkey', 'Norway rat']
const techniques = ['spike sorting technique', 'two-photon microscopy technique']

export const catalogueRows: readonly CatalogueRow[] = fake.dandisets.map((row, index) => ({
  id: row.id,
  title: row.title,
  version: row.version,
  published: row.version !== 'draft',
  embargoed: row.embargoed,
  species: species.slice(index % 4, (index % 4) + 1),
  approaches: ['electrophysiological approach'],
  techniques: techniques.slice(index % 2, (index % 2) + 1),
  standards: ['Neurodata Without Borders (NWB)'],
  subjects: (index * 7) % 40,
  files: row.assetCount,
  sizeBytes: row.sizeBytes,
  licenses: ['CC-BY-4.0'],
  contact: row.contact,
  keywords: ['cortex', 'behavior'],
  doi: null,
  createdAt: (row.modifiedAt ?? fake.now) - 3e10,
  modifiedAt: row.modifiedAt,
  stars: row.stars,
  excerpt: null,
  titleMatches: [],
  excerptMatches: [],
}))

export const catalogueState: CatalogueState = {
  instance: 'dandi',
  dandisets: catalogueRows.length,
  described: catalogueRows.length,
  total: catalogueRows.length,
  phase: 'ready',
  checkedAt: fake.now - 240_000,
  failure: null,
}

function found({ text, draftsToo }: Pick<CatalogueQuery, 'text' | 'draftsToo'>) {
  const wanted = text.toLowerCase()
  return catalogueRows
    .filter((row) => draftsToo || row.published)
    .filter((row) => `${row.title} ${row.id} ${row.species}`.toLowerCase().includes(wanted))
}

function pageOf(query: CatalogueQuery, offset: number, limit: number): CataloguePage {
  const rows = found(query)
  return {
    rows: rows.slice(offset, offset + limit),
    total: rows.length,
    files: rows.reduce((sum, row) => sum + row.files, 0),
    sizeBytes: rows.reduce((sum, row) => sum + row.sizeBytes, 0),
    problems: [],
    loosen: [],
  }
}

let searches: readonly SavedSearch[] = []
type CatalogueRequests = Extract<keyof Handlers, `catalogue.${string}` | `searches.${string}`>

export const catalogueHandlers: Pick<Handlers, CatalogueRequests> = {
  'catalogue.state': () => catalogueState,
  'catalogue.refresh': () => catalogueState,
  'catalogue.page': ({ query, offset, limit }) => pageOf(query, offset, limit),
  'catalogue.facets': ({ query }) => {
    const none = Object.fromEntries(catalogueFacets.map((facet) => [facet, []]))
    const rows = found(query)
    const counts = species.map((value) => ({
      value,
      label: value,
      dandisets: rows.filter((row) => row.species.includes(value)).length,
    }))
    return { ...none, species: counts } as never
  },
  'catalogue.complete': ({ caret }) => ({ from: caret, to: caret, options: [] }),
  'catalogue.dandiset': ({ dandisetId }) => {
    const row = catalogueRows.find((it) => it.id === dandisetId)
    if (!row) throw new Error('no such dandiset')
    return { row, about: null, versions: [] }
  },
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
