import { type Call, emptyReply, jsonReply, type Reply } from '../call.ts'
import { byByteOrder, lowerBound } from '../content/byte-order.ts'
import { sizeOf } from '../content/content.ts'
import { md5Of } from '../content/digest.ts'
import { presignedUrl } from '../s3/presign.ts'
import type { Site } from '../site.ts'
import { checksumOf, zarrSize } from '../tree/measure.ts'
import type { ZarrEntry } from '../tree/model.ts'
import type { FoundZarr } from '../tree/tree.ts'
import { refusal } from './account.ts'
import { notFound } from './errors.ts'
import { pagedReply } from './paging.ts'
import { flagOf, get, type Request, type Route, uuidPart } from './route.ts'

const maxFiles = 1000

export const zarrRoutes: readonly Route[] = [
  get('zarr/', list),
  get(`zarr/${uuidPart}/`, detail),
  get(`zarr/${uuidPart}/files/`, files),
]

function list(request: Request): Reply {
  const { call, site, account } = request
  const wantedDandiset = call.query.get('dandiset') ?? ''
  const wantedName = call.query.get('name') ?? ''
  const found: FoundZarr[] = []
  for (const dandiset of site.tree.dandisets) {
    if (wantedDandiset !== '' && dandiset.id !== wantedDandiset) continue
    if (refusal(account, dandiset)) continue
    for (const { path, data } of dandiset.draft.assets.get()) {
      if (data.kind !== 'zarr' || (wantedName !== '' && path !== wantedName)) continue
      found.push({ zarr: data.zarr, name: path, dandiset })
    }
  }
  return pagedReply(call, site.urls.web, found, zarrRow)
}

function detail({ site, account, args }: Request): Reply {
  const found = site.tree.zarr(args[0] ?? '')
  if (!found || refusal(account, found.dandiset)) return notFound()
  return jsonReply(200, zarrRow(found))
}

function zarrRow({ zarr, name, dandiset }: FoundZarr) {
  return {
    name,
    dandiset: dandiset.id,
    zarr_id: zarr.id,
    status: 'Complete',
    checksum: checksumOf(zarr),
    file_count: zarr.entries.get().length,
    size: zarrSize(zarr),
  }
}

function files({ call, site, args }: Request): Reply {
  const found = site.tree.zarr(args[0] ?? '')
  if (!found) return notFound()
  const prefix = call.query.get('prefix') ?? ''
  if (prefix.split('/').includes('..')) return jsonReply(400, { prefix: ['Invalid prefix'] })
  const key = `zarr/${found.zarr.id}/${prefix}`
  if (call.method === 'HEAD') return emptyReply(302, { Location: presignedUrl(site, 'HEAD', key) })
  if (flagOf(call, 'download', false)) {
    return emptyReply(302, { Location: presignedUrl(site, 'GET', key) })
  }
  return jsonReply(200, filesPage(call, site, found.zarr.entries.get()))
}

function filesPage(call: Call, site: Site, entries: readonly ZarrEntry[]) {
  const prefix = (call.query.get('prefix') ?? '').replace(/\/+$/, '')
  const after = call.query.get('after') ?? ''
  const limit = limitOf(call)
  const results: ZarrEntry[] = []
  let at = lowerBound(entries, keyOf, byByteOrder(prefix, after) > 0 ? prefix : after)
  if (call.quirk === 'shifting' && after !== '') at += 1
  let hasMore = false
  for (; at < entries.length; at += 1) {
    const entry = entries[at]
    if (!entry?.key.startsWith(prefix)) break
    if (entry.key === after && call.quirk !== 'duplicate') continue
    hasMore = results.length >= limit
    if (hasMore) break
    results.push(entry)
  }
  const last = results.at(-1)?.key
  // An empty `after` starts all over again.
  const whenDone = call.quirk === 'endless' ? '' : undefined
  const next = hasMore ? last : whenDone
  return {
    next: next === undefined ? null : nextUrl(call, site, next),
    results: results.map(entryRow),
  }
}

function limitOf(call: Call): number {
  const asked = call.query.get('limit') ?? ''
  return /^\d+$/.test(asked) ? Math.min(Number(asked), maxFiles) : maxFiles
}

function nextUrl(call: Call, site: Site, after: string): string {
  const query = new URLSearchParams(call.query)
  query.set('after', after)
  return `${site.urls.web}${call.path}?${query}`
}

function keyOf(entry: ZarrEntry): string {
  return entry.key
}

function entryRow(entry: ZarrEntry) {
  const time = new Date(entry.modified).toISOString()
  return {
    Key: entry.key,
    LastModified: `${time.slice(0, 10)} ${time.slice(11, 19)}+00:00`,
    ETag: md5Of(entry.content),
    Size: sizeOf(entry.content),
  }
}
