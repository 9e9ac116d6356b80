/** What the terminal hands the engine: its log, keys and places. */
import type { Secrets } from '../engine/context.ts'
import { apiKeyVariable } from '../model/instances.ts'
import { WEBHOOK_SECRET, WEBHOOK_SECRET_VARIABLE } from '../model/run-hooks.ts'

/** Keys come from the environment; the terminal keeps none. */
export const noSecrets: Secrets = {
  kind: 'session',
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(),
  remove: () => Promise.resolve(),
}

/** The window's keychain, as far as this program may open it. */
export interface KeptKeys {
  readonly secrets: Secrets | null
  /** What is kept and cannot be read here. */
  readonly unread: readonly string[]
}

/** What to do about keys that a run of schedules may miss, in one line; empty when none is missed. */
export function unreadText(
  { unread }: Pick<KeptKeys, 'unread'>,
  environment: NodeJS.ProcessEnv,
): string {
  const variables = unread.map((name) =>
    name === WEBHOOK_SECRET ? WEBHOOK_SECRET_VARIABLE : apiKeyVariable(name),
  )
  const isOwn = (name: string) => name.endsWith('_API_KEY') && environment.DANDELION_API_KEY
  const missing = variables.filter((name) => !environment[name] && !isOwn(name))
  if (missing.length === 0) return ''
  const names = new Intl.ListFormat('en').format(missing)
  return `Keys that the window keeps cannot be read here; what needs them wants ${names} in the environment.\n`
}
