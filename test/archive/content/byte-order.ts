/** Compares as UTF-8 bytes, which is the order of keys in the bucket (UTF-16 order differs). */
export function byByteOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const one = a.charCodeAt(i)
    const other = b.charCodeAt(i)
    if (one !== other) return lift(one) - lift(other)
  }
  return a.length - b.length
}

// Surrogates stand for characters above every other code unit.
function lift(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** Index of the first item whose key is not below `key`; the items are in byte order. */
export function lowerBound<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  key: string,
): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = items[middle]
    if (item !== undefined && byByteOrder(keyOf(item), key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
