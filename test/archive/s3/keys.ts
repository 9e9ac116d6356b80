import { byByteOrder, lowerBound } from '../content/byte-order.ts'
import type { Site } from '../site.ts'
import { blobKey } from '../tree/documents.ts'
import type { Zarr } from '../tree/model.ts'
import { manifestNames } from './manifests.ts'
import { blobObject, entryObject, manifestObject, type S3Object } from './objects.ts'

/** A key that a listing may show, or a folder of which only the name matters. */
export interface Candidate {
  /** Ends in a slash for a folder. */
  readonly key: string
  readonly object: (() => S3Object | undefined) | undefined
}

/** The keys with a prefix from `from` on, in byte order. With `shallow` Zarrs stay closed. */
export function candidates(
  site: Site,
  prefix: string,
  from: string,
  shallow: boolean,
): Iterable<Candidate> {
  const zarr = /^zarr\/([0-9a-f-]{36})\//.exec(prefix)?.[1]
  if (zarr !== undefined) {
    const found = site.tree.zarr(zarr)
    return found ? zarrCandidates(found.zarr, prefix, from) : []
  }
  return everything(site, prefix, shallow).filter((it) => byByteOrder(it.key, from) >= 0)
}

function* zarrCandidates(zarr: Zarr, prefix: string, from: string): Generator<Candidate> {
  const root = `zarr/${zarr.id}/`
  const entries = zarr.entries.get()
  const start = byByteOrder(from, prefix) > 0 ? from : prefix
  const first = start.startsWith(root) ? start.slice(root.length) : ''
  for (let at = lowerBound(entries, (it) => it.key, first); at < entries.length; at += 1) {
    const entry = entries[at]
    if (!entry) return
    const key = root + entry.key
    if (!key.startsWith(prefix)) return
    yield { key, object: () => entryObject(key, entry, zarr.embargoed) }
  }
}

function everything(site: Site, prefix: string, shallow: boolean): Candidate[] {
  const found: Candidate[] = []
  if (overlaps('blobs/', prefix)) found.push(...blobs(site))
  if (overlaps('dandisets/', prefix)) found.push(...manifests(site, prefix))
  if (overlaps('zarr/', prefix)) found.push(...zarrs(site, shallow))
  return found.filter((it) => it.key.startsWith(prefix)).sort((a, b) => byByteOrder(a.key, b.key))
}

function overlaps(area: string, prefix: string): boolean {
  return area.startsWith(prefix) || prefix.startsWith(area)
}

function* blobs(site: Site): Generator<Candidate> {
  const seen = new Set<string>()
  for (const { draft, releases } of site.tree.dandisets) {
    for (const version of [draft, ...releases]) {
      for (const { data } of version.assets.get()) {
        if (data.kind !== 'blob' || seen.has(data.blob.id)) continue
        seen.add(data.blob.id)
        yield { key: blobKey(data.blob.id), object: () => blobObject(data.blob) }
      }
    }
  }
}

function* manifests(site: Site, prefix: string): Generator<Candidate> {
  const id = /^dandisets\/(\d{6})/.exec(prefix)?.[1]
  for (const dandiset of site.tree.dandisets) {
    if (id !== undefined && dandiset.id !== id) continue
    for (const version of [dandiset.draft, ...dandiset.releases]) {
      for (const name of manifestNames) {
        const key = `dandisets/${dandiset.id}/${version.name}/${name}`
        yield { key, object: () => manifestObject(site, { dandiset, version, name }) }
      }
    }
  }
}

function* zarrs(site: Site, shallow: boolean): Generator<Candidate> {
  for (const { draft } of site.tree.dandisets) {
    for (const { data } of draft.assets.get()) {
      if (data.kind !== 'zarr') continue
      const root = `zarr/${data.zarr.id}/`
      if (!shallow) yield* zarrCandidates(data.zarr, root, root)
      else if (data.zarr.entries.get().length > 0) yield { key: root, object: undefined }
    }
  }
}
