import type { Checksum, Entry, Location } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { hostOf } from '../net/classify.ts'
import { fetchDocument, invalidAnswer } from '../net/document.ts'
import { plainEtag } from '../net/headers.ts'
import type { SourceContext } from './context.ts'
import { countOf } from './loose.ts'

/** The address in the bucket that follows from an id; null without an id or a bucket. */
export function bucketUrl(entry: Entry, root: string | null): string | null {
  if (root === null) return null
  if (entry.zarrId !== null) return `${root}/zarr/${entry.zarrId}/`
  const id = entry.blobId
  return id === null ? null : `${root}/blobs/${id.slice(0, 3)}/${id.slice(3, 6)}/${id}`
}

/** The unsigned address of a blob; its ETag is its dandi-etag, so it can be insisted on at once. */
export function locateObject(entry: Entry, root: string | null): Location {
  const url = entry.contentUrl ?? bucketUrl(entry, root)
  if (url === null) {
    const details = { source: 's3', path: entry.path, reason: 'no-address' }
    throw new Failure('source.unavailable', 'give-up', details)
  }
  const etag = entry.checksum?.kind === 'dandi-etag' ? entry.checksum.value : null
  return { source: 's3', url, headers: {}, etag, expiresAt: null }
}

export interface ObjectHead {
  readonly sizeBytes: number
  /** The ETag, when it is a dandi-etag. */
  readonly checksum: Checksum | null
  readonly modifiedAt: number | null
}

/** Size, digest and time of an object by HEAD. */
export async function objectHead(
  context: SourceContext,
  url: string,
  signal: AbortSignal,
): Promise<ObjectHead> {
  const request = { url, signal, method: 'HEAD', headers: { 'accept-encoding': 'identity' } }
  const { headers } = await fetchDocument(context.http, request, context.pauses)
  const sizeBytes = countOf(headers['content-length'])
  if (sizeBytes === null) throw invalidAnswer(url, 'a length', `none from ${hostOf(url)}`)
  const time = Date.parse(headers['last-modified'] ?? '')
  return {
    sizeBytes,
    checksum: checksumOf(headers.etag),
    modifiedAt: Number.isNaN(time) ? null : time,
  }
}

function checksumOf(etag: string | undefined): Checksum | null {
  const value = plainEtag(etag)?.toLowerCase() ?? ''
  return /^[0-9a-f]{32}-\d{1,5}$/.test(value) ? { kind: 'dandi-etag', value } : null
}
