import { Failure } from '../model/failure.ts'
import type { Instance, KeyStatus } from '../model/instance.ts'
import { apiKeyVariable } from '../model/instances.ts'
import type { Sources } from '../sources/registry.ts'
import type { Secrets } from './context.ts'

export interface KeysOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly secrets: Secrets
  readonly instances: () => readonly Instance[]
  /** The instance that the settings name. */
  readonly chosen: () => string
}
export type Keys = ReturnType<typeof createKeys>

/**
 * Reads, checks and keeps API keys; the environment wins over what is kept. An instance that was
 * only met through a link gets none that was not meant for its very host, and a kept key goes to the
 * origin it was checked at and to no other.
 */
export function createKeys({ environment, secrets, instances, chosen }: KeysOptions) {
  const trusted = new Set<string>()

  function originOf(name: string): string | null {
    const instance = find(name)
    return instance ? new URL(instance.apiUrl).origin : null
  }

  function find(name: string): Instance | undefined {
    return instances().find((each) => each.name === name)
  }

  function isTrusted({ name, apiUrl, learnt }: Instance): boolean {
    return learnt !== true || name === chosen() || trusted.has(new URL(apiUrl).origin)
  }

  function fromEnvironment(name: string): string | null {
    const instance = find(name)
    if (!instance) return null
    const own = environment[apiKeyVariable(name)]
    if (isTrusted(instance)) return own || environment.DANDELION_API_KEY || null
    // `http://openai/` would ask for OPENAI_API_KEY; nobody sets EVIL.EXAMPLE_API_KEY by chance.
    return (/[.:]/.test(name) && own) || null
  }

  async function kept(name: string): Promise<string | null> {
    const text = await secrets.get(name)
    const found = text === null ? null : keptKey(text)
    return found && found.origin === originOf(name) ? found.key : null
  }

  async function status(name: string, username: string | null): Promise<KeyStatus> {
    const keychainAvailable = secrets.kind === 'keychain'
    if (fromEnvironment(name)) return { state: 'environment', username, keychainAvailable }
    const key = await kept(name)
    return { state: key === null ? 'none' : secrets.kind, username, keychainAvailable }
  }

  return {
    read: async (name: string) => fromEnvironment(name) ?? (await kept(name)),
    status: (name: string) => status(name, null),
    /** A person named this instance for what is done in this run. */
    trust(name: string): void {
      const origin = originOf(name)
      if (origin !== null) trusted.add(origin)
    },
    async set(
      name: string,
      key: string,
      sources: Sources,
      signal: AbortSignal,
    ): Promise<KeyStatus> {
      const trimmed = key.trim()
      if (!/^[\x21-\x7e]{1,200}$/.test(trimmed)) {
        throw new Failure('input.invalid', 'ask-user', { field: 'key' })
      }
      const origin = originOf(name)
      const { username } = await sources.checkKey(name, trimmed, signal)
      await secrets.set(name, JSON.stringify({ key: trimmed, origin }))
      return status(name, username)
    },
    async remove(name: string): Promise<KeyStatus> {
      await secrets.remove(name)
      return status(name, null)
    },
  }
}

interface KeptKey {
  readonly key: string
  readonly origin: string
}

function keptKey(text: string): KeptKey | null {
  try {
    const { key, origin } = JSON.parse(text) as Partial<Record<keyof KeptKey, unknown>>
    return typeof key === 'string' && typeof origin === 'string' ? { key, origin } : null
  } catch {
    return null
  }
}
