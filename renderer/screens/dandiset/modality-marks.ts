/** A mark of two letters for each modality, the same for the same set; no two are alike. */
export function modalityMarks(modalities: readonly string[]): ReadonlyMap<string, string> {
  const marks = new Map<string, string>()
  const taken = new Set<string>()
  for (const word of [...modalities].sort()) {
    const mark = candidates(word).find((it) => !taken.has(it)) ?? word
    taken.add(mark)
    marks.set(word, mark)
  }
  return marks
}

/** Its first letter with each of the others, then with a number. */
function candidates(word: string): readonly string[] {
  const [first = '', ...rest] = word.toLowerCase().replace(/[^a-z0-9]/g, '')
  const pairs = rest.map((letter) => `${first}${letter}`)
  return [...pairs, ...Array.from({ length: 9 }, (_, index) => `${first}${index + 1}`)]
}
