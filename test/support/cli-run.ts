import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from '../../main/cli/command-line.ts'
import { keptKeys } from '../../main/shell/kept-keys.ts'

const cliFile = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
const workerUrl = new URL('../../main/transfer/worker.ts', import.meta.url)

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliRun {
  readonly ended: Promise<Finished>
  /** Resolves when the standard output so far is as hoped for. */
  until(holds: (stdout: string) => boolean): Promise<void>
  /** As Ctrl-C does, unless another signal is named. */
  interrupt(signal?: NodeJS.Signals): void
  /** The standard error so far. */
  complaints(): string
}

export interface CliOptions {
  /** All that is seen of the environment, beside what makes the program start. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * The command line from the sources, in this process: all of it but what is a process's own, such
 * as its signals, its pipes and that it ends.
 */
export function startCommand(args: readonly string[], { env }: CliOptions): CliRun {
  const abort = new AbortController()
  const said = createSaid()
  const terminal = {
    out: said.out,
    err: said.err,
    columns: () => null,
    environment: { ...essentials(), ...env },
    cwd: process.cwd(),
    version: '1',
    bundles: { cliFile, workerUrl },
    interrupted: abort.signal,
  }
  const around = {
    terminal,
    duePorts: () => Promise.resolve({ keepAwake: () => () => {}, keptKeys }),
    serveArchive: () => Promise.reject(new Error('a process of its own serves the archive')),
  }
  const ended = runCommandLine(args, around).then((code) => ({ code, ...said.all() }))
  return {
    ended,
    until: said.until,
    interrupt: () => abort.abort(new Error('interrupted')),
    complaints: () => said.all().stderr,
  }
}

/** Starts the built command line as a process. */
export function startCli(args: readonly string[], { env }: CliOptions): CliRun {
  const child = spawn(process.execPath, [cliFile, ...args], {
    env: { ...essentials(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = createSaid()
  child.stdout.on('data', (text) => said.out(String(text)))
  child.stderr.on('data', (text) => said.err(String(text)))
  const ended = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...said.all() }))
  })
  return {
    ended,
    until: said.until,
    interrupt: (signal = 'SIGINT') => void child.kill(signal),
    complaints: () => said.all().stderr,
  }
}

/** What was written so far. */
function createSaid() {
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  return {
    out(text: string): void {
      stdout += text
      for (const see of watchers) see()
    },
    err(text: string): void {
      stderr += text
    },
    all: () => ({ stdout, stderr }),
    until: (holds: (stdout: string) => boolean) =>
      new Promise<void>((resolve) => {
        const see = () => {
          if (!holds(stdout)) return
          watchers.delete(see)
          resolve()
        }
        watchers.add(see)
        see()
      }),
  }
}

/** Of the environment, what makes the program start at all, and start fast. */
function essentials(): Record<string, string> {
  const names = ['PATH', 'DANDELION_SQLITE_BINDING', 'NODE_COMPILE_CACHE']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** The lines of `--json`, each an object. */
export function jsonLines(stdout: string): readonly Record<string, unknown>[] {
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}
