/** The newest plans, so that a window can ask for the files of each without planning again. */
import { Failure } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import type { Plan, PlanRow, Verdict } from '../model/plan.ts'
import type { Context } from './context.ts'
import { planOf } from './planning.ts'
import type { Versions } from './versions.ts'

export interface Plans {
  /** Writes nothing. Throws what keeps the version from being listed. */
  make(order: Order, signal: AbortSignal): Promise<Plan>
  /** Rows of a plan in the order of their paths. Throws `request.invalid` for one that is gone. */
  page(
    planId: number,
    query: { readonly verdict: Verdict | 'all'; readonly offset: number; readonly limit: number },
  ): { readonly rows: readonly PlanRow[]; readonly total: number }
}

const KEPT_PLANS = 3
/** More are not looked through by anybody; problems are kept beyond it. */
const KEPT_ROWS = 100_000

export function createPlans({
  context,
  versions,
  seconds,
}: {
  readonly context: Context
  readonly versions: Versions
  /** How long so many bytes take, by what this line gave lately. */
  readonly seconds: (bytes: number) => Plan['seconds']
}): Plans {
  const kept = new Map<number, readonly PlanRow[]>()
  let nextId = 1
  return {
    async make(order, signal) {
      const rows: PlanRow[] = []
      const keep = (row: PlanRow) => {
        if (rows.length < KEPT_ROWS || row.verdict === 'problem') rows.push(row)
      }
      const sum = await planOf(order, { context, versions, signal }, keep)
      const planId = nextId++
      kept.set(planId, rows)
      for (const id of [...kept.keys()].slice(0, -KEPT_PLANS)) kept.delete(id)
      return { ...sum, planId, seconds: sum.bytesToFetch === 0 ? null : seconds(sum.bytesToFetch) }
    },
    page(planId, { verdict, offset, limit }) {
      const all = kept.get(planId)
      if (!all) throw new Failure('request.invalid', 'give-up', { planId })
      const rows = verdict === 'all' ? all : all.filter((row) => row.verdict === verdict)
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
  }
}
