/** One version of a dandiset: its files and what is chosen of them. */
import * as z from 'zod'
import {
  type Facets,
  type FileRow,
  fileColumns,
  type Matrix,
  type Page,
  type SelectionSummary,
  type SubjectRow,
  subjectColumns,
} from '../../main/model/files.ts'
import type { OpenVersion, ToldAbout, TreeRow } from '../../main/model/listing.ts'
import { answers, count, facetFind, limit, ref, selection, snapshotId, source } from './shapes.ts'

const stretch = z.strictObject({ offset: count, limit })

/** By the first, then by the second; without any in natural order. */
function sortOf<const Columns extends readonly string[]>(columns: Columns) {
  return z.array(z.strictObject({ by: z.enum(columns), descending: z.boolean() })).max(2)
}

export const versionsRequests = {
  /** Resolves and starts to list in the background; `listing.changed` events tell how far it is. */
  'version.open': answers<OpenVersion>()(z.strictObject({ ref, source })),
  'version.state': answers<OpenVersion>()(z.strictObject({ snapshotId })),
  /** Nobody looks any more: metadata that are still missing are asked for when it is opened again. */
  'version.close': answers<void>()(z.strictObject({ snapshotId })),
  /** While nobody answers, what the catalogue keeps of the version. */
  'version.about': answers<ToldAbout>()(z.strictObject({ snapshotId })),
  'entries.children': answers<Page<TreeRow>>()(
    z.strictObject({
      snapshotId,
      /** `''` for the root, else ends in `/`. */
      folder: z.string().max(4096),
      selection,
      offset: count,
      limit,
    }),
  ),
  'entries.facets': answers<Facets>()(z.strictObject({ snapshotId, selection, find: facetFind })),
  /** Throws `input.invalid`, as all that take a selection, for a regular expression that cannot be used. */
  'files.page': answers<Page<FileRow>>()(
    z.strictObject({
      snapshotId,
      selection,
      sort: sortOf(fileColumns),
      scope: z.enum(['in-sight', 'chosen']),
      offset: count,
      limit,
    }),
  ),
  /** Subjects with a file in sight. */
  'subjects.page': answers<Page<SubjectRow>>()(
    z.strictObject({ snapshotId, selection, sort: sortOf(subjectColumns), offset: count, limit }),
  ),
  'matrix.page': answers<Matrix>()(
    z.strictObject({ snapshotId, selection, subjects: stretch, sessions: stretch }),
  ),
  'selection.summary': answers<SelectionSummary>()(z.strictObject({ snapshotId, selection })),
} as const
