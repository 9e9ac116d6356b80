import { useEffect } from 'react'
import type { Order } from '../../../main/model/job.ts'
import { request } from '../../bridge.ts'
import { mutable, queryClient, useAsked } from '../../store/queries.ts'
import { type PlacingChange, PlanSheet } from './plan-sheet.tsx'

interface OrderPlanSheetProps {
  readonly order: Order
  readonly busy: boolean
  readonly onClose: () => void
  readonly onStart: () => void
  readonly onPlacing: (change: PlacingChange) => void
  readonly onFolder: () => void
  readonly onLeaveOut: (paths: readonly string[]) => void
}

/** What one order would do. */
export function OrderPlanSheet({ order, onLeaveOut, ...rest }: OrderPlanSheetProps) {
  const asked = useAsked('plan', { order: mutable(order) }, { keep: true })
  // What is on the disk may be another thing the next time somebody looks.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ['plan'] }), [])
  const leaveOut = (planId: number) => problemPaths(planId).then(onLeaveOut)
  return <PlanSheet {...rest} asked={asked} placing={order} onLeaveOut={leaveOut} />
}

const pageSize = 5000

async function problemPaths(planId: number): Promise<readonly string[]> {
  const paths: string[] = []
  for (;;) {
    const query = { planId, verdict: 'problem', offset: paths.length, limit: pageSize } as const
    const { rows, total } = await request('plan.page', query)
    paths.push(...rows.map((row) => row.path))
    if (rows.length === 0 || paths.length >= total) return paths
  }
}
