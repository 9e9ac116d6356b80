// Dandelion and the programs it is compared with, each with the command a person would give.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { inRoot, node24 } from '../../build/setup/paths.mjs'
import type { ServedScenario } from './serve.ts'

export interface Tool {
  readonly name: string
  /** What it compares with the archive before it says that it is done. */
  readonly verifies: string
  /** Why it is not here; null when it is. */
  readonly absent: string | null
  /** `work` is a fresh folder; files go to `work/out`. */
  command(scenario: ServedScenario, work: string): Command
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Connections that each tool may use at a time, where it can be told. */
const connections = 8

export function dandelionCommand(scenario: ServedScenario, work: string): Command {
  const cli = inRoot('out', 'main', 'cli.js')
  const places = ['-o', join(work, 'out'), '--data-dir', join(work, 'data')]
  return { file: node24, args: [cli, 'download', scenario.identifier, ...places] }
}

export const tools: readonly Tool[] = [
  { name: 'dandelion', verifies: 'digest of every file', absent: null, command: dandelionCommand },
  {
    name: 'dandi client',
    verifies: 'digest of every file',
    absent: missing(dandiClient()),
    command: (scenario, work) => ({
      file: dandiClient(),
      args: ['download', '--format', 'debug', '-o', join(work, 'out'), scenario.identifier],
      env: { DANDI_NO_ET: '1', HOME: work },
    }),
  },
  {
    name: 'aria2c',
    verifies: 'nothing',
    absent: missing('aria2c'),
    command(scenario, work) {
      const list = join(work, 'list')
      const lines = scenario.files.map(({ url, path }) => `${url}\n  out=${path}\n`)
      writeFileSync(list, lines.join(''))
      const split = ['-x', `${connections}`, '-s', `${connections}`, '-j', `${connections}`]
      const quiet = ['--quiet', '--file-allocation=none', '--allow-overwrite=true']
      return { file: 'aria2c', args: ['-i', list, '-d', join(work, 'out'), ...split, ...quiet] }
    },
  },
  {
    name: 'rclone',
    verifies: 'sizes',
    absent: missing('rclone'),
    command: (scenario, work) => ({
      file: 'rclone',
      args: [
        ...['copy', ':webdav:', join(work, 'out'), '--webdav-url', scenario.webdav],
        ...['--webdav-vendor', 'other', '--transfers', `${connections}`, '--checkers', '8'],
        ...['--multi-thread-streams', '4', '--config', join(work, 'rclone.conf')],
      ],
    }),
  },
  {
    name: 'curl',
    verifies: 'nothing',
    absent: missing('curl'),
    command(scenario, work) {
      const list = join(work, 'list')
      const out = join(work, 'out')
      const line = ({ url, path }: ServedScenario['files'][number]) =>
        `url = ${JSON.stringify(url)}\noutput = ${JSON.stringify(join(out, path))}\n`
      writeFileSync(list, scenario.files.map(line).join(''))
      const many = ['--parallel', '--parallel-max', `${connections}`, '--create-dirs']
      return { file: 'curl', args: ['--silent', '--fail', '--globoff', ...many, '--config', list] }
    },
  },
]

function dandiClient(): string {
  const cached = join(homedir(), '.cache', 'dandelion', 'dandi-client', 'bin', 'dandi')
  return process.env.DANDI_CLIENT ?? cached
}

function missing(program: string): string | null {
  if (program.includes('/')) return existsSync(program) ? null : 'not installed'
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return null
  } catch {
    return 'not installed'
  }
}
