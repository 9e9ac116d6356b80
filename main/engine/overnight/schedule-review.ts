/** What a person looks at before a run that asks goes on, and what a run can take back. */
import { Failure, recordOf } from '../../model/failure.ts'
import type { Order } from '../../model/job.ts'
import type { ReviewedOrder, RunReview, RunTrash } from '../../model/run-review.ts'
import type { Schedule } from '../../model/schedule.ts'
import { orderKey, orderTitle, WHAT_KEY } from '../../model/scheduled-sync.ts'
import type { SyncUndo } from '../../model/sync.ts'
import type { Context } from '../context.ts'
import type { Syncs } from '../sync/sync.ts'
import type { OrdersOfSchedule } from './schedule-orders.ts'
import { syncOf } from './scheduled-syncs.ts'

export interface ScheduleReviews {
  /**
   * Plans the orders that the newest run asks about, all of them when it asks nothing; writes
   * nothing. Rejects when it is not known what the schedule means.
   */
  review(scheduleId: string, isVouchedFor: boolean): Promise<RunReview>
  trash(runId: number): RunTrash
  /** Puts back what a run moved to the trash, where the place is free. */
  undo(runId: number): Promise<SyncUndo>
}

export function createScheduleReviews({
  context,
  syncs,
  ordersOf,
}: {
  readonly context: Context
  readonly syncs: Pick<Syncs, 'plan' | 'undo'>
  readonly ordersOf: OrdersOfSchedule
}): ScheduleReviews {
  const { store, signal } = context

  async function reviewed(
    schedule: Schedule,
    order: Order,
    isVouchedFor: boolean,
  ): Promise<ReviewedOrder> {
    const key = orderKey(order.ref)
    const own = { key, title: orderTitle(key) }
    try {
      const plan = await syncs.plan(syncOf(schedule, order), { isVouchedFor, signal })
      return { ...own, plan, failure: null }
    } catch (error) {
      return { ...own, plan: null, failure: recordOf(error) }
    }
  }

  return {
    async review(scheduleId, isVouchedFor) {
      const schedule = store.schedules.get(scheduleId)
      if (!schedule) throw new Failure('request.invalid', 'give-up', { scheduleId })
      const { orders, asks, fingerprint } = await ordersOf(schedule, signal)
      const asked = new Set(store.schedules.runs.last(scheduleId)?.asks.map(({ key }) => key))
      if (asked.has(WHAT_KEY) && asks.length > 0) {
        const titles = orders.map(({ ref }) => orderTitle(orderKey(ref)))
        return { kind: 'what', asks, fingerprint, titles }
      }
      const wanted = orders.filter(({ ref }) => asked.size === 0 || asked.has(orderKey(ref)))
      const plans: ReviewedOrder[] = []
      for (const order of wanted) plans.push(await reviewed(schedule, order, isVouchedFor))
      return { kind: 'orders', orders: plans }
    },
    trash(runId) {
      const rows = store.sync.scheduled(runId).flatMap(({ id }) => store.sync.trashOf(id))
      return {
        files: rows.length,
        bytes: rows.reduce((sum, { file }) => sum + file.sizeBytes, 0),
        endsAt: rows.length === 0 ? null : Math.min(...rows.map(({ endsAt }) => endsAt)),
      }
    },
    async undo(runId) {
      let [restored, left] = [0, 0]
      for (const { id } of store.sync.scheduled(runId)) {
        const undone = await syncs.undo(id)
        restored += undone.restored
        left += undone.left
      }
      return { restored, left }
    },
  }
}
