/** Headless entry: the same engine, one command, an exit code. */
import process from 'node:process'
import manifest from '../package.json' with { type: 'json' }
import { type Common, parseCommand } from './cli/arguments.ts'
import type { Terminal } from './cli/download.ts'
import { exitCodeOf, exitCodes } from './cli/exit-codes.ts'
import { helpHint, helpText } from './cli/help.ts'
import { failureLines } from './cli/print.ts'
import { recordOf } from './model/failure.ts'

/** Help and version need no engine, which takes most of the time of a start to load. */
async function run(argv: readonly string[], terminal: Terminal, cwd: string): Promise<number> {
  const command = parseCommand(argv, cwd)
  switch (command.kind) {
    case 'help':
      terminal.out(helpText(command.of))
      return exitCodes.verified
    case 'version':
      terminal.out(`Dandelion ${manifest.version}\n`)
      return exitCodes.verified
    case 'download':
      return (await import('./cli/download.ts')).download(command, terminal)
    case 'schedules':
      return (await import('./cli/schedules.ts')).schedules(command, terminal)
    case 'follow':
      return (await import('./cli/follow.ts')).follow(command, terminal)
    case 'sync':
      return (await import('./cli/sync.ts')).sync(command, terminal)
    case 'sync-due':
      return syncDue(command, terminal)
    case 'ls':
      return (await import('./cli/ls.ts')).ls(command, terminal)
    case 'verify':
      return (await import('./cli/verify.ts')).verify(command, terminal)
    case 'jobs':
      return (await import('./cli/jobs.ts')).jobs(command, terminal)
    case 'archive':
      return serveArchive(command.args)
    default:
      return command satisfies never
  }
}

async function syncDue(args: Common, terminal: Terminal): Promise<number> {
  const { keepAwake } = await import('./machine/awake.ts')
  const due = await import('./cli/due.ts')
  const { keptKeys } = await import('./shell/kept-keys.ts')
  return due.syncDue(args, terminal, { keepAwake: () => keepAwake(process.platform), keptKeys })
}

/** The local archive is a bundle of its own, loaded only when asked for. */
async function serveArchive(args: readonly string[]): Promise<number> {
  const bundle = new URL('./archive.js', import.meta.url).href
  const { serveCommand } = (await import(bundle)) as {
    serveCommand: (args: readonly string[]) => Promise<number>
  }
  return serveCommand(args)
}

/** Ctrl-C once stops and keeps everything; twice ends at once. */
function interruptible(): AbortSignal {
  const abort = new AbortController()
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted)
    abort.abort(new Error('interrupted'))
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return abort.signal
}

/**
 * Thousands of lines leave in a few writes, at the end of each turn and of the program. Electron
 * ends without telling `exit`, so whoever ends the program flushes.
 */
function gathered(write: (text: string) => void) {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  process.on('exit', flush)
  const out = (text: string) => {
    if (waiting === '') setTimeout(flush, 10)
    waiting += text
  }
  return { out, flush }
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  const isArchive = argv[0] === 'archive'
  const { out, flush } = gathered((text) => process.stdout.write(text))
  const terminal: Terminal = {
    out,
    err: (text) => process.stderr.write(text),
    columns: () => (process.stdout.isTTY ? process.stdout.columns : null),
    environment: process.env,
    version: manifest.version,
    interrupted: isArchive ? new AbortController().signal : interruptible(),
  }
  // npm runs scripts from the project's folder and tells in INIT_CWD where the person was.
  const cwd = process.env.npm_lifecycle_event === 'cli' ? process.env.INIT_CWD : undefined
  try {
    process.exitCode = await run(argv, terminal, cwd ?? process.cwd())
  } catch (error) {
    if (terminal.interrupted.aborted) {
      process.exitCode = exitCodes.interrupted
      return
    }
    const failure = recordOf(error)
    terminal.err(failureLines(failure))
    if (failure.code === 'input.invalid') terminal.err(helpHint(argv[0]))
    if (failure.code === 'bug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    process.exitCode = exitCodeOf(failure)
  } finally {
    flush()
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.someFailed)
})
// Node ends by itself when nothing is left to do; Electron would wait for a window.
const ended = main().then(() => {
  if (process.versions.electron) process.exit(process.exitCode ?? 0)
})
// Electron opens no keychain before its first module has ended, and only this command asks for it.
if (!process.argv.includes('--due')) await ended
