import { lowerBound } from '../content/byte-order.ts'
import { sizeOf } from '../content/content.ts'
import { md5Of } from '../content/digest.ts'
import { keyPath } from '../s3/presign.ts'
import type { Site } from '../site.ts'
import type { Zarr, ZarrEntry } from '../tree/model.ts'
import { missing, type Outcome } from './outcome.ts'
import { collection, lastComponent, noChildren, type Resource } from './resource.ts'

/** A Zarr under one of its addresses; `base` is its path with a slash at its end. */
export interface ZarrPlace {
  readonly site: Site
  readonly zarr: Zarr
  readonly base: string
  /** With a state pinned, entries lead to one version and show their ETag without quotes. */
  readonly isPinned?: boolean
}

// The service lists the bucket in pages of this many.
const pageLength = 1000

/** What is directly below a folder of a Zarr; `folder` is '' or ends in a slash. */
export function childrenOfZarr(place: ZarrPlace, folder: string): readonly Resource[] {
  const all = [...namesBelow(place.zarr, folder)]
  if (place.isPinned) return all.map((it) => childOf(place, it))
  const sorted: Resource[] = []
  for (let at = 0; at < all.length; at += pageLength) {
    const page = all.slice(at, at + pageLength)
    const folders = page.filter((it) => typeof it === 'string')
    const files = page.filter((it) => typeof it !== 'string')
    sorted.push(...[...folders, ...files].map((it) => childOf(place, it)))
  }
  return sorted
}

/** Where a path in a Zarr leads; it has no slash at its end. */
export function resourceInZarr(place: ZarrPlace, path: string): Outcome {
  const entries = place.zarr.entries.get()
  const at = entries[lowerBound(entries, (it) => it.key, path)]
  if (at?.key === path) return { kind: 'found', resource: entryResource(place, at) }
  const below = entries[lowerBound(entries, (it) => it.key, `${path}/`)]
  if (!below?.key.startsWith(`${path}/`)) return missing
  return { kind: 'found', resource: folderResource(place, `${path}/`) }
}

/** Entries, and the paths of folders with a slash at their end, in byte order. */
function* namesBelow(zarr: Zarr, folder: string): Generator<ZarrEntry | string> {
  const entries = zarr.entries.get()
  let last = ''
  for (let at = lowerBound(entries, (it) => it.key, folder); at < entries.length; at += 1) {
    const entry = entries[at]
    if (!entry?.key.startsWith(folder)) return
    const slash = entry.key.indexOf('/', folder.length)
    if (slash < 0) yield entry
    else if (entry.key.slice(0, slash + 1) !== last) {
      last = entry.key.slice(0, slash + 1)
      yield last
    }
  }
}

function childOf(place: ZarrPlace, child: ZarrEntry | string): Resource {
  return typeof child === 'string' ? folderResource(place, child) : entryResource(place, child)
}

function folderResource(place: ZarrPlace, folder: string): Resource {
  return collection(`${place.base}${folder}`, {
    type: 'Directory',
    children: () => childrenOfZarr(place, folder),
  })
}

function entryResource(place: ZarrPlace, entry: ZarrEntry): Resource {
  const url = `${place.site.urls.s3}${keyPath(`zarr/${place.zarr.id}/${entry.key}`)}`
  const pinned = entry.versionId === undefined ? '' : `?versionId=${entry.versionId}`
  const location = place.isPinned ? `${url}${pinned}` : url
  return {
    path: `${place.base}${entry.key}`,
    name: lastComponent(entry.key),
    isCollection: false,
    type: 'Zarr entry',
    modified: entry.modified,
    sizeBytes: () => sizeOf(entry.content),
    etag: () => (place.isPinned ? md5Of(entry.content) : `"${md5Of(entry.content)}"`),
    location,
    rowUrl: location,
    children: noChildren,
  }
}
