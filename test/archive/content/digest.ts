import { createHash, hash } from 'node:crypto'
import { type Content, chunksOf, planParts, sizeOf } from './content.ts'
import { hashOfPrefix, patternOf, signatureBytes, signatureOf } from './pattern.ts'
import { hashText } from './random.ts'

/** Above this many bytes a generated file has no SHA-256: nothing short of reading it gives one. */
const sha256LimitBytes = 64 * 1024 * 1024

const etags = new WeakMap<Content, string>()
const md5s = new WeakMap<Content, string>()
const sha256s = new WeakMap<Content, string>()

/** `dandi-etag`, which is also the ETag of the object in the bucket. Cheap at every size. */
export function etagOf(content: Content): string {
  return remember(etags, content, computeEtag)
}

/** MD5 in hex. For generated content of one part it is cheap, beyond that it reads everything. */
export function md5Of(content: Content): string {
  return remember(md5s, content, (it) => digestOf('md5', it).toString('hex'))
}

/** SHA-256 in hex, or nothing for a generated file larger than `sha256LimitBytes`. */
export function sha256Of(content: Content): string | undefined {
  if (content.kind === 'generated' && content.sizeBytes > sha256LimitBytes) return undefined
  return remember(sha256s, content, (it) => digestOf('sha256', it).toString('hex'))
}

function remember(
  known: WeakMap<Content, string>,
  content: Content,
  compute: (content: Content) => string,
): string {
  const old = known.get(content)
  if (old !== undefined) return old
  const digest = compute(content)
  known.set(content, digest)
  return digest
}

function computeEtag(content: Content): string {
  const sizeBytes = sizeOf(content)
  const { count } = planParts(sizeBytes)
  const whole = createHash('md5')
  for (let part = 0; part < count; part += 1) whole.update(partMd5(content, part))
  return `${whole.digest('hex')}-${count}`
}

function partMd5(content: Content, part: number): Buffer {
  const sizeBytes = sizeOf(content)
  const { partBytes } = planParts(sizeBytes)
  const start = part * partBytes
  const end = Math.min(start + partBytes, sizeBytes)
  if (content.kind === 'generated') return digestOfPart('md5', content.seed, part, end - start)
  const hash = createHash('md5')
  for (const chunk of chunksOf(content, start, end)) hash.update(chunk)
  return hash.digest()
}

function digestOf(algorithm: string, content: Content): Buffer {
  const sizeBytes = sizeOf(content)
  if (content.kind === 'generated' && planParts(sizeBytes).count === 1) {
    return digestOfPart(algorithm, content.seed, 0, sizeBytes)
  }
  if (content.kind === 'bytes') return hash(algorithm, content.bytes, 'buffer')
  const digest = createHash(algorithm)
  for (const chunk of chunksOf(content, 0, sizeBytes)) digest.update(chunk)
  return digest.digest()
}

function digestOfPart(algorithm: string, seed: string, part: number, length: number): Buffer {
  const body = Math.max(0, length - signatureBytes)
  const state = hashOfPrefix(algorithm, patternOf(hashText(seed), part), body)
  return state.update(signatureOf(seed, part).subarray(0, length - body)).digest()
}
