/** What is done when a run of a schedule has ended: a program is run, an address is told. */
import type { FailureRecord } from './failure.ts'

export const hookKinds = ['webhook', 'command'] as const
export type HookKind = (typeof hookKinds)[number]

export interface Webhook {
  readonly url: string
}

/** Run as it is, without a shell. */
export interface HookCommand {
  /** An absolute path. */
  readonly program: string
  readonly args: readonly string[]
}

export interface Hooks {
  readonly webhook: Webhook | null
  readonly command: HookCommand | null
}

/** What became of a hook last. */
export type HookResult = {
  readonly at: number
  readonly isTest: boolean
  readonly attempts: number
} & (
  | { readonly kind: 'done'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: FailureRecord }
)

/** What a hook is given, the same at each try. */
export interface HookTold {
  readonly id: string
  readonly event: 'run.ended' | 'test'
  readonly payload: string
  readonly variables: Readonly<Record<string, string>>
}

export interface HooksState extends Hooks {
  /** Where the secret is that signs what the webhook is told. */
  readonly secret: 'none' | 'environment' | 'session' | 'keychain'
  readonly results: Readonly<Record<HookKind, HookResult | null>>
}

/** In the keychain beside the keys of archives, whose names hold no such port. */
export const WEBHOOK_SECRET = 'dandelion:webhook'
export const WEBHOOK_SECRET_VARIABLE = 'DANDELION_WEBHOOK_SECRET'

/** Shorter ones can be guessed. */
export const SHORTEST_SECRET = 16

export type UrlProblem = 'not-a-url' | 'not-https' | 'password'

/** Why an address cannot be told; plain HTTP is for this computer alone. */
export function urlProblem(text: string): UrlProblem | null {
  if (!URL.canParse(text)) return 'not-a-url'
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return 'password'
  if (protocol === 'https:') return null
  if (protocol !== 'http:') return 'not-a-url'
  return isLoopback(hostname) ? null : 'not-https'
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  )
}
