/** What happened: nights, and what was kept of each run. */
import * as z from 'zod'
import type { NightReport } from '../../main/model/night.ts'
import type { RunRecord } from '../../main/model/run-record.ts'
import { historyForms } from '../../main/model/run-table.ts'
import { changeKinds, type SyncChange } from '../../main/model/sync.ts'
import { answers, count, limit } from './shapes.ts'

const runId = z.number().int().positive()
/** 2026-11-22. */
const morning = z.iso.date()

export const nightsRequests = {
  /** The night before a morning; the newest in which something ran for null. */
  'nights.report': answers<NightReport>()(z.strictObject({ morning: morning.nullable() })),
  /** What a run of a schedule did to files, in order; of some kinds alone. */
  'runs.changes': answers<{ readonly rows: readonly SyncChange[]; readonly total: number }>()(
    z.strictObject({ runId, kinds: z.array(z.enum(changeKinds)).min(1), offset: count, limit }),
  ),
  /** Asks a person for a file and writes the history there; null when none was chosen. */
  'history.save': answers<{ readonly path: string | null }>()(
    z.strictObject({
      scheduleId: z.string().min(1).max(64).nullable(),
      form: z.enum(historyForms),
    }),
  ),
  'runs.record': answers<RunRecord>()(z.strictObject({ runId })),
} as const
