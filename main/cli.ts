/** Headless entry: the same engine, one command, an exit code. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }
import { type Around, runCommandLine } from './cli/command-line.ts'
import type { Terminal } from './cli/download.ts'
import { exitCodes } from './cli/exit-codes.ts'

async function duePorts(): ReturnType<Around['duePorts']> {
  const { keepAwake } = await import('./machine/awake.ts')
  const { keptKeys } = await import('./shell/kept-keys.ts')
  return { keepAwake: () => keepAwake(process.platform), keptKeys }
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
  // npm runs scripts from the project's folder and tells in INIT_CWD where the person was.
  const cwd = process.env.npm_lifecycle_event === 'cli' ? process.env.INIT_CWD : undefined
  const terminal: Terminal = {
    out,
    err: (text) => process.stderr.write(text),
    columns: () => (process.stdout.isTTY ? process.stdout.columns : null),
    environment: process.env,
    cwd: cwd ?? process.cwd(),
    version: manifest.version,
    bundles: {
      cliFile: fileURLToPath(new URL('./cli.js', import.meta.url)),
      workerUrl: new URL('./worker.js', import.meta.url),
    },
    interrupted: isArchive ? new AbortController().signal : interruptible(),
  }
  process.exitCode = await runCommandLine(argv, { terminal, duePorts, serveArchive })
  flush()
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
