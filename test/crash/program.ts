// The terminal program in a process of its own, from a copy of the build that no one rebuilds.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { inRoot, localCache, node24 } from '../../build/setup/paths.mjs'

export interface Program {
  start(args: readonly string[]): Running
  /** Removes the copy. */
  close(): void
}

export interface Running {
  readonly process: ChildProcess
  /** Everything it wrote so far. */
  output(): string
  /** Resolves with the exit code, or null when it was killed. */
  readonly ended: Promise<number | null>
}

export async function prepareProgram(): Promise<Program> {
  await ensureBuilt()
  const folder = join(localCache, `crash-${process.pid}`)
  mkdirSync(localCache, { recursive: true })
  cpSync(inRoot('out', 'main'), folder, { recursive: true })
  // As beside out/: without it each file is read twice at each start to find out what it is.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const cache = join(folder, 'compiled')
  const start = (args: readonly string[]) => run([join(folder, 'cli.js'), ...args], cache)
  // Whoever is killed leaves no compiled code behind for the next.
  await start(['jobs', '--data-dir', join(folder, 'data')]).ended
  return { start, close: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Compiled code is kept between runs: most of a short life would be spent on it. */
function run(args: readonly string[], cache: string): Running {
  const child = spawn(node24, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_COMPILE_CACHE: cache },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      text += String(data)
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { process: child, output: () => text, ended }
}
