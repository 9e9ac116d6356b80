import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node.js'
import type { EnginePorts } from '../engine/ports.ts'
import { redact } from '../model/redact.ts'

type Log = EnginePorts['log']
type Level = keyof Log

const runsKept = 10
const mostBytes = 5_000_000

/** A log and where it is written. */
export type RunLog = Log & { readonly file: string }

/** A log of this run in a file of its own; the oldest runs go. Secrets are taken out of every line. */
export function createLog(folder: string, now: Date): RunLog {
  mkdirSync(folder, { recursive: true })
  dropOldest(folder)
  const file = join(folder, `dandelion-${now.toISOString().replaceAll(':', '-').slice(0, 19)}.log`)
  const run = electronLog.create({ logId: 'run' })
  run.transports.console.level = process.env.DANDELION_DEBUG ? 'debug' : false
  run.transports.file.level = process.env.DANDELION_DEBUG ? 'debug' : 'info'
  run.transports.file.resolvePathFn = () => file
  run.transports.file.maxSize = mostBytes
  run.transports.file.format = '{iso} {level} {text}'
  const write = (level: Level) => (message: string, details?: object) =>
    run[level](redact(details ? `${message} ${JSON.stringify(details)}` : message))
  return {
    file,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
}

function dropOldest(folder: string): void {
  const runs = readdirSync(folder).filter((name) => /^dandelion-.*\.log$/.test(name))
  for (const name of runs
    .sort()
    .reverse()
    .slice(runsKept - 1))
    rmSync(join(folder, name))
}
