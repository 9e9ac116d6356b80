/** One command of the terminal, from its words to its exit code. */
import { recordOf } from '../model/failure.ts'
import { type Common, parseCommand } from './arguments.ts'
import type { Terminal } from './download.ts'
import type { DuePorts } from './due.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { helpHint, helpText } from './help.ts'
import { failureLines } from './print.ts'

/** What a command has of the program around it; nothing else of its process is read or changed. */
export interface Around {
  readonly terminal: Terminal
  /** Asked only by the command that needs them. */
  readonly duePorts: () => Promise<DuePorts>
  readonly serveArchive: (args: readonly string[]) => Promise<number>
}

/** Never rejects: trouble is told on standard error and is the exit code. */
export async function runCommandLine(argv: readonly string[], around: Around): Promise<number> {
  const { terminal } = around
  try {
    return await run(argv, around)
  } catch (error) {
    if (terminal.interrupted.aborted) return exitCodes.interrupted
    const failure = recordOf(error)
    terminal.err(failureLines(failure))
    if (failure.code === 'input.invalid') terminal.err(helpHint(argv[0]))
    if (failure.code === 'bug' && error instanceof Error) terminal.err(`${error.stack}\n`)
    return exitCodeOf(failure)
  }
}

/** Help and version need no engine, which takes most of the time of a start to load. */
async function run(argv: readonly string[], around: Around): Promise<number> {
  const { terminal } = around
  const command = parseCommand(argv, terminal.cwd)
  switch (command.kind) {
    case 'help':
      terminal.out(helpText(command.of))
      return exitCodes.verified
    case 'version':
      terminal.out(`Dandelion ${terminal.version}\n`)
      return exitCodes.verified
    case 'download':
      return (await import('./download.ts')).download(command, terminal)
    case 'schedules':
      return (await import('./schedules.ts')).schedules(command, terminal)
    case 'follow':
      return (await import('./follow.ts')).follow(command, terminal)
    case 'sync':
      return (await import('./sync.ts')).sync(command, terminal)
    case 'sync-due':
      return syncDue(command, around)
    case 'ls':
      return (await import('./ls.ts')).ls(command, terminal)
    case 'verify':
      return (await import('./verify.ts')).verify(command, terminal)
    case 'jobs':
      return (await import('./jobs.ts')).jobs(command, terminal)
    case 'archive':
      return around.serveArchive(command.args)
    default:
      return command satisfies never
  }
}

async function syncDue(args: Common, { terminal, duePorts }: Around): Promise<number> {
  const due = await import('./due.ts')
  return due.syncDue(args, terminal, await duePorts())
}
