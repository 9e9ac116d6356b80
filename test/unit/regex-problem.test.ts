import { expect, it } from 'vitest'
import { regexProblem } from '../../main/model/regex-problem.ts'

it.each(['', 'sub-\\d+', '(a|b)[^c]{2,}', 'ä+', '^$'])('"%s" can be used', (pattern) => {
  expect(regexProblem(pattern)).toBeNull()
})

it.each([
  ['sub-(01|02', 4, /group/],
  ['(a)(b(c)', 3, /group/],
  ['\\((', 2, /group/],
  ['a)b', 1, /unmatched/i],
  ['sub-[abc', 4, /class/],
  ['[a][b', 3, /class/],
  ['*.nwb', 0, /repeat/],
  ['ab**', 3, /repeat/],
  ['x[z-a]', 4, /order/],
  ['abc\\', 3, /\\/],
])('what is wrong with "%s" is at character %i', (pattern, at, words) => {
  const problem = regexProblem(pattern)
  expect(problem?.problem).toMatch(words)
  expect(problem?.at).toBe(at)
})
