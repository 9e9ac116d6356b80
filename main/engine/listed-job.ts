import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Snapshot } from '../model/entry.ts'
import type { Order } from '../model/job.ts'
import type { NewTransfer } from '../store/transfers.ts'
import type { Context } from './context.ts'
import { folderOf, summaryOf } from './placing.ts'

/** An order whose files are known, so that nothing is listed. */
export interface ListedOrder {
  readonly order: Order
  readonly snapshot: Snapshot
  readonly transfers: readonly NewTransfer[]
}

/** Rows in one turn of the event loop. */
const ROWS_A_TURN = 50

/**
 * Writes a job with its files. It holds until all of them are written, so what a crash leaves of it
 * does not move.
 */
export async function addListedJob(
  { order, snapshot, transfers }: ListedOrder,
  { store, clock }: Context,
): Promise<string> {
  const id = randomUUID()
  const summary = summaryOf(order)
  const folder = join(order.destination, folderOf(order, snapshot.dandisetId))
  const { title } = snapshot
  store.transact(() => {
    store.jobs.add({ id, title, order, summary, folder, createdAt: clock.now() })
    store.jobs.setListed(id, { title, snapshot, folder })
    store.jobs.setIntent(id, 'hold', 'person')
    store.jobs.setPhase(id, 'moving', null, null)
  })
  for (let at = 0; at < transfers.length; at += ROWS_A_TURN) {
    const some = transfers.slice(at, at + ROWS_A_TURN)
    store.transact(() => {
      for (const transfer of some) store.transfers.add(id, transfer)
    })
    await new Promise((resolve) => setImmediate(resolve))
  }
  store.transact(() => store.jobs.setIntent(id, 'run', null))
  return id
}
