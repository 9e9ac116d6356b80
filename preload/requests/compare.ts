/** Two versions, or a folder and a version, side by side. */
import * as z from 'zod'
import { type Comparison, type Difference, differenceKinds } from '../../main/model/compare.ts'
import { absolutePath, answers, count, instanceName, limit, snapshotId } from './shapes.ts'

const kinds = z.array(z.enum(differenceKinds)).max(differenceKinds.length)

export const compareRequests = {
  /** Waits until both are listed. A folder is taken as the library knows it; the rest is read. */
  'versions.compare': answers<Comparison>()(
    z.strictObject({
      left: z.union([z.strictObject({ snapshotId }), z.strictObject({ folder: absolutePath })]),
      rightSnapshotId: snapshotId,
    }),
  ),
  /** `request.invalid` for a comparison that was forgotten. */
  'compare.page': answers<{ readonly rows: readonly Difference[]; readonly total: number }>()(
    z.strictObject({ id: count, kinds, offset: count, limit }),
  ),
  /** Boxes to tick in the right version for what is of these kinds there. */
  'compare.ticks': answers<readonly string[]>()(z.strictObject({ id: count, kinds })),
  /** Folders of the library that hold files of a dandiset. */
  'dandiset.folders': answers<readonly string[]>()(
    z.strictObject({ instance: instanceName, dandisetId: z.string().regex(/^\d{6}$/) }),
  ),
} as const
