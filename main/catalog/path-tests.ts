/** What a filter asks of paths alone, over many paths and in short turns. */
import { Failure } from '../model/failure.ts'
import { compileRegex, type Filter, lowerGlobPredicate } from '../model/selection.ts'
import { lookForExpression } from './expressions.ts'
import { inTurns } from './turns.ts'

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
    const idleGlobs = tests.flatMap((test) => test.idle())
    if (filter.regex === '') return { size, holds, idleGlobs }
    return { size, holds: await matchRegex(filter.regex, paths, holds), idleGlobs }
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

/** Throws what `createPathTests` does. */
async function matchRegex(
  pattern: string,
  paths: readonly string[],
  holds: Uint8Array,
): Promise<Uint8Array> {
  if (compileRegex(pattern) === null) throw unusable(pattern, 'regex-syntax')
  const found = await lookForExpression(pattern, paths, holds)
  if (found === null) throw unusable(pattern, 'regex-slow')
  return found
}

function unusable(pattern: string, reason: 'regex-syntax' | 'regex-slow'): Failure {
  return new Failure('input.invalid', 'ask-user', { field: 'regex', value: pattern, reason })
}
