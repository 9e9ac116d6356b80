import type { ArchiveRef, Pick, Snapshot, VersionChoice } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { getJson } from '../net/json.ts'
import { snapshotOfOne } from './api-resolve.ts'
import { documentShape } from './api-shapes.ts'
import type { SourceContext } from './context.ts'
import { countOf, objectOf, textOf, timeOf } from './loose.ts'
import { listObjects } from './s3-listing.ts'

export interface BucketAccess {
  readonly context: SourceContext
  readonly root: string
  readonly signal: AbortSignal
}

/** Pins a ref by the manifests that the archive writes; drafts may be some minutes behind. */
export async function resolveByBucket(access: BucketAccess, ref: ArchiveRef): Promise<Snapshot> {
  const { instance, dandisetId, pick } = ref
  if (dandisetId === null) return resolveById(instance, pick)
  const { version, versionChoice } = await choose(access, dandisetId, ref.version)
  const metadata = await readMetadata(access, dandisetId, version)
  const published = version !== 'draft'
  const summary = objectOf(metadata.assetsSummary)
  return {
    instance,
    dandisetId,
    version,
    versionChoice,
    published,
    title: textOf(metadata.name) ?? '',
    // The summary of a draft counts valid assets only and lags behind.
    assetCount: published ? countOf(summary.numberOfFiles) : null,
    sizeBytes: published ? countOf(summary.numberOfBytes) : null,
    modifiedAt: timeOf(metadata.dateModified) ?? timeOf(metadata.datePublished),
    embargoed: false,
  }
}

function resolveById(instance: string, pick: Pick): Snapshot {
  const named = { instance, sizeBytes: null, modifiedAt: null }
  if (pick.kind === 'blob') return snapshotOfOne({ ...named, title: pick.blobId })
  if (pick.kind === 'zarr') return snapshotOfOne({ ...named, title: `${pick.zarrId}.zarr` })
  const details = { source: 's3', reason: `${pick.kind}-by-id`, instance }
  throw new Failure('source.unavailable', 'give-up', details)
}

async function choose(
  access: BucketAccess,
  dandisetId: string,
  asked: string | null,
): Promise<{ version: string; versionChoice: VersionChoice }> {
  if (asked !== null) return { version: asked, versionChoice: 'asked' }
  const versions = await versionsOf(access, dandisetId)
  const newest = versions
    .filter((version) => version !== 'draft')
    .sort(compareVersions)
    .at(-1)
  if (newest !== undefined) return { version: newest, versionChoice: 'newest-published' }
  if (versions.includes('draft')) return { version: 'draft', versionChoice: 'only-draft' }
  throw new Failure('remote.not-found', 'give-up', { what: 'dandiset', path: dandisetId })
}

async function versionsOf(access: BucketAccess, dandisetId: string): Promise<readonly string[]> {
  const { context, root, signal } = access
  const prefix = `dandisets/${dandisetId}/`
  const found: string[] = []
  for await (const page of listObjects({ ...context, root, prefix, delimiter: '/', signal })) {
    found.push(...page.folders.map((folder) => folder.slice(prefix.length).replace(/\/$/, '')))
  }
  return found.filter((version) => version === 'draft' || /^\d+\.\d+\.\d+$/.test(version))
}

/** Orders `0.210831.2033` and its like by their numbers. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  const index = left?.findIndex((number, at) => number !== right?.[at]) ?? -1
  return index < 0 ? 0 : (left?.[index] ?? 0) - (right?.[index] ?? 0)
}

/** The version's metadata document as the archive wrote it into the bucket. */
export async function readMetadata(access: BucketAccess, dandisetId: string, version: string) {
  const { context, root, signal } = access
  const url = `${root}/dandisets/${dandisetId}/${encodeURIComponent(version)}/dandiset.jsonld`
  const request = { url, signal, shape: documentShape, asked: 'a version’s metadata' }
  const instance = context.instance().name
  return getJson(context.http, { ...request, instance }, context.pauses)
}
