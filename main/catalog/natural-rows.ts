/** Row numbers in the order of their keys, kept up while rows are added. */

export interface NaturalRows {
  /** Takes in the rows from the last one taken in to `size`. */
  grow(size: number): void
  /** All rows taken in; not to be written to. */
  order(): Int32Array
}

/** Sorted runs of ever larger sizes, so that growing costs n log n in all and no turn is long. */
export function createNaturalRows(keys: readonly string[]): NaturalRows {
  const runs: Int32Array[] = []
  let taken = 0

  function mergeLast(): void {
    const right = runs.pop() ?? new Int32Array()
    const left = runs.pop() ?? new Int32Array()
    runs.push(merged(left, right, keys))
  }

  return {
    grow(size) {
      if (size === taken) return
      const run = Int32Array.from({ length: size - taken }, (_, at) => taken + at)
      runs.push(run.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1)))
      taken = size
      while (runs.length > 1 && (runs.at(-2)?.length ?? 0) < 2 * (runs.at(-1)?.length ?? 0)) {
        mergeLast()
      }
    },
    order() {
      while (runs.length > 1) mergeLast()
      return runs[0] ?? new Int32Array()
    },
  }
}

function merged(left: Int32Array, right: Int32Array, keys: readonly string[]): Int32Array {
  const all = new Int32Array(left.length + right.length)
  const key = (run: Int32Array, at: number) => keys[run[at] ?? 0] ?? ''
  const isApart = left.length > 0 && key(left, left.length - 1) < key(right, 0)
  if (left.length === 0 || right.length === 0 || isApart) {
    all.set(left)
    all.set(right, left.length)
    return all
  }
  for (let at = 0, l = 0, r = 0; at < all.length; at++) {
    const isLeft = r === right.length || (l < left.length && key(left, l) < key(right, r))
    all[at] = (isLeft ? left[l++] : right[r++]) ?? 0
  }
  return all
}
