/** One asset of an opened version, looked into. */
import * as z from 'zod'
import type {
  AssetDetail,
  AssetPlace,
  AssetVersion,
  FactGroup,
} from '../../main/model/asset-detail.ts'
import type { ZarrInside, ZarrNode, ZarrPartSize } from '../../main/model/zarr-tree.ts'
import { answers, count, limit, path, snapshotId, text } from './shapes.ts'

const asset = z.strictObject({ snapshotId, path })

export const assetsRequests = {
  /** From what was listed; asks nobody, so it works offline. */
  'asset.detail': answers<AssetDetail>()(asset),
  /** The archive's own document of the asset. */
  'asset.metadata': answers<readonly FactGroup[]>()(asset),
  /** One source is asked for the asset's first byte, or a Zarr's first entries. */
  'asset.place': answers<AssetPlace>()(asset.extend({ source: z.enum(['api', 's3', 'webdav']) })),
  /** The same path in the dandiset's other versions. */
  /** Asked again while it is not ready; what it counted so far grows meanwhile. */
  'zarr.open': answers<ZarrInside>()(asset),
  'zarr.children': answers<{ readonly rows: readonly ZarrNode[]; readonly total: number }>()(
    z.strictObject({
      treeId: count,
      /** `''` for the root, else ends in `/`. */
      folder: z.string().max(4096),
      offset: count,
      limit,
    }),
  ),
  /** Null when the size of such a part cannot be told. */
  'zarr.part': answers<ZarrPartSize | null>()(
    z.strictObject({ treeId: count, keep: z.array(text).max(10_000) }),
  ),
  'asset.versions': answers<readonly AssetVersion[]>()(asset),
} as const
