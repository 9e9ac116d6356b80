/** How long a program keeps others waiting, beside a process that does nothing in the same seconds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot, node24 } from '../../build/setup/paths.mjs'
import type { Command } from './tools.ts'

interface Heard {
  /** How late the event loop came to its beats. */
  readonly loop: {
    readonly p50Ms: number
    readonly p99Ms: number
    readonly maxMs: number
    readonly count: number
  }
  /** The longest turns, by what the thread computed and by the clock. */
  readonly own: Longest
  readonly clock: Longest
}

interface Longest {
  readonly p99Ms: number
  readonly maxMs: number
}

const hook = inRoot('test', 'bench', 'event-loop.mjs')

/** What an idle process is late by, others are late by too: there are more of them than cores. */
function startIdle(file: string) {
  const child = spawn(node24, ['--import', hook, '-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, DANDELION_BENCH_DELAYS: file },
  })
  return async () => {
    child.stdin.end()
    await once(child, 'close')
  }
}

/** Lines that tell how the program's main thread answered. `run` gives why there is no figure. */
export async function listenTo(
  { file, args }: Command,
  work: string,
  run: (command: Command) => Promise<number | string>,
): Promise<readonly string[]> {
  const files = { program: join(work, 'delays.json'), idle: join(work, 'idle.json') }
  const endIdle = startIdle(files.idle)
  const env = { DANDELION_BENCH_DELAYS: files.program }
  const came = await run({ file, args: ['--import', hook, ...args], env })
  await endIdle()
  return typeof came === 'string'
    ? [`main thread: ${came}`]
    : lines(read(files.program), read(files.idle))
}

function read(file: string): Heard {
  return JSON.parse(readFileSync(file, 'utf8')) as Heard
}

function lines({ loop, own, clock }: Heard, idle: Heard): readonly string[] {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const late = (heard: Heard['loop']) =>
    `median ${ms(heard.p50Ms)}, p99 ${ms(heard.p99Ms)}, most ${ms(heard.maxMs)}`
  const longest = ({ p99Ms, maxMs }: Longest) => `p99 ${ms(p99Ms)}, most ${ms(maxMs)}`
  return [
    `main thread late by: ${late(loop)} (${loop.count} beats)`,
    `an idle process:     ${late(idle.loop)}`,
    `longest turns:       ${longest(own)} of its own; ${longest(clock)} by the clock`,
  ]
}
