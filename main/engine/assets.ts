/** One asset looked into: what the listing says at once, what archive and sources say when asked. */
import {
  type AssetDetail,
  type AssetLinks,
  type AssetPlace,
  type AssetVersion,
  type FactGroup,
  hasSameBytes,
} from '../model/asset-detail.ts'
import type { Entry, Snapshot } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { Instance, SourceKind } from '../model/instance.ts'
import { redactUrl } from '../net/classify.ts'
import { factGroupsOf } from '../sources/asset-facts.ts'
import type { Sources } from '../sources/registry.ts'
import type { Store } from '../store/database.ts'

export interface Asset {
  readonly snapshotId: number
  readonly snapshot: Snapshot
  readonly entry: Entry
}

/** Throws `request.invalid` for a version or path that was never listed. */
export function assetOf(store: Store, snapshotId: number, path: string): Asset {
  const snapshot = store.snapshots.get(snapshotId)?.snapshot
  const entry = snapshot ? store.entries.get(snapshotId, path) : null
  if (!snapshot || !entry) throw new Failure('request.invalid', 'give-up', { snapshotId, path })
  return { snapshotId, snapshot, entry }
}

/** What is known without asking anybody. */
export function detailOf(asset: Asset, store: Store, instance: Instance): AssetDetail {
  const { snapshotId, snapshot, entry } = asset
  return {
    snapshot,
    entry,
    facts: factsOfEntry(entry),
    digests: digestsOf(entry),
    copies: store.copies.of(snapshotId, entry),
    links: linksOf(asset, instance),
    sources: sourcesOf(snapshot, instance),
  }
}

function sourcesOf(snapshot: Snapshot, instance: Instance): readonly SourceKind[] {
  if (snapshot.embargoed) return ['api']
  return instance.webdavUrl === null ? ['s3', 'api'] : ['s3', 'api', 'webdav']
}

/** The entry in the words of the archive's documents, so that both are shown alike. */
function factsOfEntry(entry: Entry): readonly FactGroup[] {
  const { subject, session, study, modifiedAt, encodingFormat } = entry
  return factGroupsOf({
    ...(subject && {
      wasAttributedTo: [{ schemaKey: 'Participant', ...subject, identifier: subject.id }],
    }),
    ...(session !== null && { wasGeneratedBy: [{ schemaKey: 'Session', name: session }] }),
    approach: study?.approaches,
    measurementTechnique: study?.techniques,
    variableMeasured: study?.variables,
    contentSize: entry.sizeBytes,
    encodingFormat,
    ...(modifiedAt !== null && { dateModified: new Date(modifiedAt).toISOString() }),
  })
}

function digestsOf({ checksum, sha256 }: Entry): AssetDetail['digests'] {
  return [
    ...(checksum ? [{ name: checksum.kind, value: checksum.value }] : []),
    ...(sha256 !== null && checksum?.kind !== 'sha256' ? [{ name: 'sha256', value: sha256 }] : []),
  ]
}

function linksOf({ snapshot, entry }: Asset, { apiUrl, webUrl }: Instance): AssetLinks {
  const { dandisetId, version } = snapshot
  const isBlob = entry.kind === 'blob' && entry.assetId !== null
  const download = isBlob ? `${apiUrl}/assets/${entry.assetId}/download/` : null
  const folder = entry.path.slice(0, entry.path.lastIndexOf('/') + 1).replace(/\/$/, '')
  return {
    download,
    web:
      webUrl === null || dandisetId === ''
        ? null
        : `${webUrl}/dandiset/${dandisetId}/${version}/files?location=${encodeURIComponent(folder)}`,
    neurosift:
      download !== null && /\.nwb$/i.test(entry.path) ? neurosiftUrl(download, snapshot) : null,
  }
}

/** The form that the archive's own file list links to. */
function neurosiftUrl(download: string, { dandisetId, version }: Snapshot): string {
  const url = encodeURIComponent(download)
  return `https://neurosift.app/?p=/nwb&url=${url}&dandisetId=${dandisetId}&dandisetVersion=${version}`
}

/** Asks one source for the asset's first byte, or a Zarr's first entries. */
export async function placeOf(
  { snapshot, entry }: Asset,
  kind: SourceKind,
  { sources, signal }: { sources: Sources; signal: AbortSignal },
): Promise<AssetPlace> {
  const source = sources.source(kind, snapshot.instance)
  let url: string | null = null
  try {
    if (entry.kind === 'zarr') {
      url = (await source.locateZarr(snapshot, entry, signal)).before
      for await (const _ of source.listZarr(snapshot, entry, signal)) break
    } else {
      const location = await source.locate(snapshot, entry, signal)
      url = location.url
      await sources.readings.firstByte(location, signal)
    }
    return { source: kind, url: redactUrl(url), failure: null }
  } catch (error) {
    if (signal.aborted) throw error
    return { source: kind, url: url === null ? null : redactUrl(url), failure: recordOf(error) }
  }
}

const VERSIONS_AT_ONCE = 4
/** Of a dandiset with more, the newest. */
const MOST_VERSIONS = 60

/** The asset's path in the dandiset's other versions; each costs at most one small request. */
export async function versionsOf(
  asset: Asset,
  { sources, store, signal }: { sources: Sources; store: Store; signal: AbortSignal },
): Promise<readonly AssetVersion[]> {
  const { instance, dandisetId, version } = asset.snapshot
  const rows = await sources.catalog(instance).versions(dandisetId, signal)
  const others = rows.map((row) => row.version).filter((it) => it !== version)
  const found: AssetVersion[] = []
  const waiting = others.slice(0, MOST_VERSIONS).entries()
  const lane = async () => {
    for (const [at, other] of waiting) {
      const snapshot = { ...asset.snapshot, version: other, published: other !== 'draft' }
      found[at] = await versionOf(asset, snapshot, { sources, store, signal })
    }
  }
  await Promise.all(Array.from({ length: VERSIONS_AT_ONCE }, lane))
  return found
}

async function versionOf(
  { entry }: Asset,
  snapshot: Snapshot,
  { sources, store, signal }: { sources: Sources; store: Store; signal: AbortSignal },
): Promise<AssetVersion> {
  const { version } = snapshot
  const told = (state: AssetVersion['state'], sizeBytes: number | null = null) => ({
    version,
    state,
    sizeBytes,
  })
  try {
    const known = store.snapshots.newest(snapshot, 'all')
    const other = known
      ? store.entries.get(known.snapshotId, entry.path)
      : await listedAt(entry.path, snapshot, { sources, signal })
    if (!other) return told('absent')
    return told(stateOf(hasSameBytes(entry, other)), other.sizeBytes)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return told(error.code === 'remote.not-found' ? 'absent' : 'unknown')
  }
}

function stateOf(isSame: boolean | null): AssetVersion['state'] {
  if (isSame === null) return 'unknown'
  return isSame ? 'same' : 'other'
}

async function listedAt(
  path: string,
  snapshot: Snapshot,
  { sources, signal }: { sources: Sources; signal: AbortSignal },
): Promise<Entry | null> {
  const { instance, dandisetId, version } = snapshot
  const ref = { instance, dandisetId, version, pick: { kind: 'item', path } } as const
  const asked = { ...snapshot, assetCount: null }
  for await (const page of sources.source('api', instance).list(asked, ref, signal)) {
    const found = page.find((entry) => entry.path === path)
    if (found) return found
  }
  return null
}
