/** The REST API as a source: what every instance has, and the only one for embargoed data. */
import type { Entry, Location, Pick, Snapshot } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { fetchDocument, invalidAnswer } from '../net/document.ts'
import { redirectTarget } from '../net/http.ts'
import { createApiCatalog } from './api-catalog.ts'
import { type ApiRequests, apiRequests } from './api-requests.ts'
import { resolveByApi } from './api-resolve.ts'
import {
  type ApiAssetRow,
  assetRowShape,
  documentShape,
  pageOf,
  versionShape,
  zarrShape,
} from './api-shapes.ts'
import { listZarrByApi, locateZarrByApi } from './api-zarr.ts'
import { completionPages, isListed } from './asset-completion.ts'
import { entryOf } from './asset-metadata.ts'
import { assertComplete, onlyOnce, readPages } from './asset-pages.ts'
import type { SourceContext } from './context.ts'
import { coversPath, nothingCovered, plainPrefix } from './covers.ts'
import { expiryOf } from './presigned.ts'
import { bucketUrl } from './s3-object.ts'
import type { Catalog, Source } from './source.ts'

/** Versions up to here are listed with their metadata: one or two requests, nothing left to ask. */
const mostWithMetadata = 200
/** The archive cuts requests of 30 s, and metadata make rows slow. */
const metadataPageSize = 100
const pageSize = 1000
/** As many as the `dandi` client uses. */
const pagesAtOnce = 5

/** The source of one instance's REST API, which is its catalogue too. */
export function createApiSource(context: SourceContext): Source & Catalog {
  const api = apiRequests(context)
  const describe: Source['describe'] = (snapshot, entry, signal) =>
    describeByApi(api, snapshot, entry, signal)
  return {
    kind: 'api',
    probe: (signal) => probe(context, api, signal),
    resolve: (ref, signal) => resolveByApi(api, context.instance().name, ref, signal),
    list: (snapshot, ref, signal) => list({ context, api, snapshot, signal }, ref.pick),
    validator: (snapshot, _known, signal) => validator(api, snapshot, signal),
    described: (snapshot, pick, after, signal) =>
      described({ context, api, snapshot, signal }, pick, after),
    describe,
    listZarr: async function* (snapshot, entry, signal) {
      yield* listZarrByApi(api, await withZarrId(entry, snapshot, describe, signal), signal)
    },
    locate: async (snapshot, entry, signal) => {
      const known = entry.assetId === null ? await describe(snapshot, entry, signal) : entry
      return locate(context, api, known, signal)
    },
    locateZarr: async (snapshot, entry, signal) =>
      locateZarrByApi(api, await withZarrId(entry, snapshot, describe, signal)),
    asset: async (snapshot, entry, signal) =>
      (await documentOf(api, snapshot, entry, signal)).document,
    ...createApiCatalog(context, api),
  }
}

async function probe(context: SourceContext, api: ApiRequests, signal: AbortSignal) {
  try {
    await api.get(api.url('info/'), 'the archive’s description', documentShape, signal)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const details = { instance: context.instance().name, source: 'api', reason: error.code }
    throw new Failure('source.unavailable', 'retry-later', details, error)
  }
}

interface Listing {
  readonly context: SourceContext
  readonly api: ApiRequests
  readonly snapshot: Snapshot
  readonly signal: AbortSignal
}

async function* list(listing: Listing, pick: Pick): AsyncGenerator<readonly Entry[]> {
  if (pick.kind === 'dandiset-yaml') return
  if (pick.kind === 'asset') yield [await assetById(listing, pick.assetId)]
  else if (pick.kind === 'zarr') yield [await zarrById(listing, pick.zarrId)]
  else if (pick.kind === 'blob') {
    const details = { source: 'api', reason: 'blob-by-id', instance: listing.snapshot.instance }
    throw new Failure('source.unavailable', 'give-up', details)
  } else yield* listPaths(listing, pick)
}

async function* listPaths(listing: Listing, pick: Pick): AsyncGenerator<readonly Entry[]> {
  const { api, snapshot, signal } = listing
  const first = listUrl(api, snapshot, pick)
  const bucket = await listing.context.bucket(signal)
  const once = onlyOnce(first, 'each path once')
  const covers = coversPath(pick)
  const shape = pageOf(assetRowShape)
  let count: number | null = null
  let came = 0
  let covered = 0
  const read = async (url: string) => {
    const page = await api.get(url, 'a page of assets', shape, signal)
    count ??= page.count ?? null
    return page
  }
  for await (const rows of readPages({ read, first, atOnce: pagesAtOnce })) {
    for (const row of rows) once(row.path)
    came += rows.length
    const entries = rows.filter((row) => covers(row.path)).map((row) => entryOfRow(row, bucket))
    covered += entries.length
    if (entries.length > 0) yield entries
  }
  assertComplete(first, count, came)
  const missing = covered === 0 ? nothingCovered(pick, snapshotName(snapshot)) : null
  if (missing !== null) throw missing
}

/** Changes with every change of the draft, and with those that its time does not tell. */
async function validator(
  api: ApiRequests,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<string | null> {
  if (snapshot.dandisetId === '') return null
  const url = api.url(`${versionRoute(snapshot)}info/`)
  const version = await api.get(url, 'a version', versionShape, signal)
  const { modified, asset_count, size } = version
  return modified ? `api ${modified} ${asset_count} ${size}` : null
}

async function* described(
  listing: Listing,
  pick: Pick,
  after: number,
): AsyncGenerator<readonly Entry[]> {
  const { context, api, snapshot, signal } = listing
  if (!isListed(pick) || snapshot.dandisetId === '') return
  const bucket = await context.bucket(signal)
  yield* completionPages({
    api,
    after,
    signal,
    entryOf: (row) => entryOfRow(row, bucket),
    url: (page) =>
      api.url(`${versionRoute(snapshot)}assets/`, {
        order: 'path',
        page: String(page),
        page_size: String(metadataPageSize),
        metadata: 'true',
        ...pickQuery(pick),
      }),
  })
}

function listUrl(api: ApiRequests, snapshot: Snapshot, pick: Pick): string {
  const isSmall = snapshot.assetCount !== null && snapshot.assetCount <= mostWithMetadata
  return api.url(`${versionRoute(snapshot)}assets/`, {
    order: 'path',
    page_size: String(isSmall ? metadataPageSize : pageSize),
    ...(isSmall && { metadata: 'true' }),
    ...pickQuery(pick),
  })
}

/** What the archive can narrow by itself; it takes `path` as a prefix without regard to case. */
function pickQuery(pick: Pick): Readonly<Record<string, string>> {
  if (pick.kind === 'folder' || pick.kind === 'item') return { path: pick.path }
  if (pick.kind === 'prefix') return { path: plainPrefix(pick.prefix) }
  if (pick.kind === 'glob') return { glob: pick.pattern }
  return {}
}

function versionRoute(snapshot: Snapshot): string {
  return `dandisets/${snapshot.dandisetId}/versions/${encodeURIComponent(snapshot.version)}/`
}

function snapshotName(snapshot: Snapshot): string {
  return `${snapshot.dandisetId}/${snapshot.version}`
}

function entryOfRow(row: ApiAssetRow, bucket: string | null): Entry {
  return withAddress(entryOf(row, row.metadata ?? {}, row.metadata != null), bucket)
}

function withAddress(entry: Entry | null, bucket: string | null): Entry {
  if (entry === null) throw invalidAnswer('', 'an asset with a path', 'one without')
  return entry.contentUrl === null ? { ...entry, contentUrl: bucketUrl(entry, bucket) } : entry
}

async function assetById(listing: Listing, assetId: string): Promise<Entry> {
  const { api, snapshot, signal } = listing
  const route = snapshot.dandisetId === '' ? '' : versionRoute(snapshot)
  const url = api.url(`${route}assets/${assetId}/info/`)
  return entryOfRow(await api.get(url, 'an asset', assetRowShape, signal), null)
}

async function zarrById(listing: Listing, zarrId: string): Promise<Entry> {
  const { api, signal } = listing
  const url = api.url(`zarr/${zarrId}/`)
  const zarr = await api.get(url, 'a Zarr', zarrShape, signal)
  const digest = { 'dandi:dandi-zarr-checksum': zarr.checksum }
  const row = { zarr: zarr.zarr_id, path: zarr.name, size: zarr.size ?? 0 }
  return withAddress(entryOf(row, { digest }, false), await listing.context.bucket(signal))
}

async function describeByApi(
  api: ApiRequests,
  snapshot: Snapshot,
  entry: Entry,
  signal: AbortSignal,
): Promise<Entry> {
  if (entry.checksum !== null && entry.contentUrl !== null) return entry
  const { assetId, url, document } = await documentOf(api, snapshot, entry, signal)
  const { blobId: blob, zarrId: zarr, path, sizeBytes: size } = entry
  const row = { asset_id: assetId, blob, zarr, path, size }
  const described = entryOf(row, document)
  if (described === null) throw invalidAnswer(url, 'an asset with a path', 'none')
  return { ...described, kind: entry.kind === 'zarr' ? 'zarr' : described.kind }
}

async function documentOf(api: ApiRequests, snapshot: Snapshot, entry: Entry, signal: AbortSignal) {
  const assetId = entry.assetId ?? (await findAsset(api, snapshot, entry.path, signal))
  const route = snapshot.dandisetId === '' ? '' : versionRoute(snapshot)
  const url = api.url(`${route}assets/${assetId}/`)
  const asked = api.get(url, 'an asset’s metadata', documentShape, signal)
  return { assetId, url, document: await asGone(entry.path, asked) }
}

/** The asset's id by its path, for entries that come from a source without ids. */
async function findAsset(api: ApiRequests, snapshot: Snapshot, path: string, signal: AbortSignal) {
  const url = api.url(`${versionRoute(snapshot)}assets/`, { path, order: 'path' })
  const page = await api.get(url, 'an asset by its path', pageOf(assetRowShape), signal)
  const row = page.results.find((one) => one.path === path)
  if (row === undefined) throw new Failure('remote.gone', 'give-up', { path })
  return row.asset_id
}

/** What was listed and is not there any more is gone, not unknown. */
async function asGone<T>(path: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'remote.not-found') throw error
    throw new Failure('remote.gone', 'give-up', { ...error.details, path }, error)
  }
}

async function locate(
  context: SourceContext,
  api: ApiRequests,
  entry: Entry,
  signal: AbortSignal,
): Promise<Location> {
  const url = api.url(`assets/${entry.assetId}/download/`)
  const headers = await api.headers()
  const accepted = [301, 302, 303, 307, 308]
  const instance = context.instance().name
  const request = { url, headers, signal, accepted, instance, redirect: 'manual' } as const
  const answer = await asGone(entry.path, fetchDocument(context.http, request, context.pauses))
  const target = redirectTarget(answer)
  if (target === null) throw invalidAnswer(url, 'an address of the bytes', `${answer.status}`)
  const etag = entry.checksum?.kind === 'dandi-etag' ? entry.checksum.value : null
  return { source: 'api', url: target, headers: {}, etag, expiresAt: expiryOf(target) }
}

async function withZarrId(
  entry: Entry,
  snapshot: Snapshot,
  describe: Source['describe'],
  signal: AbortSignal,
): Promise<string> {
  const { zarrId } = entry.zarrId === null ? await describe(snapshot, entry, signal) : entry
  if (zarrId === null) throw new Failure('remote.gone', 'give-up', { path: entry.path })
  return zarrId
}
