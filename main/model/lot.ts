/** Lots for drawing files at random: the same for the same seed, whatever other files there are. */

/** 53 bits that depend on the path alone, so that they can be kept. */
export function markOf(path: string): number {
  let high = 0x811c9dc5
  let low = 0x9e3779b9
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at)
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ code, 0x85ebca6b)
    low ^= low >>> 13
  }
  return joined(mixed(high), mixed(low ^ high))
}

/** Lots are below this. */
export const lotsEnd = 2 ** 53

/** 53 bits that depend on mark and seed alone. */
export function lotOf(mark: number, seed: number): number {
  const high = mixed(Math.floor(mark / 0x20_0000) ^ mixed(seed % 0x1_0000_0000))
  const low = mixed((mark % 0x20_0000) ^ high ^ Math.floor(seed / 0x1_0000_0000))
  return joined(high, low)
}

function joined(high: number, low: number): number {
  return high * 0x20_0000 + (low >>> 11)
}

function mixed(value: number): number {
  let bits = value ^ (value >>> 16)
  bits = Math.imul(bits, 0x7feb352d)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}
