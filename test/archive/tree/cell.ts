/** A value that is made when it is first read and may be replaced. */
export interface Cell<T> {
  readonly get: () => T
  readonly set: (value: T) => void
  readonly isMade: () => boolean
}

export function cell<T>(make: () => T): Cell<T> {
  let state: { readonly value: T } | undefined
  return {
    get: () => {
      state ??= { value: make() }
      return state.value
    },
    set: (value) => {
      state = { value }
    },
    isMade: () => state !== undefined,
  }
}

/** A function that computes a value once for each object it is asked about. */
export function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (key) => {
    const old = known.get(key)
    if (old) return old.value
    const value = compute(key)
    known.set(key, { value })
    return value
  }
}
