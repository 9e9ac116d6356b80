import { createHash } from 'node:crypto'

/** dandi-etag of a file from the MD5 of each part, in order. An empty file has none. */
export function dandiEtag(partMd5s: readonly Uint8Array[]): string {
  const hash = createHash('md5')
  for (const md5 of partMd5s) hash.update(md5)
  return `${hash.digest('hex')}-${partMd5s.length}`
}
