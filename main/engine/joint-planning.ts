import { isCaseSensitive } from '../disk/survey.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import { clashKey } from '../model/local-path.ts'
import type { JointPlan, PlannedOrder, PlanRow } from '../model/plan.ts'
import { type Asked, addOrder, emptySum, finish, type Refuse } from './planning.ts'

/**
 * Several orders for one destination as one, none of which may have a place that another has. Their
 * paths begin with the dandiset's number.
 */
export async function planOfAll(
  orders: readonly [Order, ...Order[]],
  asked: Asked,
  tell: (row: PlanRow, order: Order) => void,
): Promise<Omit<JointPlan, 'planId' | 'seconds'>> {
  const [first] = orders
  const sum = emptySum()
  const taken = createTaken(first)
  const planned: PlannedOrder[] = []
  for (const order of orders) {
    const own = { files: 0, bytes: 0 }
    const refuse = taken(order)
    const { dandisetId, version } = await addOrder(sum, order, { ...asked, refuse }, (row) => {
      own.files += 1
      own.bytes += row.sizeBytes
      tell(row, order)
    })
    planned.push({ dandisetId, version, ...own })
  }
  const clashing = sum.problemCodes.get('disk.clash') ?? 0
  const whole = await finish(sum, first, first.destination)
  return { ...whole, orders: planned, clashing }
}

/** As the archive lays them, dandisets have folders of their own. */
function createTaken({ destination }: Order): (order: Order) => Refuse {
  const caseSensitive = isCaseSensitive(destination)
  const places = new Map<string, Order>()
  return (order) =>
    ({ localPath, kind, entry }) => {
      if (order.layout.kind === 'archive' || kind === 'dandiset-yaml') return null
      const key = clashKey(localPath, caseSensitive)
      const owner = places.get(key) ?? order
      places.set(key, owner)
      if (owner === order) return null
      const other = owner.ref.dandisetId ?? ''
      return recordOf(new Failure('disk.clash', 'ask-user', { path: entry.path, other }))
    }
}
