import type { SyncPlan, SyncResult } from '../../main/model/sync.ts'
import { syncTallies } from '../../main/model/sync-plan.ts'
import type { Handlers } from '../../preload/contract.ts'

const runId = '5b0f2c8e-4d0c-4d5e-9d43-1f5c9e1d2a01'

/** A folder that is in step already. */
export const fakeSync = {
  'sync.plan': ({ sync }): SyncPlan => ({
    folder: sync.order.destination,
    version: 'draft',
    remove: sync.remove,
    tallies: syncTallies([]),
    bytesToFetch: 0,
    freeBytes: 4e11,
    asks: [],
    fingerprint: 'e3b0c44298fc1c14',
    rows: [],
  }),
  'sync.apply': ({ sync }): SyncResult => ({
    runId,
    outcome: 'done',
    folder: sync.order.destination,
    version: 'draft',
    added: 0,
    changed: 0,
    renamed: 0,
    removed: 0,
    failed: 0,
    conflicts: 0,
    bytes: 0,
    asks: [],
    fingerprint: 'e3b0c44298fc1c14',
    failure: null,
  }),
  'sync.undo': () => ({ restored: 0, left: 0 }),
  'sync.changes': () => ({ rows: [], total: 0 }),
} satisfies Partial<Handlers>
