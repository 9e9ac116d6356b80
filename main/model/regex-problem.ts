/** What is wrong with a regular expression that a person types, and where. */

export interface RegexProblem {
  /** Place of the character that is wrong, from 0. */
  readonly at: number
  /** As the engine words it: "Unterminated group". */
  readonly problem: string
}

/** Null when it can be used. */
export function regexProblem(pattern: string): RegexProblem | null {
  const problem = reasonOf(pattern)
  if (problem === null) return null
  return { problem, at: openedAt(pattern, problem) ?? firstAt(pattern, problem) }
}

function reasonOf(pattern: string): string | null {
  try {
    new RegExp(pattern, 'i')
    return null
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return words.slice(words.lastIndexOf('/i: ') + '/i: '.length) || words
  }
}

/** The end of the shortest beginning that is wrong in the same way. */
function firstAt(pattern: string, problem: string): number {
  for (let end = 1; end < pattern.length; end += 1) {
    if (reasonOf(pattern.slice(0, end)) === problem) return end - 1
  }
  return pattern.length - 1
}

/** An escape or a whole class, which are skipped, or what opens and closes. */
const sign = /\\.|\[(?:\\.|[^\]\\])*\]|[[()]/gs

/** What was opened and never closed; null when the problem is another. */
function openedAt(pattern: string, problem: string): number | null {
  const groups: number[] = []
  for (const { 0: found, index } of pattern.matchAll(sign)) {
    if (found === '[') return index
    if (found === '(') groups.push(index)
    if (found === ')') groups.pop()
  }
  return /unterminated group/i.test(problem) ? (groups.at(-1) ?? null) : null
}
