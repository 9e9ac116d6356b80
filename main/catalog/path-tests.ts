/** What a filter asks of paths alone, over many paths and in short turns. */
import { createContext, Script } from 'node:vm'
import { Failure } from '../model/failure.ts'
import { compileRegex, type Filter, globPredicate } from '../model/selection.ts'
import { createTurns, inTurns } from './turns.ts'

export interface PathMatches {
  /** How many paths were looked at. */
  readonly size: number
  /** By row 1 where all holds; null where nothing was asked. */
  readonly holds: Uint8Array | null
  readonly idleGlobs: readonly string[]
}

/**
 * A regular expression can take for ever, and nothing but the engine's own watchdog can stop it:
 * so many paths must be through in so long, tried twice because a busy machine can be late.
 */
const pathsAtOnce = 2048
const patienceMs = 100

/** Throws `input.invalid` for a regular expression that does not compile or takes too long. */
export async function matchPaths(filter: Filter, paths: readonly string[]): Promise<PathMatches> {
  const tests = [...textTests(filter), ...globTests(filter)]
  const size = paths.length
  if (tests.length === 0 && filter.regex === '') return { size, holds: null, idleGlobs: [] }
  const holds = new Uint8Array(paths.length)
  await inTurns(paths.length, (at) => {
    const path = (paths[at] ?? '').toLowerCase()
    holds[at] = 1
    for (const test of tests) if (!test.holds(path)) holds[at] = 0
  })
  if (filter.regex !== '') await matchRegex(filter.regex, paths, holds)
  return { size, holds, idleGlobs: tests.flatMap((test) => test.idle()) }
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
    matches: globPredicate(pattern),
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

interface Sandbox {
  regex: RegExp | null
  paths: readonly string[]
  found: boolean[]
}

const sandbox: Sandbox = { regex: null, paths: [], found: [] }
const script = new Script('found = paths.map((path) => regex.test(path))')
let context: object | undefined

async function matchRegex(
  pattern: string,
  paths: readonly string[],
  holds: Uint8Array,
): Promise<void> {
  const regex = compileRegex(pattern)
  if (regex === null) throw unusable(pattern, 'regex-syntax')
  const turns = createTurns()
  for (let from = 0; from < holds.length; from += pathsAtOnce) {
    await turns.pause()
    const slice = paths.slice(from, Math.min(holds.length, from + pathsAtOnce))
    const found = inTime(regex, slice) ?? inTime(regex, slice)
    if (found === null) throw unusable(pattern, 'regex-slow')
    for (const [at, is] of found.entries()) if (!is) holds[from + at] = 0
  }
}

/** Null when it took too long. */
function inTime(regex: RegExp, paths: readonly string[]): readonly boolean[] | null {
  context ??= createContext(sandbox)
  Object.assign(sandbox, { regex, paths, found: [] })
  try {
    script.runInContext(context, { timeout: patienceMs })
    return sandbox.found
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null
    throw error
  }
}

function unusable(pattern: string, reason: 'regex-syntax' | 'regex-slow'): Failure {
  return new Failure('input.invalid', 'ask-user', { field: 'regex', value: pattern, reason })
}
