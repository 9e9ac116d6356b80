/** A WebDAV service (dandidav) as a source: optional, without a key, never for embargoed data. */
import { parse as parseYaml } from 'yaml'
import type { ArchiveRef, Entry, Pick, Snapshot, VersionChoice, ZarrEntry } from '../model/entry.ts'
import { sessionOf } from '../model/facts.ts'
import { Failure } from '../model/failure.ts'
import { fetchDocument } from '../net/document.ts'
import { md5Of } from './api-zarr.ts'
import { subjectOf } from './asset-metadata.ts'
import type { SourceContext } from './context.ts'
import { coversPath, nothingCovered, plainPrefix } from './covers.ts'
import { objectOf, textOf } from './loose.ts'
import { type DavResource, decodedPath } from './propfind.ts'
import { compareVersions } from './s3-resolve.ts'
import type { Source } from './source.ts'
import { locateByDav, locateZarrByDav } from './webdav-locate.ts'
import { davUrl, notThere, propfind, walk } from './webdav-walk.ts'

/** The source of one instance's WebDAV service. */
export function createWebdavSource(context: SourceContext): Source {
  return {
    kind: 'webdav',
    probe: (signal) => probe(context, signal),
    resolve: (ref, signal) => plainly(context, resolve(context, ref, signal)),
    list: (snapshot, ref, signal) => list({ context, snapshot, signal }, ref.pick),
    validator: async () => null,
    describe: async (_snapshot, entry) => entry,
    listZarr: (snapshot, entry, signal) => listZarr({ context, snapshot, signal }, entry),
    locate: (snapshot, entry, signal) =>
      locateByDav(context, davUrl(rootOf(context), assetPath(snapshot, entry.path)), entry, signal),
    locateZarr: (snapshot, entry, signal) =>
      locateZarrByDav(context, rootOf(context), assetPath(snapshot, entry.path), signal),
  }
}

function rootOf(context: SourceContext): string {
  const { webdavUrl, name } = context.instance()
  if (webdavUrl !== null) return webdavUrl
  const details = { source: 'webdav', instance: name, reason: 'not-configured' }
  throw new Failure('source.unavailable', 'give-up', details)
}

async function probe(context: SourceContext, signal: AbortSignal): Promise<void> {
  const url = `${rootOf(context)}/`
  const answered = await plainly(
    context,
    fetchDocument(
      context.http,
      { url, signal, method: 'OPTIONS', accepted: [200, 204], redirect: 'manual', tries: 2 },
      context.pauses,
    ),
  )
  if (answered.headers.dav !== undefined) return
  await plainly(context, propfind(context, url, '0', signal))
}

/** Says that the service is not there where it answers as a dead or other service does. */
async function plainly<T>(context: SourceContext, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (!(error instanceof Failure) || !isAbsence(error)) throw error
    const reason = error.details.status ?? error.details.reason ?? error.code
    const details = { source: 'webdav', instance: context.instance().name, reason: String(reason) }
    throw new Failure('source.unavailable', 'retry-later', details, error)
  }
}

function isAbsence({ code, details }: Failure): boolean {
  if (code === 'http.status') return details.status !== 502
  return /^(net\.(unreachable|certificate|proxy)|remote\.html|http\.throttled)$/.test(code)
}

/** Path of a version below the root. */
function versionPath({ dandisetId, version }: Snapshot): string {
  const folder = version === 'draft' ? 'draft' : `releases/${version}`
  return `dandisets/${dandisetId}/${folder}`
}

function assetPath(snapshot: Snapshot, path: string): string {
  return `${versionPath(snapshot)}/${path}`
}

async function resolve(context: SourceContext, ref: ArchiveRef, signal: AbortSignal) {
  const { instance, dandisetId } = ref
  if (dandisetId === null) throw byIdOnly(ref.pick, instance)
  const { version, versionChoice } = await choose(context, dandisetId, ref.version, signal)
  const snapshot: Snapshot = {
    instance,
    dandisetId,
    version,
    versionChoice,
    published: version !== 'draft',
    title: '',
    assetCount: null,
    sizeBytes: null,
    modifiedAt: null,
    embargoed: false,
  }
  const url = davUrl(rootOf(context), versionPath(snapshot))
  const [self] = await propfind(context, url, '0', signal)
  if (self === undefined || !self.isCollection) throw notThere(versionPath(snapshot))
  const title = await titleOf(context, `${url}/dandiset.yaml`, signal)
  return { ...snapshot, title, sizeBytes: self.sizeBytes, modifiedAt: self.modifiedAt }
}

function byIdOnly(pick: Pick, instance: string): Failure {
  const details = { source: 'webdav', instance, reason: `${pick.kind}-by-id` }
  return new Failure('source.unavailable', 'give-up', details)
}

async function choose(
  context: SourceContext,
  dandisetId: string,
  asked: string | null,
  signal: AbortSignal,
): Promise<{ version: string; versionChoice: VersionChoice }> {
  if (asked !== null) return { version: asked, versionChoice: 'asked' }
  const root = rootOf(context)
  const children = await propfind(context, davUrl(root, `dandisets/${dandisetId}`), '1', signal)
  if (!children.some(({ path }) => path.endsWith('/latest'))) {
    return { version: 'draft', versionChoice: 'only-draft' }
  }
  const releases = await propfind(
    context,
    davUrl(root, `dandisets/${dandisetId}/releases`),
    '1',
    signal,
  )
  const versions = releases.map(({ path }) => path.split('/').at(-1) ?? '')
  const newest = versions
    .filter((one) => /^\d+\.\d+\.\d+$/.test(one))
    .sort(compareVersions)
    .at(-1)
  if (newest === undefined) throw notThere(`dandisets/${dandisetId}/releases`)
  return { version: newest, versionChoice: 'newest-published' }
}

async function titleOf(context: SourceContext, url: string, signal: AbortSignal): Promise<string> {
  const { text } = await fetchDocument(
    context.http,
    { url, signal, redirect: 'manual' },
    context.pauses,
  )
  try {
    return textOf(objectOf(parseYaml(text)).name) ?? ''
  } catch {
    return ''
  }
}

interface Place {
  readonly context: SourceContext
  readonly snapshot: Snapshot
  readonly signal: AbortSignal
}

async function* list(place: Place, pick: Pick): AsyncGenerator<readonly Entry[]> {
  if (pick.kind === 'dandiset-yaml') return
  if (pick.kind === 'asset' || pick.kind === 'blob' || pick.kind === 'zarr') {
    throw byIdOnly(pick, place.snapshot.instance)
  }
  if (pick.kind === 'item') yield [await item(place, pick.path)]
  else yield* listFolders(place, pick)
}

async function item(place: Place, path: string): Promise<Entry> {
  const { context, snapshot, signal } = place
  const url = davUrl(rootOf(context), assetPath(snapshot, path))
  const [self] = await plainly(context, propfind(context, url, '0', signal))
  if (self === undefined || (self.isCollection && !isZarr(self))) throw notThere(path)
  return entryOf(self, path)
}

async function* listFolders(place: Place, pick: Pick): AsyncGenerator<readonly Entry[]> {
  const { context, snapshot, signal } = place
  const root = rootOf(context)
  const base = decodedPath(davUrl(root, versionPath(snapshot)))
  const relative = (resource: DavResource) => resource.path.slice(base.length + 1)
  const covers = coversPath(pick)
  const leads = leadsTo(pick)
  const enters = (resource: DavResource) => !isZarr(resource) && leads(`${relative(resource)}/`)
  const from = [versionPath(snapshot), firstFolder(pick)].filter((part) => part !== '').join('/')
  let covered = 0
  for await (const children of walk({ context, root, from, enters, signal })) {
    const assets = children.filter((one) => isAsset(one) && relative(one) !== 'dandiset.yaml')
    const mine = assets.filter((one) => covers(relative(one)))
    covered += mine.length
    if (mine.length > 0) yield mine.map((one) => entryOf(one, relative(one)))
  }
  const missing =
    covered === 0 ? nothingCovered(pick, `${snapshot.dandisetId}/${snapshot.version}`) : null
  if (missing !== null) throw missing
}

/** The deepest folder that holds all that the pick can cover; `''` is the version itself. */
function firstFolder(pick: Pick): string {
  if (pick.kind === 'folder') return pick.path.replace(/\/+$/, '')
  if (pick.kind !== 'prefix') return ''
  const prefix = plainPrefix(pick.prefix)
  return prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')))
}

/** Whether a folder can hold something that the pick covers. */
function leadsTo(pick: Pick): (folder: string) => boolean {
  if (pick.kind !== 'prefix') return () => true
  const prefix = plainPrefix(pick.prefix)
  return (folder) => folder.startsWith(prefix) || prefix.startsWith(folder)
}

/** Below a version only Zarrs are collections with a size. */
function isZarr(resource: DavResource): boolean {
  return resource.isCollection && resource.sizeBytes !== null
}

function isAsset(resource: DavResource): boolean {
  return !resource.isCollection || isZarr(resource)
}

function entryOf(resource: DavResource, path: string): Entry {
  const kind = isZarr(resource) ? 'zarr' : 'blob'
  const etag = resource.etag ?? ''
  const isDigest = kind === 'blob' && /^[0-9a-f]{32}-\d{1,5}$/.test(etag)
  return {
    path,
    kind,
    sizeBytes: resource.sizeBytes ?? 0,
    assetId: null,
    blobId: null,
    zarrId: null,
    checksum: isDigest ? { kind: 'dandi-etag', value: etag } : null,
    sha256: null,
    modifiedAt: resource.modifiedAt,
    contentUrl: null,
    encodingFormat: kind === 'zarr' ? 'application/x-zarr' : resource.contentType,
    subject: subjectOf({}, path),
    session: sessionOf(path),
    study: null,
  }
}

async function* listZarr(place: Place, entry: Entry): AsyncGenerator<readonly ZarrEntry[]> {
  const { context, snapshot, signal } = place
  const root = rootOf(context)
  const from = assetPath(snapshot, entry.path)
  const base = decodedPath(davUrl(root, from))
  for await (const children of walk({ context, root, from, enters: () => true, signal })) {
    const files = children.filter(({ isCollection }) => !isCollection)
    if (files.length > 0) yield files.map((file) => zarrEntryOf(file, base))
  }
}

function zarrEntryOf(file: DavResource, base: string): ZarrEntry {
  return {
    key: file.path.slice(base.length + 1),
    sizeBytes: file.sizeBytes ?? 0,
    md5: md5Of(file.etag ?? undefined),
    modifiedAt: file.modifiedAt,
  }
}
