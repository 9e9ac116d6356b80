/** What the terminal hands the engine: its log, keys and places. */
import type { Log, Secrets } from '../engine/context.ts'
import { redact } from '../model/redact.ts'

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
        process.stderr.write(`${redact(`${level} ${message} ${JSON.stringify(details)}`)}\n`)
      }
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
