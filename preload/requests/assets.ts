/** One asset of an opened version, looked into. */
import * as z from 'zod'
import type {
  AssetDetail,
  AssetPlace,
  AssetVersion,
  FactGroup,
} from '../../main/model/asset-detail.ts'
import { answers, path, snapshotId } from './shapes.ts'

const asset = z.strictObject({ snapshotId, path })

export const assetsRequests = {
  /** From what was listed; asks nobody, so it works offline. */
  'asset.detail': answers<AssetDetail>()(asset),
  /** The archive's own document of the asset. */
  'asset.metadata': answers<readonly FactGroup[]>()(asset),
  /** One source is asked for the asset's first byte, or a Zarr's first entries. */
  'asset.place': answers<AssetPlace>()(asset.extend({ source: z.enum(['api', 's3', 'webdav']) })),
  /** The same path in the dandiset's other versions. */
  'asset.versions': answers<readonly AssetVersion[]>()(asset),
} as const
