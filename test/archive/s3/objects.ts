import { createHash } from 'node:crypto'
import { lowerBound } from '../content/byte-order.ts'
import { type Content, sizeOf } from '../content/content.ts'
import { etagOf, md5Of } from '../content/digest.ts'
import type { Site } from '../site.ts'
import { memo } from '../tree/cell.ts'
import { blobKey } from '../tree/documents.ts'
import type { Blob, Dandiset, Version, ZarrEntry } from '../tree/model.ts'
import { versionOf } from '../tree/tree.ts'
import { manifestNames, manifestOf } from './manifests.ts'

/** One object of the bucket. */
export interface S3Object {
  readonly key: string
  readonly content: Content
  /** Without quotes. */
  readonly etag: () => string
  readonly modified: string
  readonly contentType: string
  readonly embargoed: boolean
  readonly versionId: () => string
}

/** The object under a key. */
export function objectAt(site: Site, key: string): S3Object | undefined {
  const [area, one = '', two = '', ...rest] = key.split('/')
  if (area === 'blobs') {
    const blob = site.tree.blob(rest[0] ?? '')
    return blob && blobKey(blob.id) === key ? blobObject(blob) : undefined
  }
  if (area === 'zarr') {
    const found = site.tree.zarr(one)
    const entries = found?.zarr.entries.get() ?? []
    const path = key.slice(`zarr/${one}/`.length)
    const entry = entries[lowerBound(entries, (it) => it.key, path)]
    return found && entry?.key === path ? entryObject(key, entry, found.zarr.embargoed) : undefined
  }
  const dandiset = area === 'dandisets' ? site.tree.dandiset(one) : undefined
  const version = dandiset && versionOf(dandiset, two)
  if (!dandiset || !version || rest.length !== 1) return undefined
  return manifestObject(site, { dandiset, version, name: rest[0] ?? '' })
}

const blobVersion = memo((blob: Blob) => versionIdOf(blobKey(blob.id), blob.id))

export function blobObject(blob: Blob): S3Object {
  return {
    key: blobKey(blob.id),
    content: blob.content,
    etag: () => etagOf(blob.content),
    modified: blob.modified,
    contentType: 'application/octet-stream',
    embargoed: blob.embargoed,
    versionId: () => blobVersion(blob),
  }
}

export function entryObject(key: string, entry: ZarrEntry, embargoed: boolean): S3Object {
  const etag = () => md5Of(entry.content)
  return {
    key,
    content: entry.content,
    etag,
    modified: entry.modified,
    contentType: 'binary/octet-stream',
    embargoed,
    versionId: () => entry.versionId ?? versionIdOf(key, etag()),
  }
}

interface ManifestPlace {
  readonly dandiset: Dandiset
  readonly version: Version
  readonly name: string
}

export function manifestObject(site: Site, place: ManifestPlace): S3Object | undefined {
  const { dandiset, version, name } = place
  if (!manifestNames.includes(name)) return undefined
  const manifest = manifestOf(site, dandiset, version, name)
  const key = `dandisets/${dandiset.id}/${version.name}/${name}`
  const etag = () => md5Of(manifest)
  return {
    key,
    content: manifest,
    etag,
    modified: version.modified.get(),
    contentType: 'application/octet-stream',
    embargoed: dandiset.embargo !== 'OPEN',
    versionId: () => versionIdOf(key, etag()),
  }
}

export function objectSize(object: S3Object): number {
  return sizeOf(object.content)
}

// Version ids of the bucket are 32 characters of letters, digits, dots and underscores.
function versionIdOf(key: string, state: string): string {
  const digest = createHash('sha256').update(`${key}@${state}`).digest('base64')
  return digest.replaceAll('+', '.').replaceAll('/', '_').slice(0, 32)
}
