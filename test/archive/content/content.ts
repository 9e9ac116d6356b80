import { patternBytes, patternOf, signatureBytes, signatureOf } from './pattern.ts'
import { hashText } from './random.ts'

/** The bytes of one object: kept as they are, read when asked, or computed from a seed. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly sizeBytes: number; readonly read: () => Buffer }
  | { readonly kind: 'generated'; readonly seed: string; readonly sizeBytes: number }

export interface PartPlan {
  readonly partBytes: number
  readonly count: number
}

const defaultPartBytes = 64 * 1024 * 1024
const maxParts = 10_000

/** The parts in which the archive uploads a file of this size: `dandi-etag` counts in them. */
export function planParts(sizeBytes: number): PartPlan {
  const count = Math.ceil(sizeBytes / defaultPartBytes)
  if (count < maxParts) return { partBytes: defaultPartBytes, count }
  const partBytes = Math.ceil(sizeBytes / maxParts)
  return { partBytes, count: Math.ceil(sizeBytes / partBytes) }
}

export function bytesContent(bytes: Buffer | string): Content {
  return { kind: 'bytes', bytes: Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes) }
}

export function generatedContent(seed: string, sizeBytes: number): Content {
  return { kind: 'generated', seed, sizeBytes }
}

export function sizeOf(content: Content): number {
  return content.kind === 'bytes' ? content.bytes.length : content.sizeBytes
}

/** The bytes from `start` up to, not including, `end`, as views of at most 1 MiB. */
export function* chunksOf(content: Content, start: number, end: number): Generator<Buffer> {
  if (content.kind !== 'generated') {
    const bytes = content.kind === 'bytes' ? content.bytes : content.read()
    if (end > start) yield bytes.subarray(start, end)
    return
  }
  const { partBytes } = planParts(content.sizeBytes)
  const seed = hashText(content.seed)
  let at = start
  while (at < end) {
    const part = Math.floor(at / partBytes)
    const first = part * partBytes
    const length = Math.min(partBytes, content.sizeBytes - first)
    const chunk = chunkOfPart(content.seed, patternOf(seed, part), {
      part,
      length,
      from: at - first,
      to: Math.min(length, end - first),
    })
    yield chunk
    at += chunk.length
  }
}

interface PartRange {
  readonly part: number
  readonly length: number
  readonly from: number
  readonly to: number
}

function chunkOfPart(seed: string, pattern: number, range: PartRange): Buffer {
  const body = Math.max(0, range.length - signatureBytes)
  if (range.from < body) return patternBytes(pattern, range.from, Math.min(range.to, body))
  return signatureOf(seed, range.part).subarray(range.from - body, range.to - body)
}

/** A copy of the bytes of a range in one buffer: for small ranges and tests. */
export function readContent(content: Content, start = 0, end = sizeOf(content)): Buffer {
  return Buffer.concat([...chunksOf(content, start, end)])
}
