import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliRun {
  readonly ended: Promise<Finished>
  /** Resolves when the standard output so far is as hoped for. */
  until(holds: (stdout: string) => boolean): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** The standard error so far. */
  complaints(): string
}

/** Starts the built command line. Of the environment it sees only what is given. */
export function startCli(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): CliRun {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH, ...essentials(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += String(text)
  })
  child.stderr.on('data', (text) => {
    stderr += String(text)
  })
  const ended = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    complaints: () => stderr,
    until: (holds) =>
      new Promise((resolve) => {
        const see = () => {
          if (!holds(stdout)) return
          child.stdout.off('data', see)
          resolve()
        }
        child.stdout.on('data', see)
        see()
      }),
  }
}

/** Of the environment, what makes the program start at all, and start fast. */
function essentials(): Record<string, string> {
  const names = ['DANDELION_SQLITE_BINDING', 'NODE_COMPILE_CACHE']
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
