/** What earlier runs gave its name when the program was killed before it could note that. */
import { join } from 'node:path'
import { cameSince, lookAt } from '../../disk/survey.ts'
import type { JobView, Order } from '../../model/job.ts'
import type { TransferView } from '../../model/transfer.ts'
import type { Pool } from '../../transfer/pool.ts'
import type { Context } from '../context.ts'
import { compareWithDisk } from '../verifying.ts'

const PAGE = 1000

/**
 * Puts such files and Zarrs into the library once their digest has matched. Without that they would
 * pass for somebody else's, and never be brought up to date.
 */
export async function adoptPublished(
  { destination: folder, ref: { instance, dandisetId } }: Order,
  { context, pool, signal }: { context: Context; pool: Pool; signal: AbortSignal },
): Promise<void> {
  const { store } = context
  for (const jobId of store.sync.jobsOf({ folder, instance, dandisetId })) {
    const job = store.jobs.get(jobId)
    if (!job || job.phase === 'ended') continue
    for (let after = 0; ; ) {
      const page = store.transfers.unfinished(jobId, after, PAGE)
      const last = page.at(-1)
      if (!last) break
      after = last.id
      for (const transfer of page) await adopt(transfer, job, { context, pool, signal })
    }
  }
}

async function adopt(
  transfer: TransferView,
  job: JobView,
  ports: { readonly context: Context; readonly pool: Pool; readonly signal: AbortSignal },
): Promise<void> {
  const { kind, path: assetPath, localPath, sizeBytes, digest } = transfer
  const { destination, ref } = job.order
  const place = join(destination, ...localPath.split('/'))
  const item = lookAt(place)
  if (item === null || digest === null || !cameSince(place, job.createdAt)) return
  const { store, clock } = ports.context
  if (store.files.get(place)?.checksum === digest) return
  const expected = { path: localPath, kind, sizeBytes, digest }
  const { state } = await compareWithDisk(destination, expected, ports)
  if (state !== 'verified') return
  store.transact(() =>
    store.files.put({
      path: place,
      kind,
      sizeBytes,
      modifiedAt: item.kind === 'file' ? item.modifiedAt : 0,
      checksum: digest,
      sha256: store.transfers.get(transfer.id)?.entry.sha256 ?? null,
      source: transfer.source,
      instance: ref.instance,
      dandisetId: ref.dandisetId,
      version: job.version,
      assetPath,
      jobId: job.id,
      verifiedAt: clock.now(),
    }),
  )
}
