import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { cell } from '../tree/cell.ts'
import { markerKey } from '../tree/documents.ts'
import type { Asset, Dandiset, Json, Totals, Version } from '../tree/model.ts'
import type { CatalogRecord, Info, InfoRef } from './catalog.ts'
import type { KnownContents } from './known-contents.ts'
import { readListing } from './listing.ts'
import { readJson } from './read-json.ts'

export interface RealSource {
  readonly dataDir: string
  readonly id: string
  readonly known: KnownContents
  readonly record: CatalogRecord | undefined
}

// The archive's own form of a release; tags made by hand look otherwise.
const releaseName = /^0\.\d{6}\.\d{4}$/

/** One real dandiset. Listings are read when they are first asked for. */
export function realDandiset(source: RealSource): Dandiset {
  const { dataDir, id, record } = source
  const info = readJson<Info>(join(dataDir, id, 'info.json'))
  const names = Object.keys(info.refs).filter((name) => releaseName.test(name))
  const listings = new Map<string, () => readonly Asset[]>()
  const versions = new Map<string, Version>()
  for (const name of ['draft', ...names]) {
    const ref = info.refs[name]
    if (ref) versions.set(name, buildVersion(source, { name, ref, listings }))
  }
  const draft = versions.get('draft')
  if (!draft) throw new Error(`${id} has no draft`)
  const releases = names.flatMap((name) => versions.get(name) ?? [])
  return {
    id,
    created: record?.dateCreated ?? draft.created,
    contact: record?.contact[0] ?? '',
    embargo: 'OPEN',
    stars: 0,
    owners: [],
    draft,
    releases: releases.sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

interface VersionParts {
  readonly name: string
  readonly ref: InfoRef
  /** Versions with the same file share the assets. */
  readonly listings: Map<string, () => readonly Asset[]>
}

function buildVersion(source: RealSource, { name, ref, listings }: VersionParts): Version {
  const ownFile = ref.assets ?? ref.reconstructed
  const file = ownFile ?? draftFile(source)
  const listing = listings.get(file) ?? cell(() => readListing(source, file)).get
  listings.set(file, listing)
  const time = ref.datePublished ?? ref.assets_state_timestamp ?? ref.author_date
  const modified = name === 'draft' ? (ref.assets_state_timestamp ?? ref.author_date) : zoned(time)
  const facts = cell(() => readFacts(source, name, ownFile !== undefined))
  const totals = totalsFrom(ref)
  return {
    name,
    title: ref.name,
    created: name === 'draft' ? (source.record?.dateCreated ?? ref.author_date) : zoned(time),
    modified: cell(() => modified),
    status: cell<string>(() => (name === 'draft' ? 'Valid' : 'Published')),
    assets: cell(listing),
    totals: () => totals,
    facts: facts.get,
  }
}

function draftFile({ dataDir, id }: RealSource): string {
  const { draft } = readJson<Info>(join(dataDir, id, 'info.json')).refs
  return draft?.assets ?? draft?.reconstructed ?? 'draft.assets.json'
}

// Zarrs of which no listing is known get other sizes, so only the listing tells the total.
function totalsFrom(ref: InfoRef): Totals | undefined {
  const { asset_count: assetCount, total_size: sizeBytes, zarr_count: zarrs } = ref
  if (assetCount === undefined || sizeBytes === undefined || zarrs !== 0) return undefined
  return { assetCount, sizeBytes }
}

function readFacts({ dataDir, id }: RealSource, name: string, hasListing: boolean): Json {
  const file = name === 'draft' ? 'dandiset.yaml' : `${name}.dandiset.yaml`
  const path = join(dataDir, id, file)
  const facts = existsSync(path) ? (parse(readFileSync(path, 'utf8')) as Json) : {}
  if (hasListing) return facts
  return {
    ...facts,
    [markerKey]: { note: "The data folder has no listing of this version: the draft's is shown" },
  }
}

// Some of the oldest times lack a zone; they are UTC.
function zoned(time: string): string {
  return /(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`
}
