/** What a plan would fetch, file by file, less what unfinished files have on the disk. */
import { join } from 'node:path'
import { inTurns } from '../../catalog/turns.ts'
import { factsOf } from '../../model/facts.ts'
import { PARTIAL_ENDING } from '../../model/local-path.ts'
import type { ComingFile } from '../../model/overnight.ts'
import type { Store } from '../../store/database.ts'
import type { Prepared } from './sync-planning.ts'

/** In the order in which they are fetched. */
export async function comingFiles(
  { rows, order, transfers }: Prepared,
  { partials }: Pick<Store, 'partials'>,
): Promise<readonly ComingFile[]> {
  const coming: ComingFile[] = []
  await inTurns(rows.length, (at) => {
    const row = rows[at]
    if (row?.kind !== 'add' && row?.kind !== 'update') return
    const transfer = transfers.get(row.localPath)
    if (!transfer) return
    const place = join(order.destination, ...row.localPath.split('/'))
    const have = haveBytes(`${place}${PARTIAL_ENDING}`, row.sizeBytes, partials)
    const leftBytes = Math.max(0, row.sizeBytes - have)
    coming.push({ leftBytes, subject: factsOf(transfer.entry).subject })
  })
  return coming
}

/** Bytes of another size are those of another file. */
function haveBytes(path: string, sizeBytes: number, partials: Store['partials']): number {
  const partial = partials.find(path)
  if (partial?.sizeBytes !== sizeBytes) return 0
  if (partial.kind === 'zarr') return partials.tally(partial.id).have
  return partials.parts(partial.id).reduce((sum, part) => sum + part.haveBytes, 0)
}
