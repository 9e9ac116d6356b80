import { createCipheriv, createHash, type Hash } from 'node:crypto'
import { hashText, scramble } from './random.ts'

// The bytes of every generated file are windows into one block of noise. A part of a file (64 MiB)
// is one of `patternCount` sequences of windows and ends in 32 bytes of its own. So any offset is
// served without copying, no two parts are equal, and the digest of a part is that of a known
// prefix plus at most `checkpointBytes`.

/** Length of one window into the noise, in bytes. */
const windowBytes = 1024 * 1024
const noiseBytes = 8 * 1024 * 1024
const patternCount = 3
const checkpointBytes = 32 * 1024
/** Bytes at the end of each part that belong to that part alone. */
export const signatureBytes = 32

const noise = makeNoise()
const checkpoints = new Map<string, Hash[]>()

// Prefixes from this length on are mostly those of whole parts, which large files have by the
// thousand.
const longPrefixBytes = 64 * 1024 * 1024 - signatureBytes
const maxLongPrefixes = 64
const longPrefixes = new Map<string, Hash>()

function makeNoise(): Buffer {
  const key = Buffer.alloc(16, 'dandelion')
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
  return cipher.update(Buffer.alloc(noiseBytes + windowBytes))
}

/** Which of the patterns a part shows. `seed` is the 32-bit seed of the file. */
export function patternOf(seed: number, part: number): number {
  return scramble(seed ^ scramble(part + 1)) % patternCount
}

/** The 32 bytes in which a part ends. */
export function signatureOf(seed: string, part: number): Buffer {
  const signature = Buffer.allocUnsafe(signatureBytes)
  const one = hashText(seed)
  const other = hashText(`${seed}/${part}`)
  for (let word = 0; word < signatureBytes / 4; word += 1) {
    const bits = scramble((word % 2 === 0 ? one : other) ^ scramble(part * 8 + word + 1))
    signature.writeUInt32LE(bits, word * 4)
  }
  return signature
}

/** A view of the bytes of a pattern from `start`, at most to `end`; never a copy, often shorter. */
export function patternBytes(pattern: number, start: number, end: number): Buffer {
  const index = Math.floor(start / windowBytes)
  const within = start - index * windowBytes
  const length = Math.min(windowBytes - within, end - start)
  const from = (scramble(pattern * 0x10001 + index + 1) % noiseBytes) + within
  return noise.subarray(from, from + length)
}

/** A hash that has taken in the first `length` bytes of the pattern. The caller owns it. */
export function hashOfPrefix(algorithm: string, pattern: number, length: number): Hash {
  if (length < longPrefixBytes) return continuedPrefix(algorithm, pattern, length)
  const key = `${algorithm}/${pattern}/${length}`
  const known = longPrefixes.get(key) ?? continuedPrefix(algorithm, pattern, length)
  // Few lengths are that of a whole part; others are not worth keeping.
  if (longPrefixes.size < maxLongPrefixes) longPrefixes.set(key, known)
  return known.copy()
}

function continuedPrefix(algorithm: string, pattern: number, length: number): Hash {
  const states = checkpointsOf(algorithm, pattern)
  const wanted = Math.floor(length / checkpointBytes)
  for (let next = states.length; next <= wanted; next += 1) {
    const previous = states[next - 1] ?? createHash(algorithm)
    const start = (next - 1) * checkpointBytes
    states.push(feed(previous.copy(), pattern, start, start + checkpointBytes))
  }
  const nearest = states[wanted] ?? createHash(algorithm)
  return feed(nearest.copy(), pattern, wanted * checkpointBytes, length)
}

function checkpointsOf(algorithm: string, pattern: number): Hash[] {
  const key = `${algorithm}/${pattern}`
  const known = checkpoints.get(key)
  if (known) return known
  const states = [createHash(algorithm)]
  checkpoints.set(key, states)
  return states
}

function feed(hash: Hash, pattern: number, start: number, end: number): Hash {
  let at = start
  while (at < end) {
    const bytes = patternBytes(pattern, at, end)
    hash.update(bytes)
    at += bytes.length
  }
  return hash
}
