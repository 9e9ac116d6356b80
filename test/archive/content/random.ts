import { hash } from 'node:crypto'

/** A generator of numbers in [0, 1) that depends on nothing but its seed. */
export type Random = () => number

/** 32 bits that look unrelated for neighbouring numbers (the finaliser of MurmurHash3). */
export function scramble(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** 32 bits of a text. */
export function hashText(text: string): number {
  let bits = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193)
  }
  return scramble(bits)
}

/** The same seed gives the same sequence, in every process and on every platform. */
export function seededRandom(seed: string): Random {
  let state = hashText(seed)
  return () => {
    state = (state + 0x9e3779b9) | 0
    return scramble(state) / 4294967296
  }
}

/** A lower-case version 4 UUID that belongs to the seed. */
export function uuidOf(seed: string): string {
  const hex = hash('md5', seed)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** One of the items, which may not be empty. */
export function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

/** A whole number from low to high, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}
