import type { EngineState } from '../model/events.ts'
import type { ScheduleState, ScheduleView } from '../model/schedule.ts'
import type { Countdown } from '../model/when-done.ts'
import { countdownWords, holdWords, movingWords, nextWords, pausedWords, words } from './words.ts'

export interface TrayState {
  /** What it does, what comes next. */
  readonly lines: readonly string[]
  /** Jobs with something that gave up. */
  readonly failures: number
  readonly canPause: boolean
  readonly canResume: boolean
  readonly isSlow: boolean
  readonly slowBytesPerSecond: number
  /** What can be called off. */
  readonly countdown: Countdown['act'] | null
}

export interface TraySources {
  readonly state: Pick<EngineState, 'jobs' | 'pace' | 'settings'>
  readonly views: readonly ScheduleView[]
  readonly countdown: Countdown | null
  readonly now: number
}

/** What the tray says and offers. */
export function trayState({ state, views, countdown, now }: TraySources): TrayState {
  const { jobs, pace, settings } = state
  const unfinished = jobs.filter((job) => job.phase !== 'ended')
  const running = unfinished.filter((job) => job.intent === 'run')
  const held = unfinished.length - running.length
  const doing =
    running.length === 0
      ? [restWords(views, held)]
      : movingWords(running, progressOf(jobs), pace.bytesPerSecond)
  const next = nextStart(views)
  const coming = next === null ? [] : [nextWords(next, now)]
  return {
    lines: countdown === null ? [...doing, ...coming] : [countdownWords(countdown.act)],
    failures: failuresOf(jobs),
    canPause: running.length > 0,
    canResume: held > 0,
    isSlow: settings.isSlow,
    slowBytesPerSecond: settings.slowBytesPerSecond,
    countdown: countdown?.act ?? null,
  }
}

function restWords(views: readonly ScheduleView[], held: number): string {
  const reasons = views.flatMap(({ state }) => reasonOf(state))
  const rest = held === 0 ? words.idle : pausedWords(held)
  return reasons.map(holdWords).find((said) => said !== null) ?? rest
}

function reasonOf(state: ScheduleState) {
  return state.kind === 'waiting' ? [state.reason] : []
}

/** When the next run begins that a person has not put off; null: none does. */
export function nextStart(views: readonly ScheduleView[]): number | null {
  const starts = views.flatMap(({ state, next }) =>
    state.kind === 'off' || state.kind === 'paused' ? [] : (next[0]?.start ?? []),
  )
  return starts.length === 0 ? null : Math.min(...starts)
}

/** How much of what moves is there, 0 to 1; null when nothing moves. */
export function progressOf(jobs: EngineState['jobs']): number | null {
  const moving = jobs.filter(({ phase, intent }) => phase !== 'ended' && intent === 'run')
  const total = moving.reduce((sum, { totalBytes }) => sum + totalBytes, 0)
  if (total === 0) return null
  return Math.min(1, moving.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0) / total)
}

/** Jobs with something that gave up. */
export function failuresOf(jobs: EngineState['jobs']): number {
  return jobs.filter(({ failure, counts, holdReason }) => {
    const hasGivenUp = failure !== null && holdReason !== 'disk-full'
    return hasGivenUp || counts.failed > 0
  }).length
}
