/** How many letters must be put in, taken out, changed or swapped with the next to make one word of the other. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) rows.push(nextRow(a, b, i, rows))
  return rows[a.length]?.[b.length] ?? 0
}

function nextRow(a: string, b: string, i: number, rows: readonly (readonly number[])[]): number[] {
  const row = [i]
  const at = (back: number, j: number) => rows[i - back]?.[j] ?? Number.POSITIVE_INFINITY
  for (let j = 1; j <= b.length; j++) {
    const changed = at(1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    const swapped = isSwap ? at(2, j - 2) + 1 : Number.POSITIVE_INFINITY
    row.push(Math.min(changed, swapped, at(1, j) + 1, (row[j - 1] ?? 0) + 1))
  }
  return row
}

/**
 * The choice that a misspelt word most likely means, by any of its spellings; null when more than a
 * third of the letters differ from all of them. The first of several as near.
 */
export function nearest<T>(
  word: string,
  choices: readonly T[],
  spellings: (choice: T) => readonly string[],
): T | null {
  let best: T | null = null
  let least = 1 / 3 + Number.EPSILON
  for (const choice of choices) {
    for (const spelling of spellings(choice)) {
      const longest = Math.max(word.length, spelling.length)
      if (Math.abs(word.length - spelling.length) / longest > least) continue
      const share = editDistance(word, spelling) / longest
      if (share < least) {
        least = share
        best = choice
      }
    }
  }
  return best
}
