import { assetSize, totalsOf } from '../tree/measure.ts'
import type { Asset, Dandiset, Version } from '../tree/model.ts'
import { latestRelease } from '../tree/tree.ts'

/** A time as the API's rows show it: UTC with microseconds. */
function rowTime(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? ''
  const seconds = new Date(time).toISOString().slice(0, 19)
  return `${seconds}.${fraction.padEnd(6, '0').slice(0, 6)}Z`
}

export function dandisetRow(dandiset: Dandiset) {
  const release = latestRelease(dandiset)
  return {
    ...dandisetCore(dandiset),
    most_recent_published_version: release ? versionBrief(release) : null,
    draft_version: versionBrief(dandiset.draft),
  }
}

export function dandisetDetail(dandiset: Dandiset) {
  const release = latestRelease(dandiset)
  return {
    ...dandisetCore(dandiset),
    most_recent_published_version: release ? versionFull(release) : null,
    draft_version: versionFull(dandiset.draft),
  }
}

export function versionRow(dandiset: Dandiset, version: Version) {
  return { ...versionFull(version), dandiset: dandisetCore(dandiset) }
}

export function assetRow(asset: Asset) {
  return {
    asset_id: asset.id,
    blob: asset.data.kind === 'blob' ? asset.data.blob.id : null,
    zarr: asset.data.kind === 'zarr' ? asset.data.zarr.id : null,
    path: asset.path,
    size: assetSize(asset),
    created: rowTime(asset.created),
    modified: rowTime(asset.modified),
  }
}

function dandisetCore(dandiset: Dandiset) {
  return {
    identifier: dandiset.id,
    created: rowTime(dandiset.created),
    modified: rowTime(dandiset.draft.modified.get()),
    contact_person: dandiset.contact,
    embargo_status: dandiset.embargo,
    star_count: dandiset.stars,
    is_starred: false,
  }
}

function versionBrief(version: Version) {
  const totals = totalsOf(version)
  return {
    version: version.name,
    name: version.title,
    asset_count: totals.assetCount,
    size: totals.sizeBytes,
    status: version.status.get(),
    created: rowTime(version.created),
    modified: rowTime(version.modified.get()),
  }
}

function versionFull(version: Version) {
  return { ...versionBrief(version), active_uploads: 0, release_notes: '' }
}
