/** The newest plans, so that a window can ask for the files of each without planning again. */
import type { ArchiveRef } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import type { JointPlan, Plan, PlanRow, Verdict } from '../model/plan.ts'
import type { Context } from './context.ts'
import { planOfAll } from './joint-planning.ts'
import { type PlanSum, planOf } from './planning.ts'
import type { Versions } from './versions.ts'

export interface Plans {
  /** Writes nothing. Throws what keeps the version from being listed. */
  make(order: Order, signal: AbortSignal): Promise<Plan>
  /** The same for several orders together. */
  makeAll(orders: readonly [Order, ...Order[]], signal: AbortSignal): Promise<JointPlan>
  /** The files of a plan that cannot be saved, by what was ordered. */
  problems(planId: number): readonly OrderProblems[]
  /** Rows of a plan in the order of their paths. Throws `request.invalid` for one that is gone. */
  page(
    planId: number,
    query: { readonly verdict: Verdict | 'all'; readonly offset: number; readonly limit: number },
  ): { readonly rows: readonly PlanRow[]; readonly total: number }
}

export interface OrderProblems {
  readonly ref: ArchiveRef
  readonly paths: readonly string[]
}

interface KeptPlan {
  readonly rows: readonly { readonly row: PlanRow; readonly order: Order }[]
  /** Paths are told with the dandiset's number. */
  readonly isJoint: boolean
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
  const kept = new Map<number, KeptPlan>()
  let nextId = 1

  /** Numbers what was summed up, of whose rows the first are kept. */
  async function numbered<Sum extends PlanSum>(
    isJoint: boolean,
    plan: (tell: (row: PlanRow, order: Order) => void) => Promise<Sum>,
  ): Promise<Sum & Pick<Plan, 'planId' | 'seconds'>> {
    const rows: { row: PlanRow; order: Order }[] = []
    const sum = await plan((row, order) => {
      if (rows.length < KEPT_ROWS || row.verdict === 'problem') rows.push({ row, order })
    })
    const planId = nextId++
    kept.set(planId, { rows, isJoint })
    for (const id of [...kept.keys()].slice(0, -KEPT_PLANS)) kept.delete(id)
    return { ...sum, planId, seconds: sum.bytesToFetch === 0 ? null : seconds(sum.bytesToFetch) }
  }

  function known(planId: number): KeptPlan {
    const plan = kept.get(planId)
    if (!plan) throw new Failure('request.invalid', 'give-up', { planId })
    return plan
  }

  return {
    make: (order, signal) =>
      numbered(false, (tell) =>
        planOf(order, { context, versions, signal }, (row) => tell(row, order)),
      ),
    makeAll: (orders, signal) =>
      numbered(true, (tell) => planOfAll(orders, { context, versions, signal }, tell)),
    page(planId, { verdict, offset, limit }) {
      const { rows: all, isJoint } = known(planId)
      const rows = verdict === 'all' ? all : all.filter(({ row }) => row.verdict === verdict)
      const shown = rows.slice(offset, offset + limit).map(({ row, order }) => {
        const path = isJoint ? `${order.ref.dandisetId}/${row.path}` : row.path
        return { ...row, path }
      })
      return { rows: shown, total: rows.length }
    },
    problems(planId) {
      const found = new Map<Order, string[]>()
      for (const { row, order } of known(planId).rows) {
        if (row.verdict !== 'problem') continue
        const paths = found.get(order) ?? []
        paths.push(row.path)
        found.set(order, paths)
      }
      return [...found].map(([{ ref }, paths]) => ({ ref, paths }))
    },
  }
}
