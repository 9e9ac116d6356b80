import type { Engine } from '../engine.ts'
import type { ArchiveRef } from '../model/entry.ts'
import type { Common } from './arguments.ts'

/**
 * What the identifiers mean. `-i` says where one without a host is looked up; a host in a link wins
 * unless both are given and disagree, which is `input.mismatch`.
 */
export async function refsOf(
  engine: Engine,
  identifiers: readonly string[],
  { instance, glob }: Pick<Common, 'instance' | 'glob'>,
): Promise<readonly ArchiveRef[]> {
  const instanceAsked = instance !== null
  const name = await nameOfInstance(engine, instance)
  const how = { glob, instanceAsked, ...(name === null ? {} : { defaultInstance: name }) }
  const refs: ArchiveRef[] = []
  for (const text of identifiers) {
    refs.push(...(await engine.identifyIn(text, how)))
  }
  return refs
}

/** What `-i` names, which may be an address; null for none. */
export async function nameOfInstance(
  engine: Engine,
  instance: string | null,
): Promise<string | null> {
  if (!instance?.includes('://')) return instance
  return (await engine.askHost(new URL(instance).origin)).name
}
