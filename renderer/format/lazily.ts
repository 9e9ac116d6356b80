/** Makes a value when it is first asked for: formats take long, and a short command uses none. */
export function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
