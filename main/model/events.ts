import type { BudgetState } from './budget.ts'
import type { CatalogueState } from './catalogue.ts'
import type { JobView, Pace } from './job.ts'
import type { Settings } from './settings.ts'
import type { SpeedLimit } from './timetable.ts'

/** The state that windows and terminals fold events into. */
export interface EngineState {
  readonly seq: number
  readonly jobs: readonly JobView[]
  readonly settings: Settings
  readonly pace: Pace
  /** By job id; absent when nothing moves. */
  readonly jobPaces: Readonly<Record<string, Pace>>
  /** Free space of the disk that holds the destination; null when unknown. */
  readonly freeBytes: number | null
  /** The speed limit that holds now. */
  readonly limit: SpeedLimit
  /** What of the month's bytes is used. */
  readonly budget: BudgetState
  /** Choices in the cart. */
  readonly cartItems: number
  /** By instance; absent before its catalogue was asked for. */
  readonly catalogues: Readonly<Record<string, CatalogueState>>
}

/** What is moving now; bounded by the number of files moved at once. */
export interface MovingTransfer {
  readonly id: number
  readonly jobId: string
  readonly path: string
  readonly sizeBytes: number
  readonly receivedBytes: number
  readonly bytesPerSecond: number
}

/** Everything the engine tells. Numbered, in order, published after the commit, in batches. */
export type EngineEvent = { readonly seq: number } & EventBody
export type EventBody =
  | { readonly kind: 'job.changed'; readonly job: JobView }
  | { readonly kind: 'job.removed'; readonly jobId: string }
  /** Some transfers of the job changed: ask for the page in sight again. At most 4 a second a job. */
  | { readonly kind: 'transfers.changed'; readonly jobId: string }
  /** At most 4 a second. */
  | {
      readonly kind: 'progress'
      readonly pace: Pace
      readonly jobPaces: Readonly<Record<string, Pace>>
      readonly jobBytes: Readonly<Record<string, number>>
      readonly moving: readonly MovingTransfer[]
    }
  /** A listing grew, ended or failed; at most 4 a second while it grows. */
  | {
      readonly kind: 'listing.changed'
      readonly snapshotId: number
      readonly entries: number
      readonly ended: boolean
    }
  | { readonly kind: 'settings.changed'; readonly settings: Settings }
  | { readonly kind: 'disk.changed'; readonly freeBytes: number }
  | { readonly kind: 'limit.changed'; readonly limit: SpeedLimit }
  /** At most every 2 s. */
  | { readonly kind: 'budget.changed'; readonly budget: BudgetState }
  /** The cart, or what is known of its versions, changed. */
  | { readonly kind: 'cart.changed'; readonly items: number }
  /** A schedule, or what it does, changed: ask again. */
  | { readonly kind: 'schedules.changed' }
  /** Rules for new dandisets, or what they found, changed: ask again. */
  | { readonly kind: 'follow.changed' }
  /** The kept catalogue grew, changed or failed to; at most 4 a second an instance. */
  | { readonly kind: 'catalogue.changed'; readonly state: CatalogueState }

/** Folds one event in. Events that the state already holds (`seq` not above its own) are dropped. */
export function apply(state: EngineState, event: EngineEvent): EngineState {
  if (event.seq <= state.seq) return state
  const next = { ...state, seq: event.seq }
  switch (event.kind) {
    case 'job.changed':
      return { ...next, jobs: withJob(state.jobs, event.job) }
    case 'job.removed':
      return { ...next, jobs: state.jobs.filter((job) => job.id !== event.jobId) }
    case 'progress':
      return {
        ...next,
        pace: event.pace,
        jobPaces: event.jobPaces,
        jobs: state.jobs.map((job) => {
          const receivedBytes = event.jobBytes[job.id]
          return receivedBytes === undefined ? job : { ...job, receivedBytes }
        }),
      }
    case 'settings.changed':
      return { ...next, settings: event.settings }
    case 'disk.changed':
      return { ...next, freeBytes: event.freeBytes }
    case 'limit.changed':
      return { ...next, limit: event.limit }
    case 'budget.changed':
      return { ...next, budget: event.budget }
    case 'cart.changed':
      return { ...next, cartItems: event.items }
    case 'catalogue.changed': {
      const catalogues = { ...state.catalogues, [event.state.instance]: event.state }
      return { ...next, catalogues }
    }
    case 'transfers.changed':
    case 'listing.changed':
    case 'schedules.changed':
    case 'follow.changed':
      return next
    default:
      return event satisfies never
  }
}

function withJob(jobs: readonly JobView[], job: JobView): readonly JobView[] {
  const others = jobs.filter((other) => other.id !== job.id)
  return [...others, job].sort((a, b) => b.priority - a.priority || a.position - b.position)
}
