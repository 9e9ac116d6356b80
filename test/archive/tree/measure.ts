import { sizeOf } from '../content/content.ts'
import { etagOf, md5Of, sha256Of } from '../content/digest.ts'
import { zarrChecksum } from '../content/zarr-checksum.ts'
import { memo } from './cell.ts'
import type { Asset, Json, Totals, Version, Zarr, ZarrEntry } from './model.ts'

const sizeOfEntries = memo((entries: readonly ZarrEntry[]) =>
  entries.reduce((sum, entry) => sum + sizeOf(entry.content), 0),
)

const checksumOfEntries = memo((entries: readonly ZarrEntry[]) =>
  zarrChecksum(
    entries.map((entry) => ({
      key: entry.key,
      md5: md5Of(entry.content),
      sizeBytes: sizeOf(entry.content),
    })),
  ),
)

export function zarrSize(zarr: Zarr): number {
  return sizeOfEntries(zarr.entries.get())
}

export function checksumOf(zarr: Zarr): string {
  return checksumOfEntries(zarr.entries.get())
}

export function assetSize(asset: Asset): number {
  return asset.data.kind === 'blob' ? sizeOf(asset.data.blob.content) : zarrSize(asset.data.zarr)
}

/** The digests as the metadata of an asset names them. */
export function digestsOf(asset: Asset): Json {
  if (asset.data.kind === 'zarr') {
    return { 'dandi:dandi-zarr-checksum': checksumOf(asset.data.zarr) }
  }
  const content = asset.data.blob.content
  const sha256 = sha256Of(content)
  const digest = { 'dandi:dandi-etag': etagOf(content) }
  return sha256 === undefined ? digest : { ...digest, 'dandi:sha2-256': sha256 }
}

export const totalsOfAssets = memo(
  (assets: readonly Asset[]): Totals => ({
    assetCount: assets.length,
    sizeBytes: assets.reduce((sum, asset) => sum + assetSize(asset), 0),
  }),
)

export function totalsOf(version: Version): Totals {
  const known = version.assets.isMade() ? undefined : version.totals?.()
  return known ?? totalsOfAssets(version.assets.get())
}
