/** What a plan would fetch, file by file, less what this computer has of it already. */
import { join } from 'node:path'
import { inTurns } from '../../catalog/turns.ts'
import type { Entry } from '../../model/entry.ts'
import { factsOf } from '../../model/facts.ts'
import { PARTIAL_ENDING } from '../../model/local-path.ts'
import type { ComingFile } from '../../model/overnight.ts'
import type { Store } from '../../store/database.ts'
import { donorsOf } from '../library.ts'
import type { Prepared } from './sync-planning.ts'

/** In the order in which they are fetched. */
export async function comingFiles(
  { rows, order, transfers }: Prepared,
  store: Store,
): Promise<readonly ComingFile[]> {
  const coming: ComingFile[] = []
  await inTurns(rows.length, (at) => {
    const row = rows[at]
    if (row?.kind !== 'add' && row?.kind !== 'update') return
    const transfer = transfers.get(row.localPath)
    if (!transfer) return
    const { entry } = transfer
    const place = join(order.destination, ...row.localPath.split('/'))
    const have = haveBytes(`${place}${PARTIAL_ENDING}`, row.sizeBytes, store.partials)
    const isHere = order.reuse !== 'none' && hasDonor(entry, store)
    const leftBytes = isHere ? 0 : Math.max(0, row.sizeBytes - have)
    coming.push({ leftBytes, subject: factsOf(entry).subject })
  })
  return coming
}

/** What it is copied from or linked to. */
function hasDonor({ checksum }: Entry, store: Store): boolean {
  return checksum !== null && donorsOf(store, `${checksum.kind}:${checksum.value}`).length > 0
}

/** Bytes of another size are those of another file. */
function haveBytes(path: string, sizeBytes: number, partials: Store['partials']): number {
  const partial = partials.find(path)
  if (partial?.sizeBytes !== sizeBytes) return 0
  if (partial.kind === 'zarr') return partials.tally(partial.id).have
  return partials.parts(partial.id).reduce((sum, part) => sum + part.haveBytes, 0)
}
