import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where jobs and progress are remembered, as each system wants it; window and terminal alike. */
export function usualDataDir(environment: Readonly<Record<string, string | undefined>>): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Dandelion')
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Dandelion')
    default:
      return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'Dandelion')
  }
}
