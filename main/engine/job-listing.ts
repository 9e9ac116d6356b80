/** A job's first phase: from its order to one row a file. */
import { join } from 'node:path'
import { canWrite, freeBytes } from '../disk/survey.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import type { Store } from '../store/database.ts'
import type { NewTransfer } from '../store/transfers.ts'
import type { Context } from './context.ts'
import { folderOf, wantsAssets, wantsYaml, yamlTransfer } from './placing.ts'
import { lookAtPlace, placedPages } from './planning.ts'
import type { Versions } from './versions.ts'

/** Rows in one turn of the event loop: some milliseconds on a busy machine. */
const ROWS_A_TURN = 50

/**
 * Writes the job's transfers, some a transaction. Begins from nothing each time, so an earlier
 * try that was cut short leaves no trace. Returns why the job must hold before its first byte, or
 * null. Throws why the version could not be listed or the destination not be written.
 */
export async function listJob(
  job: { readonly id: string; readonly order: Order },
  { context, versions, signal }: { context: Context; versions: Versions; signal: AbortSignal },
): Promise<FailureRecord | null> {
  const { store, publisher } = context
  const { order } = job
  store.transact(() => store.transfers.removeOfJob(job.id))
  if (!canWrite(order.destination)) {
    throw new Failure('disk.denied', 'ask-user', { path: order.destination })
  }
  const opened = wantsAssets(order) ? await versions.open(order.ref, order.source, signal) : null
  const snapshot = opened?.snapshot ?? (await versions.resolve(order.ref, order.source, signal))
  const folder = join(order.destination, folderOf(order, snapshot.dandisetId))
  store.transact(() => store.jobs.setListed(job.id, { title: snapshot.title, snapshot, folder }))
  publisher.touchJob(job.id)
  if (opened) await versions.complete(opened.snapshotId, signal)
  if (wantsYaml(order)) {
    store.transact(() => store.transfers.add(job.id, yamlTransfer(snapshot)))
  }
  let toCome = 0
  if (opened) {
    for await (const page of placedPages(order, { context, versions, opened, signal })) {
      for (let at = 0; at < page.length; at += ROWS_A_TURN) {
        const some = page.slice(at, at + ROWS_A_TURN)
        addTransfers(job.id, some, store)
        for (const transfer of some)
          toCome += (await lookAtPlace(transfer, order, context)).bytesToTake
        await new Promise((resolve) => setImmediate(resolve))
      }
      publisher.touchJob(job.id)
    }
  }
  return lackOfRoom(order.destination, toCome)
}

function addTransfers(jobId: string, some: readonly NewTransfer[], store: Store): void {
  store.transact(() => {
    for (const transfer of some) store.transfers.add(jobId, transfer)
  })
}

async function lackOfRoom(folder: string, bytesToCome: number): Promise<FailureRecord | null> {
  const free = await freeBytes(folder)
  if (bytesToCome <= free) return null
  const details = {
    path: folder,
    missingBytes: bytesToCome - free,
    freeBytes: free,
    reason: 'beforehand',
  }
  return recordOf(new Failure('disk.full', 'ask-user', details))
}
