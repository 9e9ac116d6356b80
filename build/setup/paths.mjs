import { homedir } from 'node:os'
import { join } from 'node:path'
import { env, platform } from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Where things live that outlast node_modules: runtimes and compiled code, shared by every clone. */
export const cacheDir = env.DANDELION_CACHE ?? join(userCache(), 'dandelion')

/** Where things live that belong to this clone and may vanish with node_modules. */
export const localCache = join(root, 'node_modules', '.cache', 'dandelion')

/** The Node that the `node` package brings: the product's major, whatever the machine has. */
export const node24 = join(
  root,
  'node_modules',
  'node',
  'bin',
  platform === 'win32' ? 'node.exe' : 'node',
)

/** @param {string[]} path a path below the clone, name by name */
export function inRoot(...path) {
  return join(root, ...path)
}

function userCache() {
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
}
