/** The bucket as a source: manifests for versions, listings for Zarrs, no API and no key. */
import type { ArchiveRef, Entry, Pick, Snapshot, ZarrEntry } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { htmlFailure, networkFailure, statusFailure } from '../net/classify.ts'
import { decoded, fetchDocument, startOfBody } from '../net/document.ts'
import { isHtml } from '../net/headers.ts'
import { md5Of } from './api-zarr.ts'
import { keyOf } from './asset-metadata.ts'
import { onlyOnce } from './asset-pages.ts'
import type { SourceContext } from './context.ts'
import { coversEntry, nothingCovered } from './covers.ts'
import { timeOf } from './loose.ts'
import { readManifest } from './manifest.ts'
import { listObjects } from './s3-listing.ts'
import { bucketUrl, locateObject, objectHead } from './s3-object.ts'
import { resolveByBucket } from './s3-resolve.ts'
import type { Source } from './source.ts'

/** The source of one instance's bucket. */
export function createS3Source(context: SourceContext): Source {
  return {
    kind: 's3',
    probe: async (signal) => {
      const root = await bucketOf(context, signal)
      await readable(
        context,
        listObjects({ ...context, root, prefix: 'dandisets/', delimiter: '/', signal }).next(),
      )
    },
    resolve: async (ref, signal) =>
      resolveByBucket({ context, root: await bucketOf(context, signal), signal }, ref),
    list: (snapshot, ref, signal) => list(context, snapshot, ref, signal),
    validator: (snapshot, known, signal) => validator(context, snapshot, known, signal),
    describe: (_snapshot, entry, signal) => describe(context, entry, signal),
    listZarr: (_snapshot, entry, signal) => listZarr(context, entry, signal),
    locate: async (_snapshot, entry, signal) =>
      locateObject(entry, entry.contentUrl === null ? await bucketOf(context, signal) : null),
    locateZarr: async (_snapshot, entry, signal) => {
      const { root, zarrId } = await zarrAddress(context, entry, signal)
      const before = `${root}/zarr/${zarrId}/`
      return { source: 's3', before, after: '', encode: 'path', headers: {} }
    },
  }
}

/** The bucket's root, or why the bucket cannot be used. */
async function bucketOf(context: SourceContext, signal: AbortSignal): Promise<string> {
  const root = await context.bucket(signal)
  if (root !== null) return root
  const details = { source: 's3', instance: context.instance().name, reason: 'no-bucket' }
  throw new Failure('source.unavailable', 'give-up', details)
}

async function readable<T>(context: SourceContext, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const details = { source: 's3', instance: context.instance().name, reason: error.code }
    throw new Failure('source.unavailable', 'retry-later', details, error)
  }
}

async function* list(
  context: SourceContext,
  snapshot: Snapshot,
  ref: ArchiveRef,
  signal: AbortSignal,
): AsyncGenerator<readonly Entry[]> {
  const { pick } = ref
  if (pick.kind === 'dandiset-yaml') return
  const root = await bucketOf(context, signal)
  if (pick.kind === 'blob') yield [await blobById(context, root, pick.blobId, signal)]
  else if (pick.kind === 'zarr' && snapshot.dandisetId === '') {
    yield [await zarrById(context, root, pick.zarrId, signal)]
  } else yield* listManifest({ context, root, snapshot, signal }, pick)
}

interface Listing {
  readonly context: SourceContext
  readonly root: string
  readonly snapshot: Snapshot
  readonly signal: AbortSignal
}

function manifestUrl(root: string, { dandisetId, version }: Snapshot): string {
  return `${root}/dandisets/${dandisetId}/${encodeURIComponent(version)}/assets.jsonld`
}

/** The manifest's ETag; the bucket is told the one that is known and says 304 while it holds. */
async function validator(
  context: SourceContext,
  snapshot: Snapshot,
  known: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (snapshot.dandisetId === '') return null
  const url = manifestUrl(await bucketOf(context, signal), snapshot)
  const etag = known?.replace(/^s3 /, '')
  const headers = { 'accept-encoding': 'identity', ...(etag && { 'if-none-match': etag }) }
  const request = { url, signal, method: 'HEAD', headers, accepted: [200, 304] }
  const { status, headers: came } = await fetchDocument(context.http, request, context.pauses)
  if (status === 304) return known
  const mark = came.etag ?? came['last-modified']
  return mark === undefined ? null : `s3 ${mark}`
}

async function* listManifest(listing: Listing, pick: Pick): AsyncGenerator<readonly Entry[]> {
  const { dandisetId, version } = listing.snapshot
  const url = manifestUrl(listing.root, listing.snapshot)
  const once = onlyOnce(url, 'each path once')
  const covers = coversEntry(pick)
  let covered = 0
  for await (const entries of readManifest(manifestBytes(listing, url), url)) {
    for (const entry of entries) once(entry.path)
    const mine = entries.filter(covers).map((entry) => withAddress(entry, listing.root))
    covered += mine.length
    if (mine.length > 0) yield mine
  }
  const missing = covered === 0 ? nothingCovered(pick, `${dandisetId}/${version}`) : null
  if (missing !== null) throw missing
}

function withAddress(entry: Entry, root: string): Entry {
  return entry.contentUrl === null ? { ...entry, contentUrl: bucketUrl(entry, root) } : entry
}

/** The manifest's bytes; a version without a readable one has to be listed elsewhere. */
async function* manifestBytes(listing: Listing, url: string): AsyncGenerator<Uint8Array> {
  const { context, signal } = listing
  const request = { url, signal, headers: { 'accept-encoding': 'gzip' } }
  const answer = await context.http.send(request)
  if (answer.status !== 200) {
    const bodyStart = await startOfBody(answer)
    const now = context.pauses.now()
    throw noManifest(context, statusFailure(answer, { kind: 'document', nowMs: now, bodyStart }))
  }
  if (isHtml(answer.headers['content-type'])) throw htmlFailure(answer)
  try {
    yield* decoded(answer)
  } catch (error) {
    signal.throwIfAborted()
    throw networkFailure(error, url)
  }
}

function noManifest(context: SourceContext, failure: Failure): Failure {
  const isAbsent = ['remote.not-found', 'auth.denied', 'auth.required'].includes(failure.code)
  if (!isAbsent) return failure
  const details = { source: 's3', instance: context.instance().name, reason: 'no-manifest' }
  return new Failure('source.unavailable', 'give-up', { ...failure.details, ...details }, failure)
}

/** Completes an entry by the object's own headers: the bucket knows no metadata. */
async function describe(context: SourceContext, entry: Entry, signal: AbortSignal): Promise<Entry> {
  if (entry.checksum !== null && entry.contentUrl !== null) return entry
  const contentUrl = entry.contentUrl ?? bucketUrl(entry, await bucketOf(context, signal))
  if (entry.kind === 'zarr' || contentUrl === null) return { ...entry, contentUrl }
  const head = await objectHead(context, contentUrl, signal)
  const modifiedAt = entry.modifiedAt ?? head.modifiedAt
  return { ...entry, contentUrl, modifiedAt, checksum: entry.checksum ?? head.checksum }
}

async function zarrAddress(context: SourceContext, entry: Entry, signal: AbortSignal) {
  const key = keyOf(entry.contentUrl)
  const zarrId = key?.zarrId ?? entry.zarrId
  if (zarrId !== null) return { root: key?.root ?? (await bucketOf(context, signal)), zarrId }
  const details = { source: 's3', path: entry.path, reason: 'no-address' }
  throw new Failure('source.unavailable', 'give-up', details)
}

async function* listZarr(
  context: SourceContext,
  entry: Entry,
  signal: AbortSignal,
): AsyncGenerator<readonly ZarrEntry[]> {
  const { root, zarrId } = await zarrAddress(context, entry, signal)
  const prefix = `zarr/${zarrId}/`
  for await (const page of listObjects({ ...context, root, prefix, signal })) {
    const entries = page.objects.map((object) => ({
      key: object.key.slice(prefix.length),
      sizeBytes: object.sizeBytes,
      md5: md5Of(object.etag),
      modifiedAt: timeOf(object.lastModified),
    }))
    const files = entries.filter(({ key }) => key !== '')
    if (files.length > 0) yield files
  }
}

/** A blob that is known by its id alone is named after it: the bucket keeps no names. */
async function blobById(context: SourceContext, root: string, blobId: string, signal: AbortSignal) {
  const entry = bareEntry(blobId, { blobId })
  const contentUrl = bucketUrl(entry, root) ?? ''
  const head = await objectHead(context, contentUrl, signal)
  return { ...entry, ...head, contentUrl }
}

async function zarrById(context: SourceContext, root: string, zarrId: string, signal: AbortSignal) {
  const entry = bareEntry(`${zarrId}.zarr`, { zarrId })
  const known = { ...entry, kind: 'zarr' as const, contentUrl: bucketUrl(entry, root) }
  let sizeBytes = 0
  for await (const files of listZarr(context, known, signal)) {
    for (const file of files) sizeBytes += file.sizeBytes
  }
  return { ...known, sizeBytes }
}

function bareEntry(
  path: string,
  ids: { readonly blobId?: string; readonly zarrId?: string },
): Entry {
  return {
    path,
    kind: 'blob',
    sizeBytes: 0,
    assetId: null,
    blobId: ids.blobId ?? null,
    zarrId: ids.zarrId ?? null,
    checksum: null,
    sha256: null,
    modifiedAt: null,
    contentUrl: null,
    encodingFormat: null,
    subject: null,
    session: null,
    study: null,
  }
}
