import { lowerBound } from './content/byte-order.ts'
import { chunksOf, readContent, sizeOf } from './content/content.ts'
import { etagOf, sha256Of } from './content/digest.ts'
import { freshId, type NewContent, newAsset, newEntry } from './new-asset.ts'
import { publish, publishProblem } from './publish.ts'
import { keyPath } from './s3/presign.ts'
import type { Site } from './site.ts'
import { cell } from './tree/cell.ts'
import { assetDocument, blobKey, contentUrls } from './tree/documents.ts'
import { assetsByPath } from './tree/folders.ts'
import { assetSize, checksumOf } from './tree/measure.ts'
import type { Asset, Dandiset, Json, Version } from './tree/model.ts'
import { versionOf } from './tree/tree.ts'

/** What is true of one asset. */
export interface TrueEntry {
  readonly assetId: string
  readonly path: string
  readonly sizeBytes: number
  readonly blobId?: string
  readonly zarrId?: string
  /** Key in the bucket, as a path with its leading slash; of a Zarr its folder. */
  readonly s3Path: string
  readonly apiUrl: string
  readonly s3Url: string
  /** `dandi-etag`, of blobs. */
  readonly etag?: string
  /** Absent for generated files over 64 MiB. */
  readonly sha256?: string
  readonly zarrChecksum?: string
  readonly created: string
  readonly modified: string
  readonly metadata: Json
}

/** What tests may know and change behind the services' backs. */
export interface Truth {
  /** Every path of a version in order of creation. */
  readonly paths: (dandiset: string, version: string) => readonly string[]
  readonly entry: (dandiset: string, version: string, path: string) => TrueEntry
  /** The bytes of a blob asset; meant for what fits in memory. */
  readonly bytesOf: (dandiset: string, version: string, path: string, range?: ByteSpan) => Buffer
  /** All bytes of a blob asset, as views of at most 1 MiB where they are generated. */
  readonly chunksOf: (dandiset: string, version: string, path: string) => Iterable<Buffer>
  /** Key → bytes of every entry of a Zarr asset. */
  readonly zarrBytesOf: (dandiset: string, version: string, path: string) => Map<string, Buffer>
  /** A dandiset without files that says of itself what another one does. */
  readonly addDandiset: (id: string, like: string) => void
  /** `like`: another asset of the draft, whose metadata the new one gets. */
  readonly addAsset: (
    dandiset: string,
    path: string,
    content: NewContent,
    like?: string,
  ) => TrueEntry
  /** The path gets another asset with another blob, as an upload over it does. */
  readonly changeAsset: (dandiset: string, path: string, content: NewContent) => TrueEntry
  readonly renameAsset: (dandiset: string, from: string, to: string) => TrueEntry
  readonly removeAsset: (dandiset: string, path: string) => void
  /** The draft as it is becomes a version; returns its name. Throws why it cannot. */
  readonly publish: (dandiset: string) => string
  /** Sets or, without content, removes an entry of a Zarr asset of the draft. */
  readonly changeZarrEntry: (
    dandiset: string,
    path: string,
    key: string,
    content?: NewContent,
  ) => void
}

export interface ByteSpan {
  readonly start: number
  /** Not included. */
  readonly end: number
}

export function createTruth(site: Site): Truth {
  const find = (id: string, name: string, path: string) => {
    const { dandiset, version } = findVersion(site, id, name)
    const asset = assetsByPath(version.assets.get()).get(path)
    if (!asset) throw new Error(`No asset ${path} in ${id}/${name}`)
    return { dandiset, version, asset }
  }
  const describe = (id: string, name: string, path: string) => {
    const { dandiset, asset } = find(id, name, path)
    return trueEntry(site, dandiset, asset)
  }
  const contentOf = (id: string, name: string, path: string) => {
    const { data } = find(id, name, path).asset
    if (data.kind !== 'blob') throw new Error(`${path} is a Zarr`)
    return data.blob.content
  }
  const edit = (id: string, change: (assets: readonly Asset[]) => readonly Asset[]) => {
    const { version } = findVersion(site, id, 'draft')
    const before = version.assets.get()
    const after = change(before)
    const stays = new Set(after)
    for (const asset of before) if (!stays.has(asset)) site.tree.retire(asset)
    version.assets.set(after)
    version.modified.set(new Date().toISOString())
    version.status.set('Valid')
  }
  return {
    paths: (id, name) =>
      findVersion(site, id, name)
        .version.assets.get()
        .map((it) => it.path),
    entry: describe,
    bytesOf: (id, name, path, range) =>
      readContent(contentOf(id, name, path), range?.start, range?.end),
    chunksOf: (id, name, path) => {
      const content = contentOf(id, name, path)
      return chunksOf(content, 0, sizeOf(content))
    },
    zarrBytesOf: (id, name, path) => {
      const { data } = find(id, name, path).asset
      if (data.kind !== 'zarr') throw new Error(`${path} is not a Zarr`)
      const entries = data.zarr.entries.get()
      return new Map(entries.map((it) => [it.key, readContent(it.content)]))
    },
    addDandiset: (id, like) => site.tree.add(newDandiset(id, findVersion(site, like, 'draft'))),
    addAsset: (id, path, content, like) => {
      const { dandiset } = findVersion(site, id, 'draft')
      const added = newAsset(dandiset, path, content)
      const facts = like === undefined ? added.facts : find(id, 'draft', like).asset.facts
      edit(id, (assets) => [...assets, { ...added, facts }])
      return describe(id, 'draft', path)
    },
    changeAsset: (id, path, content) => {
      const { dandiset, asset } = find(id, 'draft', path)
      const changed = { ...newAsset(dandiset, path, content), facts: asset.facts }
      edit(id, (assets) => assets.map((it) => (it === asset ? changed : it)))
      return describe(id, 'draft', path)
    },
    renameAsset: (id, from, to) => {
      const { asset } = find(id, 'draft', from)
      const { published: _, ...rest } = asset
      const assetId = freshId(`${id}/${to}`)
      const renamed = { ...rest, id: assetId, path: to, modified: new Date().toISOString() }
      edit(id, (assets) => assets.map((it) => (it === asset ? renamed : it)))
      return describe(id, 'draft', to)
    },
    removeAsset: (id, path) => {
      const { asset } = find(id, 'draft', path)
      edit(id, (assets) => assets.filter((it) => it !== asset))
    },
    publish: (id) => {
      const { dandiset } = findVersion(site, id, 'draft')
      const problem = publishProblem(dandiset)
      if (problem) throw new Error(String(problem.body))
      return publish(site.tree, dandiset, Date.now())
    },
    changeZarrEntry: (id, path, key, content) => {
      const { data } = find(id, 'draft', path).asset
      if (data.kind !== 'zarr') throw new Error(`${path} is not a Zarr`)
      const entries = data.zarr.entries.get()
      const at = lowerBound(entries, (it) => it.key, key)
      const added = content ? [newEntry(key, content)] : []
      data.zarr.entries.set(entries.toSpliced(at, entries[at]?.key === key ? 1 : 0, ...added))
      edit(id, (assets) => [...assets])
    },
  }
}

function findVersion(site: Site, id: string, name: string): Found {
  const dandiset = site.tree.dandiset(id)
  const version = dandiset && versionOf(dandiset, name)
  if (!version) throw new Error(`No version ${id}/${name}`)
  return { dandiset, version }
}

function newDandiset(id: string, { dandiset, version }: Found): Dandiset {
  const created = new Date().toISOString()
  const { totals: _, ...draft } = version
  const empty = {
    ...draft,
    created,
    modified: cell(() => created),
    status: cell<string>(() => 'Valid'),
    assets: cell<readonly Asset[]>(() => []),
  }
  return { ...dandiset, id, created, draft: empty, releases: [] }
}

interface Found {
  readonly dandiset: Dandiset
  readonly version: Version
}

function trueEntry(site: Site, dandiset: Dandiset, asset: Asset): TrueEntry {
  const [apiUrl, s3Url] = contentUrls(asset, site.urls)
  const common = {
    assetId: asset.id,
    path: asset.path,
    sizeBytes: assetSize(asset),
    apiUrl,
    s3Url,
    created: asset.created,
    modified: asset.modified,
    metadata: assetDocument(asset, dandiset, site.urls),
  }
  if (asset.data.kind === 'zarr') {
    const { zarr } = asset.data
    const s3Path = `/zarr/${zarr.id}/`
    return { ...common, s3Path, zarrId: zarr.id, zarrChecksum: checksumOf(zarr) }
  }
  const { blob } = asset.data
  const sha256 = sha256Of(blob.content)
  return {
    ...common,
    s3Path: keyPath(blobKey(blob.id)),
    blobId: blob.id,
    etag: etagOf(blob.content),
    ...(sha256 === undefined ? {} : { sha256 }),
  }
}
