/** Where this system keeps its timers, and how this program is started by one. */
import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { lookAt } from '../../disk/survey.ts'
import { orderSystem } from '../../machine/order.ts'
import type { TimerKind } from '../../model/timers/timer.ts'
import { usualDataDir } from '../data-dir.ts'
import type { TimerPort } from './system-timer.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface ProgramFacts {
  readonly platform: string
  readonly environment: Environment
  /** The program that runs now. */
  readonly execPath: string
  /** The bundled terminal entry. */
  readonly cliFile: string
  /** It is Electron that runs. */
  readonly isElectron: boolean
  exists(path: string): boolean
}

/** Electron shows no page for a terminal command, so nothing is left for its sandbox. */
const headless = ['--no-sandbox', '--ozone-platform=headless', '--disable-gpu']

/** What a person would type to run a terminal command of this program, in whole paths. */
export function programOf(facts: ProgramFacts): readonly string[] {
  const { platform, environment, execPath, cliFile, isElectron, exists } = facts
  if (!cliFile.includes('app.asar')) {
    const own = join(dirname(cliFile), '..', '..', 'node_modules', 'node', 'bin', 'node')
    const node = exists(own) ? own : 'node'
    return [isElectron ? node : execPath, cliFile]
  }
  if (platform !== 'linux') return [execPath]
  if (environment.APPIMAGE) return [environment.APPIMAGE, ...headless]
  const beside = join(dirname(execPath), 'dandelion')
  const places = execPath.startsWith('/opt/') ? ['/usr/bin/dandelion', beside] : [beside]
  return [places.find(exists) ?? execPath]
}

export interface TimerPortOptions extends Omit<ProgramFacts, 'exists'> {
  readonly dataDir: string
}

/** Null where the system has no timer that is known here. */
export function timerPort(options: TimerPortOptions): TimerPort | null {
  const { platform, environment, dataDir, isElectron } = options
  const kind = kindOf(platform)
  if (kind === null) return null
  const program = programOf({ ...options, exists: (path) => lookAt(path) !== null })
  const binding = isElectron ? undefined : environment.DANDELION_SQLITE_BINDING
  return {
    kind,
    folder: folderOf(kind, environment, dataDir),
    name: nameOf(dataDir, environment),
    command: {
      argv: [...program, 'sync', '--due', '--wait', '--data-dir', dataDir],
      environment: binding === undefined ? {} : { DANDELION_SQLITE_BINDING: binding },
    },
    userId: process.getuid?.() ?? 0,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    order: orderSystem,
  }
}

function kindOf(platform: string): TimerKind | null {
  switch (platform) {
    case 'linux':
      return 'systemd'
    case 'darwin':
      return 'launchd'
    case 'win32':
      return 'task-scheduler'
    default:
      return null
  }
}

function folderOf(kind: TimerKind, environment: Environment, dataDir: string): string {
  switch (kind) {
    case 'systemd':
      return join(
        environment.XDG_CONFIG_HOME || join(homeOf(environment), '.config'),
        'systemd/user',
      )
    case 'launchd':
      return join(homeOf(environment), 'Library', 'LaunchAgents')
    case 'task-scheduler':
      return dataDir
    default:
      return kind satisfies never
  }
}

function homeOf(environment: Environment): string {
  return environment.HOME || homedir()
}

/** Another data folder has a timer of its own. */
function nameOf(dataDir: string, environment: Environment): string {
  if (dataDir === usualDataDir(environment)) return 'dandelion-sync'
  return `dandelion-sync-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`
}
