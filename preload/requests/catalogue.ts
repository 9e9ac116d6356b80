/** What there is: the archive, its dandisets, what an identifier means. */
import * as z from 'zod'
import type { ArchiveRef } from '../../main/model/entry.ts'
import type { EngineState } from '../../main/model/events.ts'
import type { InstanceRow } from '../../main/model/instance.ts'
import type { DandisetRow, VersionRow } from '../../main/model/listing.ts'
import { answers, instanceName, text } from './shapes.ts'

export const catalogueRequests = {
  snapshot: answers<EngineState>()(z.undefined()),
  /** One ref a line of text. */
  identify: answers<readonly ArchiveRef[]>()(z.strictObject({ text: z.string().max(100_000) })),
  instances: answers<readonly InstanceRow[]>()(z.undefined()),
  'dandisets.page': answers<{ readonly rows: readonly DandisetRow[]; readonly total: number }>()(
    z.strictObject({
      instance: instanceName,
      search: text,
      page: z.number().int().min(1),
      pageSize: z.number().int().min(1).max(200),
      order: z.enum([
        'id',
        '-id',
        'name',
        '-name',
        'modified',
        '-modified',
        'size',
        '-size',
        'stars',
        '-stars',
      ]),
      draftsToo: z.boolean(),
    }),
  ),
  'dandiset.versions': answers<readonly VersionRow[]>()(
    z.strictObject({ instance: instanceName, dandisetId: z.string().regex(/^\d{6}$/) }),
  ),
} as const
