// `npm run bench`: seconds and ratios against other programs, all in one run on one machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { inRoot, node24 } from '../../build/setup/paths.mjs'
import { benchCatalogue } from './catalogue.ts'
import { benchFiles } from './files.ts'
import { listenTo } from './listen.ts'
import type { Served, ServedScenario } from './serve.ts'
import { type Command, dandelionCommand, type Tool, tools } from './tools.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    /** Letters of scenarios, such as `ac`; `k` is the catalogue, `f` a version's files. */
    only: { type: 'string', default: 'abcdkf' },
    /** Seconds after which a program that is slower than that is not run again. */
    patience: { type: 'string', default: '90' },
  },
})
const runs = Number(values.runs)
const patience = Number(values.patience)
/** The scenarios in which the main thread is listened to. */
const listened = 'ac'

const say = (text: string) => void process.stdout.write(`${text}\n`)

interface Measured {
  readonly tool: Tool
  readonly seconds: number[]
  trouble: string | null
}

async function startServer(): Promise<{ process: ChildProcess; served: Served }> {
  const child = spawn(node24, [inRoot('test', 'bench', 'serve.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return { process: child, served: JSON.parse(String(line)) as Served }
}

/** Runs to the end; seconds, or why there is no figure. */
async function timed(command: Command): Promise<number | string> {
  const began = performance.now()
  const child = spawn(command.file, command.args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...command.env },
  })
  let complaint = ''
  child.stderr.on('data', (data: Buffer) => {
    complaint = `${complaint}${data}`.slice(-400)
  })
  const [code] = await once(child, 'close')
  const seconds = (performance.now() - began) / 1000
  return code === 0 ? seconds : `ended with ${code}: ${complaint.trim().split('\n').at(-1)}`
}

function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && item.name !== 'dandiset.yaml')
    .reduce((sum, item) => sum + statSync(join(item.parentPath, item.name)).size, 0)
}

/** A folder for one run; what it wrote is on the disk before the next one starts. */
async function inFolder<T>(use: (work: string) => Promise<T>): Promise<T> {
  const work = mkdtempSync(join(tmpdir(), 'dandelion-bench-'))
  mkdirSync(join(work, 'out'))
  try {
    return await use(work)
  } finally {
    rmSync(work, { recursive: true, force: true })
    await once(spawn('sync', { stdio: 'ignore' }), 'close')
  }
}

async function measureOnce(one: Measured, scenario: ServedScenario): Promise<void> {
  await inFolder(async (work) => {
    const came = await timed(one.tool.command(scenario, work))
    if (typeof came === 'string') {
      one.trouble = came
      return
    }
    const wanted = scenario.files.reduce((sum, file) => sum + file.sizeBytes, 0)
    const there = bytesBelow(join(work, 'out'))
    if (there === wanted) one.seconds.push(came)
    else one.trouble = `brought ${there} of ${wanted} bytes`
  })
}

/** Each round runs every tool once, from another one on, so that no tool has the warm place. */
async function measure(scenario: ServedScenario): Promise<readonly Measured[]> {
  const all: Measured[] = tools
    .filter((tool) => tool.absent === null)
    .map((tool) => ({ tool, seconds: [], trouble: null }))
  for (let round = 0; round < runs; round++) {
    for (let at = 0; at < all.length; at++) {
      const one = all[(at + round) % all.length]
      const isTooSlow = (one?.seconds[0] ?? 0) > patience
      if (one && one.trouble === null && !isTooSlow) await measureOnce(one, scenario)
    }
  }
  return all
}

function median(of: readonly number[]): number {
  const sorted = [...of].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function tell(scenario: ServedScenario, all: readonly Measured[]): void {
  const bytes = scenario.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const own = median(all.find(({ tool }) => tool.name === 'dandelion')?.seconds ?? [])
  say(`\n${scenario.name}: ${scenario.files.length} files, ${(bytes / 1e6).toFixed(0)} MB`)
  say('  program         seconds   (least–most)       MB/s  files/s  × Dandelion  runs  compares')
  for (const { tool, seconds, trouble } of all) {
    const time = median(seconds)
    const figures =
      seconds.length === 0
        ? `  ${trouble ?? 'no figure'}`
        : [
            time.toFixed(2).padStart(9),
            `(${Math.min(...seconds).toFixed(1)}–${Math.max(...seconds).toFixed(1)})`.padStart(15),
            (bytes / 1e6 / time).toFixed(0).padStart(11),
            (scenario.files.length / time).toFixed(0).padStart(9),
            (time / own).toFixed(2).padStart(13),
            String(seconds.length).padStart(6),
            `  ${tool.verifies}`,
          ].join('')
    say(`  ${tool.name.padEnd(14)}${figures}`)
  }
}

/** One more run of Dandelion, not timed, that listens to its main thread. */
async function listen(scenario: ServedScenario): Promise<void> {
  await inFolder(async (work) => {
    const told = await listenTo(dandelionCommand(scenario, work), work, timed)
    for (const line of told) say(`  ${line}`)
  })
}

const { process: server, served } = await startServer()
try {
  const load = loadavg()[0]?.toFixed(1)
  say(
    `${availableParallelism()} cores, load ${load} at the start, median of ${runs} runs, local archive in its own process`,
  )
  for (const { name, absent } of tools) if (absent !== null) say(`absent: ${name} (${absent})`)
  for (const [at, scenario] of served.scenarios.entries()) {
    const letter = 'abcd'[at] ?? ''
    if (!values.only.includes(letter)) continue
    tell(scenario, await measure(scenario))
    if (listened.includes(letter)) await listen(scenario)
  }
  if (values.only.includes('k')) await benchCatalogue(say)
  if (values.only.includes('f')) await benchFiles(say)
} finally {
  server.kill('SIGTERM')
}
