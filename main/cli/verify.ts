import type { Verified } from '../engine/verifying.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import { openEngine } from './open-engine.ts'
import { count, formatBytes } from './print.ts'
import { nameOfInstance } from './refs.ts'

const words = {
  verified: '✓ verified',
  changed: '✗ changed ',
  missing: '✗ missing ',
  unknown: '? unknown ',
} as const

/** `verify`: reads files again and compares their digests with what was fetched or is listed. */
export async function verify(
  args: Common & { readonly folder: string },
  terminal: Terminal,
): Promise<number> {
  const engine = await openEngine({ common: args, ...terminal })
  const tally = { verified: 0, changed: 0, missing: 0, unknown: 0 }
  try {
    const instance = await nameOfInstance(engine, args.instance)
    const from = { source: args.source, instance }
    for await (const file of engine.verify(args.folder, from, terminal.interrupted)) {
      tally[file.state] += 1
      terminal.out(args.json ? `${JSON.stringify({ event: 'file', ...file })}\n` : line(file))
    }
  } catch (error) {
    if (terminal.interrupted.aborted) return exitCodes.interrupted
    throw error
  } finally {
    await engine.close()
  }
  const { verified, changed, missing, unknown } = tally
  if (args.json) terminal.out(`${JSON.stringify({ event: 'summary', ...tally })}\n`)
  else {
    const parts = [`${count(verified)} verified`, `${changed} changed`, `${missing} missing`]
    terminal.out(
      `${[...parts, unknown > 0 ? `${unknown} not from the archive` : ''].filter(Boolean).join(' · ')}\n`,
    )
  }
  return changed + missing > 0 ? exitCodes.someFailed : exitCodes.verified
}

function line(file: Verified): string {
  return `${words[file.state]} ${formatBytes(file.sizeBytes).padStart(9)}  ${file.path}\n`
}
