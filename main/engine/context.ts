/** What the parts of the engine share. Made once by `createEngine`. */
import type { Log } from '../model/log.ts'
import type { Settings } from '../model/settings.ts'
import type { Sources } from '../sources/registry.ts'
import type { Store } from '../store/database.ts'
import type { Attention } from './attention.ts'
import type { Publisher } from './publisher.ts'

/** The one source of time. Real in the product, driven by hand in tests. */
export interface Clock {
  /** ms since 1970. */
  now(): number
  /** Rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Where API keys live: a keychain, or memory where there is none. What is kept is a text of the engine's. */
export interface Secrets {
  readonly kind: 'keychain' | 'session'
  get(instance: string): Promise<string | null>
  set(instance: string, kept: string): Promise<void>
  remove(instance: string): Promise<void>
}

export interface Context {
  readonly clock: Clock
  readonly log: Log
  readonly store: Store
  readonly sources: Sources
  readonly publisher: Publisher
  readonly attention: Attention
  settings(): Settings
  /** Ends when the engine closes. */
  readonly signal: AbortSignal
}
