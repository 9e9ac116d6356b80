/** One version of a dandiset: its files and what is chosen of them. */
import * as z from 'zod'
import type {
  About,
  Facets,
  OpenVersion,
  SelectionSummary,
  TreeRow,
} from '../../main/model/listing.ts'
import { answers, count, limit, ref, selection, snapshotId, source } from './shapes.ts'

export const versionsRequests = {
  /** Resolves and starts to list in the background; `listing.changed` events tell how far it is. */
  'version.open': answers<OpenVersion>()(z.strictObject({ ref, source })),
  'version.state': answers<OpenVersion>()(z.strictObject({ snapshotId })),
  'version.about': answers<About>()(z.strictObject({ snapshotId })),
  'entries.children': answers<{ readonly rows: readonly TreeRow[]; readonly total: number }>()(
    z.strictObject({
      snapshotId,
      /** `''` for the root, else ends in `/`. */
      folder: z.string().max(4096),
      selection,
      offset: count,
      limit,
    }),
  ),
  'entries.facets': answers<Facets>()(z.strictObject({ snapshotId })),
  'selection.summary': answers<SelectionSummary>()(z.strictObject({ snapshotId, selection })),
} as const
