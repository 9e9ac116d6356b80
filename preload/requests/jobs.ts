/** What is ordered and how far it is. */
import * as z from 'zod'
import { type Plan, type PlanRow, verdicts } from '../../main/model/plan.ts'
import type { TransferDetail, TransferView } from '../../main/model/transfer.ts'
import { answers, count, jobId, limit, order, text, transferId } from './shapes.ts'

const stateFilter = z.enum(['all', 'active', 'queued', 'done', 'failed'])

export const jobsRequests = {
  /** Looks and writes nothing. */
  plan: answers<Plan>()(z.strictObject({ order })),
  'plan.page': answers<{ readonly rows: readonly PlanRow[]; readonly total: number }>()(
    z.strictObject({
      planId: z.number().int().positive(),
      verdict: z.enum(['all', ...verdicts]),
      offset: count,
      limit,
    }),
  ),
  'job.create': answers<{ readonly jobId: string }>()(z.strictObject({ order })),
  /** Unfinished jobs of the very same order. */
  'jobs.same': answers<{ readonly jobIds: readonly string[] }>()(z.strictObject({ order })),
  'job.pause': answers<void>()(z.strictObject({ jobId })),
  'job.resume': answers<void>()(z.strictObject({ jobId })),
  /** Ends a job. `delete` removes partials and the files that this job fetched, nothing else. */
  'job.cancel': answers<void>()(z.strictObject({ jobId, files: z.enum(['keep', 'delete']) })),
  /** Without `transferId`, all failed ones. */
  'job.retry': answers<void>()(z.strictObject({ jobId, transferId: transferId.optional() })),
  /** Puts the job before another one, or last. */
  'job.move': answers<void>()(z.strictObject({ jobId, before: jobId.nullable() })),
  'job.priority': answers<void>()(
    z.strictObject({ jobId, priority: z.number().int().min(-1).max(1) }),
  ),
  'jobs.pause-all': answers<void>()(z.undefined()),
  'jobs.resume-all': answers<void>()(z.undefined()),
  'transfers.page': answers<{ readonly rows: readonly TransferView[]; readonly total: number }>()(
    z.strictObject({ jobId, state: stateFilter, text, offset: count, limit }),
  ),
  'transfer.detail': answers<TransferDetail>()(z.strictObject({ transferId })),
} as const
