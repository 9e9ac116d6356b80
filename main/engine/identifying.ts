import type { ArchiveRef } from '../model/entry.ts'
import { identify } from '../model/identifier.ts'
import type { Instance } from '../model/instance.ts'
import type { Sources } from '../sources/registry.ts'

export interface IdentifyPorts {
  readonly sources: Sources
  readonly instances: readonly Instance[]
  readonly defaultInstance: string
  /** The default was asked for by name: a link to another instance is a mistake. */
  readonly instanceAsked: boolean
  readonly glob: boolean
  readonly signal: AbortSignal
  /** An instance that a look-up found. */
  learn(instance: Instance): void
}

/**
 * What a text of identifiers means, in its order; hosts and redirects that only the network knows
 * are asked. Throws the first `input.identifier` or `input.mismatch`.
 */
export async function identifyAll(
  text: string,
  ports: IdentifyPorts,
): Promise<readonly ArchiveRef[]> {
  const { instances, defaultInstance, instanceAsked, glob, sources, signal } = ports
  const found = identify(text, { instances, defaultInstance, instanceAsked, glob })
  const failure = found.find((each) => each.kind === 'failure')
  if (failure?.kind === 'failure') throw failure.failure
  const refs: ArchiveRef[] = []
  for (const each of found) {
    if (each.kind === 'ref') refs.push(each.ref)
    if (each.kind !== 'lookup') continue
    const { ref, instance } = await sources.lookup(each.lookup, signal)
    if (instance) ports.learn(instance)
    refs.push(ref)
  }
  return refs
}
