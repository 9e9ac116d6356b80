import type * as z from 'zod'
import type { EngineEvent } from '../main/model/events.ts'
import type { FailureRecord } from '../main/model/failure.ts'
import type { Countdown } from '../main/model/when-done.ts'
import { assetsRequests } from './requests/assets.ts'
import { cartRequests } from './requests/cart.ts'
import { catalogueRequests } from './requests/catalogue.ts'
import { compareRequests } from './requests/compare.ts'
import { followRequests } from './requests/follow.ts'
import { hooksRequests } from './requests/hooks.ts'
import { jobsRequests } from './requests/jobs.ts'
import { nightsRequests } from './requests/nights.ts'
import { schedulesRequests } from './requests/schedules.ts'
import { settingsRequests } from './requests/settings.ts'
import type { Request } from './requests/shapes.ts'
import { shellRequests } from './requests/shell.ts'
import { syncRequests } from './requests/sync.ts'
import { timerRequests } from './requests/timer.ts'
import { versionsRequests } from './requests/versions.ts'

/** Every request a window may make: its name, the schema main checks, the type it answers with. */
export const requests = {
  ...cartRequests,
  ...catalogueRequests,
  ...versionsRequests,
  ...assetsRequests,
  ...compareRequests,
  ...jobsRequests,
  ...schedulesRequests,
  ...followRequests,
  ...nightsRequests,
  ...hooksRequests,
  ...syncRequests,
  ...timerRequests,
  ...settingsRequests,
  ...shellRequests,
} as const

/** Wishes of the system that a window must act on: a deep link, a file dropped on the icon, a menu command. */
export type ShellEvent =
  | { readonly kind: 'open-text'; readonly text: string }
  /** A cart file, by its path. */
  | { readonly kind: 'open-cart'; readonly path: string }
  | {
      readonly kind: 'go'
      readonly screen: 'discover' | 'cart' | 'transfers' | 'library' | 'schedules' | 'settings'
    }
  /** The report of a night, by the date of its morning. */
  | { readonly kind: 'report'; readonly morning: string }
  | { readonly kind: 'focus-search' }
  /** The computer is about to sleep or shut down; null: it is not. */
  | { readonly kind: 'countdown'; readonly countdown: Countdown | null }
  /** Something that a person must know and nobody asked for. */
  | { readonly kind: 'notice'; readonly failure: FailureRecord }

export type RequestName = keyof typeof requests
export type Input<N extends RequestName> = z.input<(typeof requests)[N]['input']>
export type Output<N extends RequestName> =
  (typeof requests)[N] extends Request<z.ZodType, infer O> ? O : never
export type Handlers = {
  readonly [N in RequestName]: (
    input: z.output<(typeof requests)[N]['input']>,
  ) => Output<N> | Promise<Output<N>>
}
export type Reply<O> =
  | { readonly ok: true; readonly value: O }
  | { readonly ok: false; readonly failure: FailureRecord }

export interface Bridge {
  request(name: RequestName, input: unknown): Promise<Reply<unknown>>
  /** Engine events in batches, in order. Returns the function that ends the subscription. */
  onEvents(listener: (batch: readonly EngineEvent[]) => void): () => void
  onShell(listener: (event: ShellEvent) => void): () => void
  readonly platform: string
  /** Where a dropped file is; empty for what is no file. */
  pathOf(file: File): string
}
