// How long questions to the kept catalogue take, with as many dandisets as the archive has, and ten times that.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCatalogueAnswers } from '../../main/engine/catalogue/catalogue-answers.ts'
import { createCatalogueShelf } from '../../main/engine/catalogue/catalogue-shelf.ts'
import type { CatalogueQuery } from '../../main/model/catalogue.ts'
import type { ListedDandiset } from '../../main/model/catalogue-facts.ts'
import { describeVersion } from '../../main/sources/describe-version.ts'
import { openStore, type Store } from '../../main/store/database.ts'

const instance = 'bench'
const pageRows = 50

const topics = 'hippocampus cortex striatum thalamus amygdala cerebellum retina olfactory'.split(
  ' ',
)
const verbs = 'sleep replay navigation decision reward vision movement memory'.split(' ')
const people = 'Senzai Buzsaki Steinmetz Lecoq Churchland Rutishauser Kato Ahrens'.split(' ')
const species = [
  ['Mus musculus - House mouse', '10090'],
  ['Rattus norvegicus - Norway rat', '10116'],
  ['Homo sapiens - Human', '9606'],
  ['Macaca mulatta - Rhesus monkey', '9544'],
] as const
const techniques = [
  'spike sorting',
  'two-photon microscopy',
  'patch clamp',
  'surgical',
  'behavioral',
]

/** Some piece of a list, the same for the same number. */
function some<T>(list: readonly T[], at: number): T {
  return list[
    Math.imul(at + 7, 2_654_435_761) >>> 8 > 0
      ? (Math.imul(at + 7, 2_654_435_761) >>> 8) % list.length
      : 0
  ] as T
}

function metadataOf(at: number): Record<string, unknown> {
  const sentence = (from: number) =>
    `Recordings of ${some(topics, from)} during ${some(verbs, from + 1)} in ${some(topics, from + 2)} experiment ${from}.`
  const [name, taxon] = some(species, at)
  const named = (text: string) => ({ name: text })
  return {
    name: `${some(topics, at)} and ${some(topics, at + 3)} in ${some(verbs, at)} ${at}`,
    description: Array.from({ length: 12 }, (_, index) => sentence(at * 12 + index)).join(' '),
    license: ['spdx:CC-BY-4.0'],
    keywords: [some(topics, at), some(verbs, at + 5), `lab${at % 97}`],
    contributor: Array.from({ length: 6 }, (_, index) => ({
      name: `${some(people, at + index)}, ${some(people, at * 3 + index)}`,
      affiliation: [named(`University of ${some(topics, at + index)} ${at % 211}`)],
    })),
    assetsSummary: {
      numberOfSubjects: at % 83,
      species: [{ name, identifier: `http://purl.obolibrary.org/obo/NCBITaxon_${taxon}` }],
      approach: [named(at % 3 ? 'electrophysiological approach' : 'behavioral approach')],
      measurementTechnique: [0, 1, 2].map((add) =>
        named(`${some(techniques, at + add)} technique`),
      ),
      dataStandard: [named('Neurodata Without Borders (NWB)')],
      variableMeasured: ['Units', 'ElectricalSeries', 'SpatialSeries'],
    },
  }
}

function listedOf(at: number): ListedDandiset {
  const day = 86_400_000
  const version = {
    title: String(metadataOf(at).name),
    files: at % 5000,
    sizeBytes: 10 ** (at % 14),
    status: 'Valid',
    createdAt: (18_000 + (at % 2500)) * day,
    modifiedAt: (19_000 + (at % 1500)) * day,
  }
  return {
    id: String(at).padStart(6, '0'),
    embargoed: false,
    contact: some(people, at),
    createdAt: version.createdAt,
    modifiedAt: version.modifiedAt,
    stars: at % 40,
    published: at % 3 ? { ...version, version: '0.210831.2033' } : null,
    draft: { ...version, version: 'draft' },
  }
}

function fill({ catalogue, transact }: Store, dandisets: number): void {
  const all = Array.from({ length: dandisets }, (_, index) => listedOf(index + 1))
  transact(() => {
    catalogue.begin(instance, 'http://bench/api')
    catalogue.list(instance, all, 1)
    for (const which of catalogue.undescribed(instance)) {
      catalogue.describe(instance, which, describeVersion(metadataOf(Number(which.dandisetId))))
    }
  })
}

const ask = (text: string, facets: CatalogueQuery['facets'] = []): CatalogueQuery => ({
  instance,
  text,
  facets,
  draftsToo: true,
})

const questions: readonly CatalogueQuery[] = [
  ...['', 'h', 'hi', 'hippocampus', 'replay cortex', '"navigation in"', '42', '000123', 'lab7'],
  ...['species:mouse', 'species:mouse technique:"spike sorting"', 'created_after:2022-01-01'],
  ...[
    'senzai species:rat',
    'reward published_before:2021-06-01 approach:electro',
    'nothing-at-all',
  ],
]
  .map((text) => ask(text))
  .concat([
    ask('', [{ facet: 'species', values: ['taxon:10090', 'taxon:9606'] }]),
    ask('memory', [
      { facet: 'technique', values: ['spike sorting technique'] },
      { facet: 'year', values: ['2022', '2023'] },
      { facet: 'size', values: ['1-10GB'] },
    ]),
  ])

async function milliseconds(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function quantile(of: readonly number[], share: number): string {
  const sorted = [...of].sort((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}

async function measure(dandisets: number, rounds: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dandelion-bench-'))
  const store = openStore({ dataDir, nativeBinding: process.env.DANDELION_SQLITE_BINDING ?? null })
  try {
    const fillMs = await milliseconds(() => fill(store, dandisets))
    const shelf = createCatalogueShelf(store)
    const context = { store, clock: { now: Date.now }, signal: new AbortController().signal }
    const answers = createCatalogueAnswers(context as never, shelf)
    const firstMs = await milliseconds(() => shelf.book(instance))
    const pages: number[] = []
    const counts: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const query of questions) {
        const wish = { query, order: 'relevance', offset: 0, limit: pageRows } as const
        pages.push(await milliseconds(() => answers.page(wish)))
        counts.push(await milliseconds(() => answers.facets(query)))
      }
    }
    return { fillMs, firstMs, pages, counts }
  } finally {
    store.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export async function benchCatalogue(say: (text: string) => void): Promise<void> {
  say(`\ncatalogue: ${questions.length} questions, ms (a page of ${pageRows}, and all facets)`)
  say('  dandisets   page p50   page p95   facets p50   facets p95   first   filling the database')
  for (const dandisets of [1000, 10_000]) {
    const { fillMs, firstMs, pages, counts } = await measure(dandisets, 10)
    const figures = [
      String(dandisets).padStart(11),
      quantile(pages, 0.5).padStart(11),
      quantile(pages, 0.95).padStart(11),
      quantile(counts, 0.5).padStart(13),
      quantile(counts, 0.95).padStart(13),
      firstMs.toFixed(0).padStart(8),
      fillMs.toFixed(0).padStart(13),
    ]
    say(figures.join(''))
  }
}
