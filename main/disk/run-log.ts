import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node.js'
import type { HostKind } from '../model/host.ts'
import type { Log, RunLog } from '../model/log.ts'
import { redact } from '../model/redact.ts'

const runsKept = 10
const mostBytes = 5_000_000

/**
 * A log of this run in a file of its own below the data folder, made with its first line. Of each host
 * the newest runs are kept. Secrets are taken out of every line. With `DANDELION_DEBUG` everything is
 * told, on standard error too. A folder that cannot be written stops nobody.
 */
export function createRunLog(
  dataDir: string,
  host: HostKind,
  { DANDELION_DEBUG: isDebug }: NodeJS.ProcessEnv,
): RunLog {
  const folder = join(dataDir, 'logs')
  const began = new Date().toISOString().replaceAll(':', '-').slice(0, 19)
  const file = join(folder, `${host}-${began}.log`)
  const run = electronLog.create({ logId: host })
  run.transports.console.level = isDebug ? 'debug' : false
  run.transports.console.writeFn = ({ message }) =>
    void process.stderr.write(`${message.data.join(' ')}\n`)
  run.transports.file.level = isDebug ? 'debug' : 'info'
  run.transports.file.resolvePathFn = () => file
  run.transports.file.maxSize = mostBytes
  run.transports.file.format = '{iso} {level} {text}'
  let isReady = false
  const write = (level: keyof Log) => (message: string, details?: object) => {
    if (!isReady && !hasRoom(folder, host)) run.transports.file.level = false
    isReady = true
    run[level](redact(details ? `${message} ${JSON.stringify(details)}` : message))
  }
  return {
    file,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
}

function hasRoom(folder: string, host: HostKind): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    const isOfHost = (name: string) => name.startsWith(`${host}-`) && name.endsWith('.log')
    const runs = readdirSync(folder).filter(isOfHost).sort()
    for (const name of runs.slice(0, Math.max(0, runs.length - runsKept + 1)))
      rmSync(join(folder, name))
    return true
  } catch {
    return false
  }
}
