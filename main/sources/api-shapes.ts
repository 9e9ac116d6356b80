/** What the REST API answers, as far as it is used; unknown keys are dropped. */
import { z } from 'zod'

const optionalText = z.string().nullish()
const optionalCount = z.number().nonnegative().nullish()

export const versionShape = z.object({
  version: z.string(),
  name: optionalText,
  asset_count: optionalCount,
  size: optionalCount,
  status: optionalText,
  created: optionalText,
  modified: optionalText,
})
export type ApiVersion = z.infer<typeof versionShape>

export const dandisetShape = z.object({
  identifier: z.string(),
  contact_person: optionalText,
  embargo_status: optionalText,
  created: optionalText,
  modified: optionalText,
  star_count: optionalCount,
  most_recent_published_version: versionShape.nullish(),
  draft_version: versionShape.nullish(),
})
export type ApiDandiset = z.infer<typeof dandisetShape>

export const assetRowShape = z.object({
  asset_id: z.string(),
  blob: optionalText,
  zarr: optionalText,
  path: z.string(),
  size: z.number().nonnegative(),
  modified: optionalText,
  metadata: z.record(z.string(), z.unknown()).nullish(),
})
export type ApiAssetRow = z.infer<typeof assetRowShape>

export const documentShape = z.record(z.string(), z.unknown())

export const zarrShape = z.object({
  zarr_id: z.string(),
  name: z.string(),
  dandiset: optionalText,
  checksum: optionalText,
  file_count: optionalCount,
  size: optionalCount,
})

export const zarrFilesShape = z.object({
  next: optionalText,
  results: z.array(
    z.object({
      Key: z.string(),
      Size: z.number().nonnegative(),
      ETag: optionalText,
      LastModified: optionalText,
    }),
  ),
})
export type ApiZarrFiles = z.infer<typeof zarrFilesShape>

/** A page of rows of a shape. */
export function pageOf<Row>(row: z.ZodType<Row>) {
  return z.object({ count: optionalCount, next: optionalText, results: z.array(row) })
}

export const infoShape = z.object({
  services: z.object({
    api: z.object({ url: z.string() }),
    webui: z.object({ url: z.string() }).nullish(),
  }),
})

export const userShape = z.object({ username: z.string() })
