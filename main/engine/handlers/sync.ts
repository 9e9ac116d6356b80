/** Answers about folders kept in step. */
import { isAbsolute, resolve } from 'node:path'
import { Failure } from '../../model/failure.ts'
import type { Sync } from '../../model/sync.ts'
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function syncHandlers({ syncs, store, context: { signal } }: Assembly) {
  return {
    'sync.plan': ({ sync, isVouchedFor }) => syncs.plan(placed(sync), { isVouchedFor, signal }),
    'sync.apply': ({ sync, ...how }) => syncs.run(placed(sync), { ...how, signal }),
    'sync.undo': ({ runId }) => syncs.undo(runId),
    'sync.changes': ({ runId, offset, limit }) => store.sync.changes(runId, offset, limit),
  } satisfies Partial<EngineHandlers>
}

/** The destination without detours. Throws `input.invalid` for one that is not absolute here. */
function placed(sync: Sync): Sync {
  const { destination } = sync.order
  if (!isAbsolute(destination)) {
    throw new Failure('input.invalid', 'ask-user', { field: 'destination', value: destination })
  }
  return { ...sync, order: { ...sync.order, destination: resolve(destination) } }
}
