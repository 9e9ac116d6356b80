/** What the syncs of a run ask, and what a person said to it. */
import type { ArchiveRef } from './entry.ts'
import type { SyncAsk, SyncPlan } from './sync.ts'

/** Why one of a run's orders must not go on without a person's word. */
export interface RunAsk {
  /** Which of the run's orders; `WHAT_KEY` for what the schedule is about as a whole. */
  readonly key: string
  /** The order in words: "000023/draft". */
  readonly title: string
  readonly asks: readonly SyncAsk[]
  /** Of the plan that asks; null where there is none to look at. */
  readonly fingerprint: string | null
}

/** A plan that a person said yes to. */
export interface AcceptedPlan {
  readonly key: string
  readonly fingerprint: string
  /** What it came to, once it has begun: what is left of it may go on after a rest. */
  readonly within: SyncPlan['tallies'] | null
}

export interface RunConsent {
  readonly plans: readonly AcceptedPlan[]
  /** The folder is the right one, though its marker is gone. */
  readonly isVouchedFor: boolean
}

export const WHAT_KEY = 'what'

/** Tells the orders of one schedule apart, the same at each run. */
export function orderKey({ instance, dandisetId, version, pick }: ArchiveRef): string {
  return JSON.stringify([instance, dandisetId, version, pick])
}

/** "000023/draft", of an order's key. */
export function orderTitle(key: string): string {
  const [, dandisetId, version] = JSON.parse(key) as readonly (string | null)[]
  return `${dandisetId ?? ''}${version === null ? '' : `/${version}`}`
}

const counted = ['add', 'update', 'rename', 'vanish'] as const

/** Whether a plan changes no more than another one of the same order did. */
export function isWithin(plan: SyncPlan['tallies'], other: SyncPlan['tallies']): boolean {
  return counted.every((kind) => {
    const { files, bytes } = other[kind]
    return plan[kind].files <= files && plan[kind].bytes <= bytes
  })
}
