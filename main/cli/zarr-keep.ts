/** `--zarr-keep`: of each Zarr that an order means, only these entries. */
import type { Engine } from '../engine.ts'
import { Failure } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import type { ZarrPart } from '../model/selection.ts'

const PAGE = 5000
/** What one order may hold. */
const MOST_ZARRS = 10_000

/** The order with a part of each Zarr of its version; the order itself when nothing is kept. */
export async function withPartsOfZarrs(
  engine: Engine,
  order: Order,
  keep: readonly string[],
): Promise<Order> {
  if (keep.length === 0) return order
  const { ref, source, selection } = order
  const { snapshotId } = await engine['version.open']({ ref, source })
  await engine.complete(snapshotId)
  const zarrParts: ZarrPart[] = []
  for (let after = ''; ; ) {
    const page = engine.entries(snapshotId, after, PAGE)
    const last = page.at(-1)
    if (!last) break
    after = last.path
    for (const { kind, path } of page) if (kind === 'zarr') zarrParts.push({ path, keep })
  }
  if (zarrParts.length > MOST_ZARRS)
    throw new Failure('input.invalid', 'ask-user', { field: 'zarr-keep', value: zarrParts.length })
  return { ...order, selection: { ...selection, zarrParts } }
}
