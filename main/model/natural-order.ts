/** The order in which people count: `sub-2` before `sub-10`, upper and lower case together. */

/**
 * A text whose plain order (`<`) is the natural order of paths. The key of a folder (`a/b/`) begins
 * the keys of all below it, so they are a stretch without gaps. Different paths have different keys.
 */
export function naturalKey(path: string): string {
  return path.split('/').map(segmentKey).join('\u0000')
}

export function compareNatural(a: string, b: string): number {
  const [left, right] = [naturalKey(a), naturalKey(b)]
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Where folding takes something away, what was there decides last. */
function segmentKey(segment: string): string {
  const lower = segment.toLowerCase()
  let isWhole = lower === segment
  const folded = lower.replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '')
    if (number.length < digits.length) isWhole = false
    return lengthMark(number.length) + number
  })
  return isWhole ? folded : `${folded}\u0001${segment}`
}

/** Orders like the number: 9, 10 and 20 are `9`, `:0` and `::0`. */
function lengthMark(length: number): string {
  return ':'.repeat(Math.floor(length / 10)) + (length % 10)
}
