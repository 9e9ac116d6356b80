const most = 4096

/** What was worked out for the newest texts is kept: of many files most say the same. */
export function remembered<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const found = of(text)
    if (known.size === most) known.clear()
    known.set(text, found)
    return found
  }
}
