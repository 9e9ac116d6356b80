/** What is known of a dandiset, and its value for each facet of the catalogue. */
import type { CatalogueFacet } from './catalogue.ts'
import { fold } from './catalogue-marks.ts'
import type { StudyField } from './catalogue-search.ts'
import type { About } from './listing.ts'
import { takeAll } from './steps.ts'

/** A version as the archive's list of dandisets has it. Times are ms since 1970. */
export interface ListedVersion {
  readonly version: string
  readonly title: string
  readonly files: number
  readonly sizeBytes: number
  readonly status: string
  readonly createdAt: number | null
  readonly modifiedAt: number | null
}

/** A dandiset as the archive's list has it. */
export interface ListedDandiset {
  readonly id: string
  readonly embargoed: boolean
  readonly contact: string
  readonly createdAt: number | null
  readonly modifiedAt: number | null
  readonly stars: number
  /** The newest of them. */
  readonly published: ListedVersion | null
  readonly draft: ListedVersion | null
}

/** What the metadata of a version say, as far as dandisets are found by it; names as written there. */
export interface VersionStudy {
  readonly species: readonly { readonly name: string; readonly identifier: string | null }[]
  readonly approaches: readonly string[]
  readonly techniques: readonly string[]
  readonly standards: readonly string[]
  readonly licenses: readonly string[]
  readonly keywords: readonly string[]
  readonly subjects: number | null
  readonly doi: string | null
}

/** All that is kept of a version's metadata. */
export interface DescribedVersion {
  readonly study: VersionStudy
  readonly about: About
  /** Texts that are in neither: affiliations, grants, related works, anatomy … */
  readonly rest: readonly string[]
}

/** Which of a dandiset's two versions. */
export type VersionKind = 'published' | 'draft'

export interface KnownDandiset {
  readonly listed: ListedDandiset
  /** Null while the version's metadata are not here. */
  readonly published: VersionStudy | null
  readonly draft: VersionStudy | null
}

/** A dandiset ready to be searched. */
export interface CatalogueItem {
  readonly known: KnownDandiset
  /** The version that stands for the dandiset: the newest published one, else the draft. */
  readonly shown: ListedVersion
  readonly study: VersionStudy | null
  readonly values: Readonly<Record<CatalogueFacet, readonly string[]>>
}

export interface CatalogueBook {
  readonly items: readonly CatalogueItem[]
  /** By facet, what people read for a value, where that is not the value itself. */
  readonly labels: Readonly<Partial<Record<CatalogueFacet, ReadonlyMap<string, string>>>>
  /** Names as written, of any version. */
  readonly names: Readonly<Record<StudyField, ReadonlyMap<string, CountedName>>>
}

interface CountedName {
  readonly folded: string
  /** Dandisets that an operator with this name finds. */
  readonly dandisets: number
}

/** Makes all dandisets of an instance ready to be searched. */
export function bookOf(all: readonly KnownDandiset[]): CatalogueBook {
  return takeAll(bookInSteps(all))
}

/** The same, coming to rest after each dandiset. */
export function* bookInSteps(all: readonly KnownDandiset[]): Generator<void, CatalogueBook> {
  const taxa = yield* taxaOf(all)
  const names = {
    species: yield* countNames(all, 'species'),
    approach: yield* countNames(all, 'approach'),
    technique: yield* countNames(all, 'technique'),
  }
  const items: CatalogueItem[] = []
  for (const known of all) {
    yield
    items.push(itemOf(known, taxa))
  }
  return { items, labels: labelsOf(taxa), names }
}

export function namesOf(study: VersionStudy, field: StudyField): readonly string[] {
  if (field === 'species') return study.species.map(({ name }) => name)
  return field === 'approach' ? study.approaches : study.techniques
}

function* countNames(
  all: readonly KnownDandiset[],
  field: StudyField,
): Generator<void, ReadonlyMap<string, CountedName>> {
  /** By name, the places of the dandisets that have it. */
  const places = new Map<string, number[]>()
  for (const [at, { published, draft }] of all.entries()) {
    yield
    const names = [published, draft].flatMap((study) => (study ? namesOf(study, field) : []))
    for (const name of new Set(names)) {
      const known = places.get(name)
      if (known) known.push(at)
      else places.set(name, [at])
    }
  }
  const plain = [...places].map(([name, at]) => ({ small: name.toLowerCase(), at }))
  const counted = new Map<string, CountedName>()
  for (const [name, own] of places) {
    yield
    const small = name.toLowerCase()
    const alike = plain.filter((other) => other.small.includes(small))
    const dandisets = alike.length === 1 ? own.length : yield* countOfAll(alike)
    counted.set(name, { folded: fold(name), dandisets })
  }
  return counted
}

/** How many there are in any of the lists. */
function* countOfAll(lists: readonly { readonly at: readonly number[] }[]) {
  const seen = new Set<number>()
  for (const { at } of lists) {
    for (const one of at) {
      yield
      seen.add(one)
    }
  }
  return seen.size
}

const nothingListed: ListedVersion = {
  version: 'draft',
  title: '',
  files: 0,
  sizeBytes: 0,
  status: '',
  createdAt: null,
  modifiedAt: null,
}

function itemOf(known: KnownDandiset, taxa: Taxa): CatalogueItem {
  const { listed } = known
  const shown = listed.published ?? listed.draft ?? nothingListed
  const study = listed.published ? known.published : known.draft
  return { known, shown, study, values: valuesOf({ listed, shown, study }, taxa) }
}

type Shown = Pick<CatalogueItem, 'shown' | 'study'> & { readonly listed: ListedDandiset }

/** A facet that only metadata can tell has no value at all before they came, and `''` where they say nothing. */
function valuesOf({ listed, shown, study }: Shown, taxa: Taxa): CatalogueItem['values'] {
  const stated = (names: readonly string[]) => (names.length > 0 ? [...new Set(names)] : [''])
  const of = (values: (study: VersionStudy) => readonly string[]) =>
    study ? stated(values(study)) : []
  return {
    species: of((it) => it.species.map((each) => taxonOf(each, taxa))),
    approach: of((it) => it.approaches),
    technique: of((it) => it.techniques),
    standard: of((it) => it.standards),
    license: of((it) => it.licenses),
    size: [bucketOf(shown.sizeBytes, sizeBuckets)],
    subjects: of((it) => (it.subjects === null ? [] : [bucketOf(it.subjects, subjectBuckets)])),
    year: [yearOf(shown.createdAt ?? listed.createdAt)],
    access: [listed.embargoed ? 'embargoed' : 'open'],
  }
}

function yearOf(at: number | null): string {
  return at === null ? '' : String(new Date(at).getUTCFullYear())
}

interface Bucket {
  readonly value: string
  readonly label: string
  /** Numbers below this that are in no bucket before. */
  readonly below: number
}

const GB = 1e9
const TB = 1e12
const sizeBuckets: readonly Bucket[] = [
  { value: '0', label: '0', below: 1 },
  { value: '0-1GB', label: '< 1 GB', below: GB },
  { value: '1-10GB', label: '1–10 GB', below: 10 * GB },
  { value: '10-100GB', label: '10–100 GB', below: 100 * GB },
  { value: '100GB-1TB', label: '100 GB – 1 TB', below: TB },
  { value: '1-10TB', label: '1–10 TB', below: 10 * TB },
  { value: '10TB-', label: '> 10 TB', below: Number.POSITIVE_INFINITY },
]
const subjectBuckets: readonly Bucket[] = [
  { value: '0', label: '0', below: 1 },
  { value: '1', label: '1', below: 2 },
  { value: '2-10', label: '2–10', below: 11 },
  { value: '11-50', label: '11–50', below: 51 },
  { value: '51-200', label: '51–200', below: 201 },
  { value: '201-', label: '> 200', below: Number.POSITIVE_INFINITY },
]

function bucketOf(number: number, buckets: readonly Bucket[]): string {
  return buckets.find(({ below }) => number < below)?.value ?? ''
}

/** Species under one key each: the identifier, or the name where no dandiset gives it one. */
interface Taxa {
  readonly byName: ReadonlyMap<string, string>
  /** The most frequent name of a key. */
  readonly names: ReadonlyMap<string, string>
}

type Species = VersionStudy['species'][number]

function* taxaOf(all: readonly KnownDandiset[]): Generator<void, Taxa> {
  const named: { readonly species: Species; readonly key: string | null }[] = []
  const byName = new Map<string, string>()
  for (const { published, draft } of all) {
    yield
    for (const species of [...(published?.species ?? []), ...(draft?.species ?? [])]) {
      const key = identifierKey(species.identifier)
      named.push({ species, key })
      if (key) byName.set(nameKey(species), key)
    }
  }
  const counts = new Map<string, Map<string, number>>()
  for (const { species, key } of named) {
    yield
    const taxon = key ?? byName.get(nameKey(species)) ?? nameKey(species)
    const names = counts.get(taxon) ?? new Map<string, number>()
    names.set(species.name, (names.get(species.name) ?? 0) + 1)
    counts.set(taxon, names)
  }
  const names = new Map([...counts].map(([key, of]) => [key, mostFrequent(of)]))
  return { byName, names }
}

function taxonOf(species: Species, { byName }: Pick<Taxa, 'byName'>): string {
  const name = nameKey(species)
  return identifierKey(species.identifier) ?? byName.get(name) ?? name
}

const nameKey = ({ name }: Species) => name.trim().toLowerCase()

/** The number in NCBI's taxonomy however it is written; else the identifier itself; null without one. */
function identifierKey(identifier: string | null): string | null {
  const plain = identifier?.trim().toLowerCase() ?? ''
  const taxon = /(?:ncbitaxon[_:]|taxonomy\/|[?&]id=)(\d+)/.exec(plain)
  return taxon ? `taxon:${taxon[1]}` : plain.replace(/^https?:\/\//, '').replace(/\/$/, '') || null
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0] ?? ''
}

function labelsOf({ names }: Taxa): CatalogueBook['labels'] {
  const labels = (buckets: readonly Bucket[]) =>
    new Map(buckets.map(({ value, label }) => [value, label]))
  return {
    species: new Map([...names].map(([key, name]) => [key, speciesLabel(name)])),
    size: labels(sizeBuckets),
    subjects: labels(subjectBuckets),
  }
}

/** `House mouse (Mus musculus)` for `Mus musculus - House mouse`. */
export function speciesLabel(name: string): string {
  const [, latin, common] = /^(.+?) - (.+)$/.exec(name.trim()) ?? []
  return latin && common ? `${common} (${latin})` : name
}

/** What people read for a facet's value. */
export function labelOf({ labels }: CatalogueBook, facet: CatalogueFacet, value: string): string {
  const known = labels[facet]?.get(value)
  if (known !== undefined) return known
  const isTrade = facet === 'technique' || facet === 'approach'
  return isTrade ? value.replace(/ (?:technique|approach)(?=;|$)/, '') : value
}

/** The order in which buckets are read; null for facets whose values go by number of dandisets. */
export function bucketsOf(facet: CatalogueFacet): readonly string[] | null {
  if (facet === 'size') return sizeBuckets.map(({ value }) => value)
  return facet === 'subjects' ? subjectBuckets.map(({ value }) => value) : null
}
