import type { ArchiveRef } from '../model/entry.ts'
import { identify } from '../model/identifier.ts'
import type { Lookup } from '../model/identifier-words.ts'
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
  /** Told the name of each instance that the text itself names; not of where a redirect leads. */
  onNamed(instance: string): void
}

/**
 * What a text of identifiers means, in its order; hosts and redirects that only the network knows
 * are asked. Throws the first `input.identifier` or `input.mismatch`.
 */
export async function identifyAll(
  text: string,
  ports: IdentifyPorts,
): Promise<readonly ArchiveRef[]> {
  const { instances, defaultInstance, instanceAsked, glob } = ports
  const found = identify(text, { instances, defaultInstance, instanceAsked, glob })
  const failure = found.find((each) => each.kind === 'failure')
  if (failure?.kind === 'failure') throw failure.failure
  const refs: ArchiveRef[] = []
  for (const each of found) {
    if (each.kind === 'failure') continue
    const ref = each.kind === 'ref' ? each.ref : await lookUp(each.lookup, ports)
    if (each.kind === 'ref' || each.lookup.kind === 'host') ports.onNamed(ref.instance)
    refs.push(ref)
  }
  return refs
}

async function lookUp(lookup: Lookup, ports: IdentifyPorts): Promise<ArchiveRef> {
  const { ref, instance } = await ports.sources.lookup(lookup, ports.signal)
  if (instance) ports.learn(instance)
  return ref
}
