/** Folders kept in step with dandisets. */
import * as z from 'zod'
import {
  newestModes,
  removeModes,
  type SyncChange,
  type SyncPlan,
  type SyncResult,
  type SyncUndo,
} from '../../main/model/sync.ts'
import { answers, count, limit, order } from './shapes.ts'

const most = count.nullable()

const sync = z.strictObject({
  order,
  remove: z.enum(removeModes),
  trashDays: z.number().int().min(0).max(3650),
  limits: z.strictObject({
    removedFiles: most,
    removedShare: z.number().min(0).max(1).nullable(),
    fetchBytes: most,
    freeBytes: most,
  }),
  newest: z.enum(newestModes),
})
const runId = z.uuid()
/** A person says that the folder is the right one, though its marker is gone. */
const isVouchedFor = z.boolean()

export const syncRequests = {
  /** Looks and writes nothing. */
  'sync.plan': answers<SyncPlan>()(z.strictObject({ sync, isVouchedFor })),
  /** `accept`: a plan's fingerprint, or `all`: changes are made whatever the limits say. */
  'sync.apply': answers<SyncResult>()(
    z.strictObject({ sync, isVouchedFor, accept: z.string().max(64).nullable() }),
  ),
  /** Puts back what a run moved to the trash, where the place is free. */
  'sync.undo': answers<SyncUndo>()(z.strictObject({ runId })),
  'sync.changes': answers<{ readonly rows: readonly SyncChange[]; readonly total: number }>()(
    z.strictObject({ runId, offset: count, limit }),
  ),
} as const
