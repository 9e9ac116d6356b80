import type { KeyStatus } from '../../preload/contract.ts'
import { Failure } from '../model/failure.ts'
import { apiKeyVariable } from '../model/instances.ts'
import type { Sources } from '../sources/registry.ts'
import type { Secrets } from './context.ts'

export type Keys = ReturnType<typeof createKeys>

/** Reads, checks and keeps API keys; the environment wins over what is kept. */
export function createKeys(
  environment: Readonly<Record<string, string | undefined>>,
  secrets: Secrets,
) {
  function fromEnvironment(instance: string): string | null {
    return environment[apiKeyVariable(instance)] || environment.DANDELION_API_KEY || null
  }

  async function read(instance: string): Promise<string | null> {
    return fromEnvironment(instance) ?? (await secrets.get(instance))
  }

  async function status(instance: string, username: string | null): Promise<KeyStatus> {
    const keychainAvailable = secrets.kind === 'keychain'
    if (fromEnvironment(instance)) return { state: 'environment', username, keychainAvailable }
    const kept = await secrets.get(instance)
    return { state: kept === null ? 'none' : secrets.kind, username, keychainAvailable }
  }

  return {
    read,
    status: (instance: string) => status(instance, null),
    async set(
      instance: string,
      key: string,
      sources: Sources,
      signal: AbortSignal,
    ): Promise<KeyStatus> {
      const trimmed = key.trim()
      if (!/^[\x21-\x7e]{1,200}$/.test(trimmed)) {
        throw new Failure('input.invalid', 'ask-user', { field: 'key' })
      }
      const { username } = await sources.checkKey(instance, trimmed, signal)
      await secrets.set(instance, trimmed)
      return status(instance, username)
    },
    async remove(instance: string): Promise<KeyStatus> {
      await secrets.remove(instance)
      return status(instance, null)
    },
  }
}
