import { isCaseSensitive } from '../disk/survey.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import { clashKey } from '../model/local-path.ts'
import type { JointPlan, PlannedOrder, PlanRow } from '../model/plan.ts'
import { wantsAssets } from './placing.ts'
import { type Asked, addOrder, emptySum, finish, placedPages, type Refuse } from './planning.ts'

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

/** Throws `disk.clash` when two of them want one place; what is on the disk is not looked at. */
export async function refuseClashes(orders: readonly Order[], asked: Asked): Promise<void> {
  const [first, ...others] = orders.filter((order) => mayClash(order) && wantsAssets(order))
  if (!first || others.length === 0) return
  const taken = createTaken(first)
  for (const order of [first, ...others]) {
    const clash = await firstRefused(order, taken(order), asked)
    if (clash) throw new Failure(clash.code, clash.remedy, clash.details)
  }
}

async function firstRefused(
  order: Order,
  refuse: Refuse,
  asked: Asked,
): Promise<FailureRecord | null> {
  const { versions, signal } = asked
  const opened = await versions.open(order.ref, order.source, signal)
  await versions.complete(opened.snapshotId, signal)
  for await (const page of placedPages(order, { ...asked, opened })) {
    for (const transfer of page) {
      const clash = refuse(transfer)
      if (clash) return clash
    }
  }
  return null
}

/** As the archive lays them, dandisets have folders of their own. */
const mayClash = ({ layout }: Order) => layout.kind !== 'archive'

function createTaken({ destination }: Order): (order: Order) => Refuse {
  const caseSensitive = isCaseSensitive(destination)
  const places = new Map<string, Order>()
  return (order) =>
    ({ localPath, kind, entry }) => {
      if (!mayClash(order) || kind === 'dandiset-yaml') return null
      const key = clashKey(localPath, caseSensitive)
      const owner = places.get(key) ?? order
      places.set(key, owner)
      if (owner === order) return null
      const other = owner.ref.dandisetId ?? ''
      return recordOf(new Failure('disk.clash', 'ask-user', { path: entry.path, other }))
    }
}
