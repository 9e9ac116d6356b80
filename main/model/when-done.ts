/** What becomes of the computer when all is done. */
import { conditionHolds } from './conditions.ts'
import type { JobView } from './job.ts'
import type { RunView, RunWait, ScheduleState, ScheduleView } from './schedule.ts'

export const doneActs = ['nothing', 'sleep', 'shutdown'] as const
export type DoneAct = (typeof doneActs)[number]

/** What is about to be done to the computer, and when, unless a person says no. */
export interface Countdown {
  readonly act: Exclude<DoneAct, 'nothing'>
  readonly at: number
}

/** What may end within the hour: the run behind it would go on by itself. */
const passingWaits: readonly RunWait[] = [...conditionHolds, 'hours', 'folder']

/** Whether nothing moves, and nothing will before its schedule's next window or a person's word. */
export function isAllDone(
  jobs: readonly Pick<JobView, 'phase' | 'intent' | 'holdReason'>[],
  states: readonly ScheduleState[],
): boolean {
  const isOpen = jobs.some(({ phase, intent }) => phase !== 'ended' && intent === 'run')
  return !isOpen && !states.some(isGoingOn)
}

function isGoingOn(state: ScheduleState): boolean {
  if (state.kind === 'running' || state.kind === 'retrying') return true
  return state.kind === 'waiting' && passingWaits.includes(state.reason)
}

/** Jobs that a person ordered and that did not end well since a time. */
export function ownFailures(
  jobs: readonly Pick<JobView, 'id' | 'endedAt' | 'failure' | 'counts'>[],
  views: readonly Pick<ScheduleView, 'current' | 'last'>[],
  since: number,
): number {
  const scheduled = new Set(
    views.flatMap(({ current, last }) => [...idsOf(current), ...idsOf(last)]),
  )
  return jobs.filter(
    ({ id, endedAt, failure, counts }) =>
      endedAt !== null &&
      endedAt >= since &&
      !scheduled.has(id) &&
      (failure !== null || counts.failed > 0),
  ).length
}

function idsOf(run: RunView | null): readonly string[] {
  return run?.jobIds ?? []
}
