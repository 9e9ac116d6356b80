/** Runs a program of a person's own after a run, without a shell. */
import { type ChildProcess, spawn } from 'node:child_process'
import { Failure } from '../../model/failure.ts'
import type { Log } from '../../model/log.ts'
import type { HookCommand } from '../../model/run-hooks.ts'
import type { Clock } from '../context.ts'

export interface HookCall {
  readonly command: HookCommand
  /** On standard input. */
  readonly payload: string
  /** Beside what every program needs. */
  readonly variables: Readonly<Record<string, string>>
}

export interface CommandParts {
  readonly clock: Pick<Clock, 'sleep'>
  readonly log: Pick<Log, 'info'>
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** After which it is killed, with all that it has begun. */
const LIMIT_MS = 60_000
/** Of each stream, the end is what is kept. */
const KEPT_BYTES = 4096

/** For the rest of what it said, once it is gone. */
const STREAMS_MS = 500

/** What a program needs to find its way; keys of archives are not among them. */
const passed =
  /^(path|home|user|userprofile|username|logname|lang|lc_\w+|tz|te?mp|tmpdir|systemroot|comspec|pathext|appdata|localappdata|xdg_\w+|display|wayland_display|dbus_session_bus_address)$/i

/** Zero, its exit code. Throws `hook.failed` for any other end, or the signal's reason. */
export async function runCommand(
  { command, payload, variables }: HookCall,
  { clock, log, environment }: CommandParts,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted()
  const env = { ...variablesOf(environment), ...variables }
  const isGroup = process.platform !== 'win32'
  const child = spawn(command.program, [...command.args], {
    ...{ env, detached: isGroup, windowsHide: true, shell: false },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output = { stdout: tailOf(child.stdout), stderr: tailOf(child.stderr) }
  const over = new AbortController()
  const limit = AbortSignal.any([signal, over.signal])
  let isLate = false
  const timer = clock.sleep(LIMIT_MS, limit).then(
    () => {
      isLate = true
      kill(child, isGroup)
    },
    () => signal.aborted && kill(child, isGroup),
  )
  child.stdin.on('error', () => {})
  child.stdin.end(payload)
  try {
    const code = await endOf(child, clock)
    signal.throwIfAborted()
    const said = { stdout: output.stdout(), stderr: output.stderr() }
    log.info('command after a run', { program: command.program, code, isLate, ...said })
    if (isLate) throw failed('time', command)
    if (code !== 0) throw failed('exit', command, code)
    return 0
  } finally {
    over.abort()
    await timer
  }
}

/** The exit code, -1 for one that was killed. What it leaves running may hold its streams for ever. */
function endOf(child: ChildProcess, clock: Pick<Clock, 'sleep'>): Promise<number> {
  return new Promise((resolve, reject) => {
    const closed = new AbortController()
    child.once('close', () => closed.abort())
    child.once('exit', (code) => {
      const end = () => resolve(code ?? -1)
      clock.sleep(STREAMS_MS, closed.signal).then(end, end)
    })
    child.once('error', (error: NodeJS.ErrnoException) => {
      const details = { reason: 'start', program: child.spawnfile, errno: error.code ?? '' }
      reject(new Failure('hook.failed', 'ask-user', details, error))
    })
  })
}

function failed(reason: string, { program }: HookCommand, exitCode = 0): Failure {
  return new Failure('hook.failed', 'ask-user', { reason, program, exitCode })
}

function kill({ pid }: ChildProcess, isGroup: boolean): void {
  if (pid === undefined) return
  try {
    process.kill(isGroup ? -pid : pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

function tailOf(stream: NodeJS.ReadableStream): () => string {
  let tail = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-KEPT_BYTES)
  })
  return () => tail.toString('utf8')
}

function variablesOf(environment: CommandParts['environment']): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => passed.test(entry[0]) && entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}
