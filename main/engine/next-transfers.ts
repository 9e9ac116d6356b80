/** Which transfers move next. */
import type { Store } from '../store/database.ts'
import type { StoredTransfer } from '../store/transfer-rows.ts'
import type { Context } from './context.ts'
import type { Jobs } from './jobs.ts'

/**
 * The next transfers of the first jobs that have any, in the order of the jobs. Two jobs may mean
 * the same place on disk: one moves it, the other waits and then finds it there.
 */
export function nextTransfers(
  count: number,
  busy: ReadonlyMap<number, StoredTransfer>,
  { context, jobs }: { context: Context; jobs: Jobs },
): readonly StoredTransfer[] {
  const { store, clock } = context
  const found: StoredTransfer[] = []
  const taken = new Set<string>()
  for (const moving of busy.values()) taken.add(placeOf(store, moving))
  const free = (transfer: StoredTransfer) => {
    const place = placeOf(store, transfer)
    if (taken.has(place)) return false
    taken.add(place)
    return true
  }
  for (const jobId of jobs.runnable()) {
    const wanted = count - found.length
    const first = store.transfers.due(jobId, clock.now(), wanted)
    const chosen = first.filter(free)
    const isBlocked = chosen.length < first.length
    const more = isBlocked ? store.transfers.due(jobId, clock.now(), wanted + busy.size) : []
    found.push(...chosen, ...more.filter(free))
    if (found.length >= count) break
  }
  return found.slice(0, count)
}

function placeOf(store: Store, { jobId, localPath }: StoredTransfer): string {
  return `${store.jobs.facts(jobId)?.order.destination ?? ''}/${localPath}`
}

/** Until the first transfer that waits may start; null when none waits. */
export function dueInMs({ context, jobs }: { context: Context; jobs: Jobs }): number | null {
  const times = jobs.runnable().map((jobId) => context.store.transfers.nextDueAt(jobId))
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? null : Math.min(...known) - context.clock.now()
}
