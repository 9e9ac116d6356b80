import { join } from 'node:path'
import { partialPath } from '../disk/partial-file.ts'
import { partLength, partPlan } from '../model/dandi-etag.ts'
import type { JobView } from '../model/job.ts'
import type { Store } from '../store/database.ts'
import type { StoredTransfer } from '../store/transfer-rows.ts'

/** Most cells a part map shows. */
const CELLS = 240

/** The share (0…1) of each stretch of a file that is on disk; for a Zarr, of its entries in all. */
export function cellsOf(transfer: StoredTransfer, job: JobView, store: Store): readonly number[] {
  if (transfer.state.kind === 'done') return [1]
  if (transfer.kind !== 'blob') {
    return [transfer.partsTotal === 0 ? 0 : transfer.partsDone / transfer.partsTotal]
  }
  const final = join(job.order.destination, ...transfer.localPath.split('/'))
  const partial = store.partials.find(partialPath(final))
  const plan = partPlan(transfer.sizeBytes)
  const have = new Float64Array(Math.max(1, plan.count))
  for (const part of partial ? store.partials.parts(partial.id) : []) {
    have[part.number] =
      part.haveBytes / Math.max(1, partLength(plan, transfer.sizeBytes, part.number))
  }
  const perCell = Math.ceil(have.length / CELLS)
  return Array.from({ length: Math.ceil(have.length / perCell) }, (_, cell) => {
    const parts = have.subarray(cell * perCell, (cell + 1) * perCell)
    return parts.reduce((sum, share) => sum + share, 0) / parts.length
  })
}
