import { type Content, generatedContent, sizeOf } from '../content/content.ts'
import { hashText, uuidOf } from '../content/random.ts'
import { releaseName } from '../publish.ts'
import { cell, memo } from '../tree/cell.ts'
import type {
  Asset,
  AssetData,
  Blob,
  Dandiset,
  Json,
  Totals,
  Version,
  ZarrEntry,
} from '../tree/model.ts'
import { assetFacts } from './asset-facts.ts'
import { dandisetFacts, emailOf } from './dandiset-facts.ts'
import type { FileSpec, Study } from './study.ts'

const day = 24 * 3600 * 1000
/** The account that owns every made-up dandiset. */
export const ownerName = 'dandelion-demo'

// Made once for all archives of a process, of which none changes what it was given.
const contents = new Map<string, Content>()
const filesOf = memo((study: Study) => study.files(study))
const entriesOf = memo((make: () => readonly ZarrEntry[]) => make())
const sharedAssets = memo((study: Study) => buildAssets(study))
const totalsOf = memo((study: Study) => ({
  draft: totalsOfFiles(filesOf(study)),
  releases: Array.from({ length: study.releases }, (_, index) =>
    totalsOfFiles(releasedIn(index, filesOf(study), study)),
  ),
}))

/** A dandiset of a study. Its listing is made when it is first asked for. */
export function buildDandiset(study: Study): Dandiset {
  const { start, releaseTimes } = timesOf(study)
  const everything = cell(() =>
    hasZarr(filesOf(study)) ? buildAssets(study) : sharedAssets(study),
  )
  const releases = releaseTimes.map((time, index) =>
    buildVersion(study, releaseName(time), {
      time,
      assets: () => everything.get().releases[index] ?? [],
      totals: () => totalsOf(study).releases[index],
    }),
  )
  const lastRelease = releaseTimes.at(-1)
  const draft = buildVersion(study, 'draft', {
    time: (lastRelease ?? start + 20 * day) + 5 * day,
    created: start,
    assets: () => everything.get().draft,
    totals: () => totalsOf(study).draft,
  })
  return {
    id: study.id,
    created: iso(start),
    contact: study.people[0],
    embargo: study.embargoed ? 'EMBARGOED' : 'OPEN',
    stars: study.stars,
    owners: [{ username: ownerName, name: study.people[0], email: emailOf(study.people[0]) }],
    draft,
    releases,
  }
}

interface Times {
  readonly start: number
  readonly releaseTimes: readonly number[]
}

function timesOf({ id, created, releases }: Study): Times {
  const start = Date.parse(`${created}T09:30:00Z`)
  const releaseTimes = Array.from(
    { length: releases },
    (_, index) => start + (30 + 90 * index + (hashText(id + index) % 60)) * day + 3_723_000,
  )
  return { start, releaseTimes }
}

/** Entries of a Zarr may be replaced, so that no two archives can have the same. */
function hasZarr(files: readonly FileSpec[]): boolean {
  return files.some(({ data }) => data.kind === 'zarr')
}

interface VersionParts {
  readonly time: number
  readonly created?: number
  readonly assets: () => readonly Asset[]
  readonly totals: () => Totals | undefined
}

function buildVersion(study: Study, name: string, parts: VersionParts): Version {
  const assets = cell(parts.assets)
  // Keyed by the listing, so that the summary follows a draft that changes.
  const facts = memo((_assets: readonly Asset[]): Json => dandisetFacts(study, version))
  const version: Version = {
    name,
    title: study.name,
    created: iso(parts.created ?? parts.time),
    modified: cell(() => iso(parts.time)),
    status: cell<string>(() => (name === 'draft' ? 'Valid' : 'Published')),
    assets,
    totals: parts.totals,
    facts: () => facts(assets.get()),
  }
  return version
}

interface Listings {
  readonly draft: readonly Asset[]
  readonly releases: readonly (readonly Asset[])[]
}

function buildAssets(study: Study): Listings {
  const { start, releaseTimes } = timesOf(study)
  const files = filesOf(study)
  const released = files.filter((file) => !file.isNew)
  const places = new Map(released.map((file, index) => [file, index]))
  const draft = files.map((file, index) => {
    const first = firstRelease(places.get(file), released.length, study)
    return buildAsset(study, file, { start, index, published: releaseTimes[first] })
  })
  const releases = releaseTimes.map((_, release) => {
    const kept = new Set(releasedIn(release, files, study).map((file) => file.path))
    return draft
      .filter((asset) => kept.has(asset.path))
      .map((asset, index) => (index === 0 ? earlier(asset, study, release) : asset))
  })
  return { draft, releases }
}

function releasedIn(
  release: number,
  files: readonly FileSpec[],
  study: Study,
): readonly FileSpec[] {
  const released = files.filter((file) => !file.isNew)
  return released.slice(0, countIn(release, released.length, study))
}

// Without a Zarr the sizes are known before anything is built.
function totalsOfFiles(files: readonly FileSpec[]): Totals | undefined {
  let sizeBytes = 0
  for (const { data } of files) {
    if (data.kind === 'zarr') return undefined
    sizeBytes += data.kind === 'generated' ? data.sizeBytes : sizeOf(data.content)
  }
  return { assetCount: files.length, sizeBytes }
}

function countIn(release: number, total: number, study: Study): number {
  return Math.ceil((total * (release + 1)) / study.releases)
}

function firstRelease(index: number | undefined, total: number, study: Study): number {
  if (index === undefined) return -1
  for (let release = 0; release < study.releases; release += 1) {
    if (index < countIn(release, total, study)) return release
  }
  return -1
}

// The first file was replaced before the last release, so releases differ in content too.
function earlier(asset: Asset, study: Study, release: number): Asset {
  if (release === study.releases - 1 || asset.data.kind === 'zarr') return asset
  const blob = asset.data.blob
  const size = sizeOf(blob.content)
  const old = blobOf(`${study.id}/${asset.path}/first`, { size, modified: blob.modified, study })
  return {
    ...asset,
    id: uuidOf(`asset/${study.id}/${asset.path}/first`),
    data: { kind: 'blob', blob: old },
  }
}

interface Place {
  readonly start: number
  readonly index: number
  readonly published: number | undefined
}

function buildAsset(study: Study, file: FileSpec, { start, index, published }: Place): Asset {
  const created = iso(start + day + index * 1_237)
  const modified = iso(start + day + index * 1_237 + 4_000)
  const blobModified = iso(start - 12 * day + index * 61_000)
  const times = { blobModified, modified }
  return {
    id: uuidOf(`asset/${study.id}/${file.path}`),
    path: file.path,
    created,
    modified,
    ...(published === undefined ? {} : { published: iso(published) }),
    data: dataOf(study, file, modified),
    facts: () => assetFacts(file, times),
  }
}

function dataOf(study: Study, file: FileSpec, modified: string): AssetData {
  const seed = `${study.id}/${file.path}`
  const embargoed = study.embargoed ?? false
  if (file.data.kind === 'zarr') {
    const id = uuidOf(`zarr/${seed}`)
    const { entries: make } = file.data
    const entries = cell(() => entriesOf(make))
    return { kind: 'zarr', zarr: { id, dandiset: study.id, embargoed, entries } }
  }
  if (file.data.kind === 'content') {
    const { content } = file.data
    return { kind: 'blob', blob: { id: uuidOf(`blob/${seed}`), content, modified, embargoed } }
  }
  const { sizeBytes } = file.data
  const blob = blobOf(file.data.seed ?? seed, { size: sizeBytes, modified, study })
  return { kind: 'blob', blob }
}

interface BlobParts {
  readonly size: number
  readonly modified: string
  readonly study: Study
}

function blobOf(seed: string, { size, modified, study }: BlobParts): Blob {
  const key = `${seed}/${size}`
  const id = uuidOf(`blob/${key}`)
  // One object per content, so that its digests are computed once.
  const content = contents.get(key) ?? generatedContent(id, size)
  contents.set(key, content)
  return { id, content, modified, embargoed: study.embargoed ?? false }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
