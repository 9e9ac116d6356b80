/** What the window keeps in the system's keychain, for a run of the same program without a window. */
import { join } from 'node:path'
import type { EnginePorts } from '../engine/ports.ts'
import { keptFile, textsOf } from './kept-file.ts'

export const keysFile = (dataDir: string): string => join(dataDir, 'keys.json')

export interface KeptKeys {
  /** Null where nothing is kept, or nothing can be read. */
  readonly secrets: EnginePorts['secrets'] | null
  /** What is kept and cannot be read here. */
  readonly unread: readonly string[]
}

/** Another program than the window's, as Node is, has no way to the window's keychain. */
export async function keptKeys(dataDir: string): Promise<KeptKeys> {
  const file = keysFile(dataDir)
  const names = Object.keys(keptFile(file, textsOf).read())
  if (names.length === 0) return { secrets: null, unread: [] }
  if (!process.versions.electron) return { secrets: null, unread: names }
  const { openSecrets } = await import('./secrets.ts')
  const secrets = await openSecrets(file)
  if (secrets.kind !== 'keychain') return { secrets: null, unread: names }
  const found = await Promise.all(names.map((name) => secrets.get(name)))
  return { secrets, unread: names.filter((_, at) => found[at] === null) }
}
