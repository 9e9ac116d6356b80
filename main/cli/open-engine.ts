import { setTimeout as delay } from 'node:timers/promises'
import { createRunLog } from '../disk/run-log.ts'
import { usualDataDir } from '../engine/data-dir.ts'
import { timerPort } from '../engine/overnight/timer-port.ts'
import { createEngine, type Engine, type EnginePorts } from '../engine.ts'
import { Failure, recordOf } from '../model/failure.ts'
import type { HostKind } from '../model/host.ts'
import type { Settings } from '../model/settings.ts'
import type { Common } from './arguments.ts'
import { noSecrets } from './host.ts'
import { sentence } from './print.ts'

/** Where this program's own files are. */
export interface Bundles {
  /** The terminal's entry, which a timer of the system starts. */
  readonly cliFile: string
  readonly workerUrl: URL
}

export interface OpenOptions {
  readonly common: Pick<Common, 'dataDir' | 'instance' | 's3Url' | 'webdavUrl' | 'waitMs'>
  readonly environment: NodeJS.ProcessEnv
  readonly cwd: string
  readonly bundles: Bundles
  /** Of this program, as servers are told it. */
  readonly version: string
  /** Standard error. */
  readonly err: (text: string) => void
  /** Ends a wait for another program. */
  readonly interrupted: AbortSignal
  /** A person's command unless it is said. */
  readonly host?: HostKind
  readonly overrides?: Partial<Settings>
  readonly onTransferEnded?: EnginePorts['onTransferEnded']
  readonly found?: EnginePorts['found']
  /** What the window keeps; without it keys come from the environment alone. */
  readonly secrets?: EnginePorts['secrets'] | null
}

/** A terminal does not wait for ever: this many tries of a file, then it is reported. */
const ATTEMPTS = 4
/** What is told after runs is waited for no longer than this at the end. */
const HOOKS_MS = 60_000
/** Between two looks at a data folder that somebody else has. */
const WAIT_MS = 500

/**
 * The same engine as the window's, on the same data; jobs of the window rest meanwhile. Throws
 * `store.locked` when another program has the data folder for longer than it may be waited for.
 */
export async function openEngine(options: OpenOptions): Promise<Engine> {
  const { common, err, interrupted } = options
  const until = Date.now() + common.waitMs
  for (let isTold = false; ; isTold = true) {
    try {
      return await open(options)
    } catch (error) {
      const isLocked = error instanceof Failure && error.code === 'store.locked'
      if (!isLocked || Date.now() >= until || mayLeave(error, options)) throw error
      if (!isTold) err(`${sentence(recordOf(error))} Waiting for it.\n`)
      await delay(WAIT_MS, undefined, { signal: interrupted })
    }
  }
}

export function dataDirOf(
  { dataDir }: Pick<Common, 'dataDir'>,
  environment: NodeJS.ProcessEnv,
): string {
  return dataDir ?? (environment.DANDELION_DATA_DIR || usualDataDir(environment))
}

/** What is due is done by the window while it is open. */
export function mayLeave({ details }: Failure, { host }: Pick<OpenOptions, 'host'>): boolean {
  return host === 'due' && details.reason === 'window'
}

async function open(options: OpenOptions): Promise<Engine> {
  const { bundles, common, environment, host = 'terminal', version } = options
  const dataDir = dataDirOf(common, environment)
  const log = createRunLog(dataDir, host, environment)
  const instance =
    common.instance !== null && !common.instance.includes('://') ? common.instance : null
  const engine = await createEngine({
    dataDir,
    host,
    defaultDestination: options.cwd,
    log,
    secrets: options.secrets ?? noSecrets,
    onReplaced: (failure) => options.err(`${sentence(failure)}\n`),
    notify: () => {},
    hooksGraceMs: HOOKS_MS,
    workerUrl: bundles.workerUrl,
    proxyFor: null,
    sqliteBinding: environment.DANDELION_SQLITE_BINDING ?? null,
    environment,
    timer: timerPort({
      platform: process.platform,
      environment,
      execPath: process.execPath,
      cliFile: bundles.cliFile,
      isElectron: process.versions.electron !== undefined,
      dataDir,
    }),
    userAgent: `Dandelion/${version} (terminal)`,
    recover: 'leave',
    attempts: ATTEMPTS,
    overrides: { ...options.overrides, ...(instance === null ? {} : { instance }) },
    addresses: {
      ...(common.s3Url === null ? {} : { s3Url: common.s3Url }),
      ...(common.webdavUrl === null ? {} : { webdavUrl: common.webdavUrl }),
    },
    ...(options.onTransferEnded ? { onTransferEnded: options.onTransferEnded } : {}),
    ...(options.found ? { found: options.found } : {}),
  })
  log.info('started', { version })
  try {
    checkInstance(engine, instance)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

function checkInstance(engine: Engine, instance: string | null): void {
  if (instance === null) return
  const rows = engine.instances(undefined) as readonly { readonly name: string }[]
  const names = rows.map((row) => row.name)
  if (names.includes(instance)) return
  const said = `“${instance}” is no known instance; known are ${names.join(', ')}, or give its URL`
  throw new Failure('input.invalid', 'give-up', { option: 'instance', value: instance, said })
}
