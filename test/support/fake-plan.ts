import type { CartHow, CartView } from '../../main/model/cart.ts'
import { factsOf } from '../../main/model/facts.ts'
import { Failure, recordOf } from '../../main/model/failure.ts'
import type { Order } from '../../main/model/job.ts'
import { placeBelow } from '../../main/model/layout.ts'
import {
  type JointPlan,
  type Plan,
  type PlanRow,
  type Verdict,
  waysOutOf,
} from '../../main/model/plan.ts'
import { sampleEntry, sampleOrder } from './sample-data.ts'

const paths = Array.from({ length: 300 }, (_, index) => {
  const subject = `M${String(1 + Math.floor(index / 40)).padStart(3, '0')}`
  return `sub-${subject}/sub-${subject}_ses-2021${String(index).padStart(4, '0')}_ecephys.nwb`
})
const unusualPaths = [paths[3] ?? '', 'raw data/aux.nwb']
let rows: readonly PlanRow[] = []

/** A plan with something of everything; `plan-problems` and `full` are what stands in the way. */
export function fakePlan(
  order: Order,
  { files, sizeBytes }: { readonly files: number; readonly sizeBytes: number },
  state: string,
): Plan {
  const isUnusual = state === 'plan-problems' && order.names === 'keep'
  const missingBytes = state === 'full' ? Math.max(0, sizeBytes - 2.1e9) : 0
  rows = paths.map((path, index) => rowOf(path, index, { order, isUnusual }))
  const problems = isUnusual ? unusualPaths.map((path, index) => problemOf(path, index)) : []
  const codes = new Map(problems.map(({ failure }) => [failure.code, 1]))
  return {
    planId: 1,
    files,
    bytes: sizeBytes,
    fetch: { files: Math.max(0, files - 22), bytes: Math.max(0, sizeBytes - 9e9) },
    resume: { files: 2, bytes: 1.4e9 },
    reuse: { files: 10, bytes: 6.2e9 },
    reuseMode: order.reuse,
    keep: { files: 10, bytes: 7.6e9 },
    replace: { files: 0, bytes: 0 },
    problem: { files: problems.length, bytes: 2e9 * problems.length },
    folder: '/home/ada/dandi/000023',
    bytesToFetch: Math.max(0, sizeBytes - 9e9) + 0.6e9,
    bytesToTake: sizeBytes,
    freeBytes: state === 'full' ? 2.1e9 : 812e9,
    missingBytes,
    seconds: [5400, 7800],
    problems,
    problemCount: problems.length,
    waysOut: waysOutOf(codes, order),
    preview: rows.slice(0, 12),
  }
}

/** The cart's choices together. */
export function fakeCartPlan(how: CartHow, cart: CartView, state: string): JointPlan {
  const plan = fakePlan(sampleOrder(how), { files: 876, sizeBytes: 195e9 }, state)
  const orders = cart.items.map(({ ref }, index) => ({
    dandisetId: ref.dandisetId ?? '',
    version: ref.version ?? '',
    files: 412 - index * 120,
    bytes: 96e9 - index * 31e9,
  }))
  return { ...plan, folder: how.destination, orders, clashing: 0 }
}

function rowOf(
  path: string,
  index: number,
  { order, isUnusual }: { readonly order: Order; readonly isUnusual: boolean },
): PlanRow {
  const placement = { ...order, pick: order.ref.pick, dandisetId: '000023', version: 'draft' }
  const localPath = placeBelow(factsOf(sampleEntry({ path })), placement)
  const verdict: Verdict = (['reuse', 'keep'] as const)[(index % 30) - 7] ?? 'fetch'
  const failure = isUnusual && index === 3 ? problemOf(path, 0).failure : null
  const sizeBytes = 1.1e8 + ((index * 7919) % 983) * 3.3e6
  return { path, localPath, verdict: failure ? 'problem' : verdict, sizeBytes, failure }
}

function problemOf(path: string, index: number) {
  const failure =
    index === 0
      ? new Failure('disk.exists', 'ask-user', { path })
      : new Failure('disk.name', 'ask-user', { path, reason: 'reserved' })
  return { path, failure: recordOf(failure) }
}

export function fakePlanPage({
  verdict,
  offset,
  limit,
}: {
  readonly verdict: Verdict | 'all'
  readonly offset: number
  readonly limit: number
}) {
  const shown = verdict === 'all' ? rows : rows.filter((row) => row.verdict === verdict)
  return { rows: shown.slice(offset, offset + limit), total: shown.length }
}
