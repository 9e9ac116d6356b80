/** What a filter asks of paths alone, over many paths and in short turns. */
import { createContext, Script } from 'node:vm'
import { Failure } from '../model/failure.ts'
import { compileRegex, type Filter, lowerGlobPredicate } from '../model/selection.ts'
import { createTurns, inTurns } from './turns.ts'

export interface PathMatches {
  /** How many paths were looked at. */
  readonly size: number
  /** By row 1 where all holds; null where nothing was asked. */
  readonly holds: Uint8Array | null
  readonly idleGlobs: readonly string[]
}

/** Paths are only ever added to the end of those that it is made for. */
export function createPathTests(paths: readonly string[]) {
  const lower: string[] = []

  async function lowerPaths(size: number): Promise<readonly string[]> {
    await inTurns(size - lower.length, () => {
      const path = paths[lower.length]
      if (path !== undefined) lower.push(path.toLowerCase())
    })
    return lower
  }

  /** Throws `input.invalid` for a regular expression that does not compile or takes too long. */
  return async (filter: Filter): Promise<PathMatches> => {
    const tests = [...textTests(filter), ...globTests(filter)]
    const size = paths.length
    if (tests.length === 0 && filter.regex === '') return { size, holds: null, idleGlobs: [] }
    const holds = new Uint8Array(size).fill(1)
    if (tests.length > 0) {
      const texts = await lowerPaths(size)
      await inTurns(size, (at) => {
        const text = texts[at] ?? ''
        for (const test of tests) if (!test.holds(text)) holds[at] = 0
      })
    }
    if (filter.regex !== '') await matchRegex(filter.regex, paths, holds)
    return { size, holds, idleGlobs: tests.flatMap((test) => test.idle()) }
  }
}

interface PathTest {
  holds(lowerPath: string): boolean
  idle(): readonly string[]
}

function textTests({ text }: Filter): readonly PathTest[] {
  const part = text.trim().toLowerCase()
  return part === '' ? [] : [{ holds: (path) => path.includes(part), idle: () => [] }]
}

function globTests({ include, exclude }: Filter): readonly PathTest[] {
  const tests = [any(include), any(exclude)] as const
  const [included, excluded] = tests
  return [
    ...(include.length === 0 ? [] : [included]),
    ...(exclude.length === 0
      ? []
      : [{ holds: (path: string) => !excluded.holds(path), idle: excluded.idle }]),
  ]
}

/** Looks at every glob until each was met once, to know those that never are. */
function any(patterns: readonly string[]): PathTest {
  const globs = patterns.map((pattern) => ({
    pattern,
    matches: lowerGlobPredicate(pattern),
    met: false,
  }))
  let unmet = globs.length
  return {
    holds(path) {
      let found = false
      for (const glob of globs) {
        if (found && (glob.met || unmet === 0)) continue
        if (!glob.matches(path)) continue
        found = true
        if (!glob.met) unmet -= 1
        glob.met = true
      }
      return found
    },
    idle: () => globs.filter(({ met }) => !met).map(({ pattern }) => pattern),
  }
}

/**
 * A regular expression can take for ever, and nothing but the engine's own watchdog can stop it: so
 * many paths must be through in so long. Calling the watchdog has its price, so a quick expression
 * is given more at a time.
 */
const fewestAtOnce = 2048
const mostAtOnce = 16_384
const patienceMs = 100
const quickMs = 5
/** A busy machine can be late: what counts is the processor's time that was spent on the fewest. */
const spentMsAtMost = 150

interface Sandbox {
  regex: RegExp | null
  paths: readonly string[]
  holds: Uint8Array
  from: number
  to: number
}

const sandbox: Sandbox = { regex: null, paths: [], holds: new Uint8Array(), from: 0, to: 0 }
/** A function made once becomes fast; what a script says is read anew each time. */
const make = new Script(`function look(regex, paths, holds, from, to) {
  for (let row = from; row < to; row++) {
    if (holds[row] === 1 && !regex.test(paths[row])) holds[row] = 0
  }
}`)
const script = new Script('look(regex, paths, holds, from, to)')
let context: object | undefined

/** Looks at the paths that hold so far, and takes back those that the expression does not find. */
async function matchRegex(
  pattern: string,
  paths: readonly string[],
  holds: Uint8Array,
): Promise<void> {
  const regex = compileRegex(pattern)
  if (regex === null) throw unusable(pattern, 'regex-syntax')
  const turns = createTurns()
  let atOnce = fewestAtOnce
  let spentMs = 0
  for (let from = 0; from < holds.length; ) {
    await turns.pause()
    const began = performance.now()
    const cpu = process.cpuUsage()
    const to = Math.min(holds.length, from + atOnce)
    if (isInTime({ regex, paths, holds, from, to })) {
      spentMs = 0
      from = to
      if (performance.now() - began < quickMs) atOnce = Math.min(mostAtOnce, atOnce * 2)
      continue
    }
    const { user, system } = process.cpuUsage(cpu)
    if (atOnce === fewestAtOnce) spentMs += (user + system) / 1000
    if (spentMs > spentMsAtMost) throw unusable(pattern, 'regex-slow')
    atOnce = fewestAtOnce
  }
}

/** What was looked at before time was up may be looked at again. */
function isInTime(of: Sandbox): boolean {
  context ??= contextOf(sandbox)
  Object.assign(sandbox, of)
  try {
    script.runInContext(context, { timeout: patienceMs })
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  }
}

function contextOf(of: Sandbox): object {
  const made = createContext(of)
  make.runInContext(made)
  return made
}

function unusable(pattern: string, reason: 'regex-syntax' | 'regex-slow'): Failure {
  return new Failure('input.invalid', 'ask-user', { field: 'regex', value: pattern, reason })
}
