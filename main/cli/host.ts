/** What the terminal hands the engine: its log, keys and places. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Log, Secrets } from '../engine/context.ts'

/** Keys come from the environment; the terminal keeps none. */
export const noSecrets: Secrets = {
  kind: 'session',
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(),
  remove: () => Promise.resolve(),
}

/** Lines on standard error when `DANDELION_DEBUG` is set; else nothing. */
export function terminalLog(environment: NodeJS.ProcessEnv): Log {
  const write =
    (level: string) =>
    (message: string, details: object = {}) => {
      if (environment.DANDELION_DEBUG) {
        process.stderr.write(`${level} ${message} ${JSON.stringify(details)}\n`)
      }
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** Where jobs and progress are remembered, as each system wants it; the window uses the same. */
export function defaultDataDir(environment: NodeJS.ProcessEnv): string {
  if (environment.DANDELION_DATA_DIR) return environment.DANDELION_DATA_DIR
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Dandelion')
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Dandelion')
    default:
      return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'Dandelion')
  }
}
