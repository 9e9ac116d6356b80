import type { ArchiveRef, Snapshot, VersionChoice } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { invalidAnswer } from '../net/document.ts'
import type { ApiRequests } from './api-requests.ts'
import {
  type ApiDandiset,
  type ApiVersion,
  assetRowShape,
  dandisetShape,
  versionShape,
  zarrShape,
} from './api-shapes.ts'
import { timeOf } from './loose.ts'

/** Pins a ref by the API. An asset or a blob known by its id alone gets a dandiset id of `''`. */
export async function resolveByApi(
  api: ApiRequests,
  instance: string,
  ref: ArchiveRef,
  signal: AbortSignal,
): Promise<Snapshot> {
  if (ref.dandisetId === null) return resolveById(api, ref, signal)
  const url = api.url(`dandisets/${ref.dandisetId}/`)
  const dandiset = await api.get(url, 'a dandiset', dandisetShape, signal)
  const { version, choice } = await choose(api, dandiset, ref, signal)
  return {
    instance,
    dandisetId: ref.dandisetId,
    version: version.version,
    versionChoice: choice,
    published: version.version !== 'draft',
    title: version.name ?? '',
    assetCount: version.asset_count ?? null,
    sizeBytes: version.size ?? null,
    modifiedAt: timeOf(dandiset.modified) ?? timeOf(version.modified),
    embargoed: isEmbargoed(dandiset),
  }
}

/** `UNEMBARGOING` data are still closed. */
export function isEmbargoed(dandiset: ApiDandiset): boolean {
  return (dandiset.embargo_status ?? 'OPEN') !== 'OPEN'
}

async function choose(
  api: ApiRequests,
  dandiset: ApiDandiset,
  ref: ArchiveRef,
  signal: AbortSignal,
): Promise<{ version: ApiVersion; choice: VersionChoice }> {
  const published = dandiset.most_recent_published_version ?? null
  const draft = dandiset.draft_version ?? null
  if (ref.version === null) {
    if (published !== null) return { version: published, choice: 'newest-published' }
    if (draft !== null) return { version: draft, choice: 'only-draft' }
    throw invalidAnswer(api.url(`dandisets/${ref.dandisetId}/`), 'a version', 'none')
  }
  const known = [published, draft].find((one) => one?.version === ref.version)
  if (known != null) return { version: known, choice: 'asked' }
  const route = `dandisets/${ref.dandisetId}/versions/${encodeURIComponent(ref.version)}/info/`
  return {
    version: await api.get(api.url(route), 'a version', versionShape, signal),
    choice: 'asked',
  }
}

async function resolveById(
  api: ApiRequests,
  ref: ArchiveRef,
  signal: AbortSignal,
): Promise<Snapshot> {
  const { instance, pick } = ref
  if (pick.kind === 'asset') {
    const url = api.url(`assets/${pick.assetId}/info/`)
    const row = await api.get(url, 'an asset', assetRowShape, signal)
    const modifiedAt = timeOf(row.modified)
    return snapshotOfOne({ instance, title: row.path, sizeBytes: row.size, modifiedAt })
  }
  if (pick.kind === 'zarr') {
    const zarr = await api.get(api.url(`zarr/${pick.zarrId}/`), 'a Zarr', zarrShape, signal)
    const sizeBytes = zarr.size ?? null
    return snapshotOfOne({ instance, title: zarr.name, sizeBytes, modifiedAt: null })
  }
  const details = { source: 'api', reason: `${pick.kind}-by-id`, instance }
  throw new Failure('source.unavailable', 'give-up', details)
}

/** The snapshot of one thing that is known by its id alone: no dandiset, no version. */
export function snapshotOfOne(one: {
  readonly instance: string
  readonly title: string
  readonly sizeBytes: number | null
  readonly modifiedAt: number | null
}): Snapshot {
  return {
    ...one,
    dandisetId: '',
    version: '',
    versionChoice: 'asked',
    published: true,
    assetCount: 1,
    embargoed: false,
  }
}
