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
 * A regular expression can take for ever, and nothing but the engine's own watchdog can stop it:
 * so many paths must be through in so long, tried twice because a busy machine can be late. Calling
 * the watchdog has its price, so a quick expression is given more at a time.
 */
const fewestAtOnce = 2048
const mostAtOnce = 32_768
const patienceMs = 100
const quickMs = 5

interface Sandbox {
  regex: RegExp | null
  paths: readonly string[]
  found: Uint8Array
}

const sandbox: Sandbox = { regex: null, paths: [], found: new Uint8Array() }
/** A function made once becomes fast; what a script says is read anew each time. */
const make = new Script(`function look(regex, paths, found) {
  for (let at = 0; at < paths.length; at++) found[at] = regex.test(paths[at]) ? 1 : 0
}`)
const script = new Script('look(regex, paths, found)')
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
  let late = 0
  for (let next = 0; next < holds.length; ) {
    await turns.pause()
    const began = performance.now()
    const rows = rowsThatHold(holds, next, atOnce)
    if (!matchInTime(regex, rows, { paths, holds })) {
      if (atOnce === fewestAtOnce) late += 1
      if (late === 2) throw unusable(pattern, 'regex-slow')
      atOnce = fewestAtOnce
      continue
    }
    late = 0
    next = rows.length < atOnce ? holds.length : (rows.at(-1) ?? 0) + 1
    if (performance.now() - began < quickMs) atOnce = Math.min(mostAtOnce, atOnce * 2)
  }
}

function rowsThatHold(holds: Uint8Array, from: number, most: number): readonly number[] {
  const rows: number[] = []
  for (let row = from; row < holds.length && rows.length < most; row++) {
    if (holds[row] === 1) rows.push(row)
  }
  return rows
}

/** False when it took too long. */
function matchInTime(
  regex: RegExp,
  rows: readonly number[],
  { paths, holds }: { readonly paths: readonly string[]; readonly holds: Uint8Array },
): boolean {
  context ??= contextOf(sandbox)
  const found = new Uint8Array(rows.length)
  Object.assign(sandbox, { regex, paths: rows.map((row) => paths[row]), found })
  try {
    script.runInContext(context, { timeout: patienceMs })
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  }
  for (const [at, row] of rows.entries()) holds[row] = found[at] ?? 0
  return true
}

function contextOf(of: Sandbox): object {
  const made = createContext(of)
  make.runInContext(made)
  return made
}

function unusable(pattern: string, reason: 'regex-syntax' | 'regex-slow'): Failure {
  return new Failure('input.invalid', 'ask-user', { field: 'regex', value: pattern, reason })
}
