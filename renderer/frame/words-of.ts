const longest = 1024

/** What is searched for. Places of problems count from the start, so only the end is trimmed. */
export function wordsOf(field: string): string {
  return field.trim() === '' ? '' : field.slice(0, longest).trimEnd()
}
