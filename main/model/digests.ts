import type { Entry } from './entry.ts'

/** `dandi-etag:…`, `sha256:…`, `zarr-checksum:…`, as many as are known. */
export type Digests = readonly string[]

export function digestsOf({ checksum, sha256 }: Pick<Entry, 'checksum' | 'sha256'>): Digests {
  const own = checksum === null ? [] : [`${checksum.kind}:${checksum.value}`]
  const isSha = checksum?.kind === 'sha256'
  return sha256 === null || isSha ? own : [...own, `sha256:${sha256}`]
}

/** Whether two files are the same bytes; null when they have no kind of digest in common. */
export function isSameContent(a: Digests, b: Digests): boolean | null {
  const kinds = new Map(a.map((digest) => [kindOf(digest), digest]))
  const common = b.find((digest) => kinds.has(kindOf(digest)))
  return common === undefined ? null : kinds.get(kindOf(common)) === common
}

const kindOf = (digest: string): string => digest.slice(0, digest.indexOf(':'))
