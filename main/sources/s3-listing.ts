import { Failure } from '../model/failure.ts'
import { fetchDocument } from '../net/document.ts'
import type { Http } from '../net/http.ts'
import type { Pauses } from '../net/pauses.ts'
import { freshPages } from './asset-pages.ts'
import { countOf, objectsOf } from './loose.ts'
import { childText, parseXml } from './xml.ts'

export interface S3Object {
  readonly key: string
  readonly sizeBytes: number
  /** As sent, with its quotes. */
  readonly etag: string
  readonly lastModified: string
}

export interface S3Page {
  readonly objects: readonly S3Object[]
  /** Common prefixes, when a delimiter was asked for. */
  readonly folders: readonly string[]
  /** Token of the next page; null on the last. */
  readonly next: string | null
}

/** Reads a ListObjectsV2 answer that was asked for with `encoding-type=url`. */
export function parseS3Page(text: string, url: string): S3Page {
  const root = parseXml(text, 'ListBucketResult', url)
  const isEncoded = childText(root, 'EncodingType') === 'url'
  const decode = (key: string) => (isEncoded ? decodeKey(key) : key)
  const objects = objectsOf(root.Contents).map((item) => ({
    key: decode(childText(item, 'Key') ?? ''),
    sizeBytes: countOf(childText(item, 'Size')) ?? 0,
    etag: childText(item, 'ETag') ?? '',
    lastModified: childText(item, 'LastModified') ?? '',
  }))
  const folders = objectsOf(root.CommonPrefixes).map((item) =>
    decode(childText(item, 'Prefix') ?? ''),
  )
  const isTruncated = childText(root, 'IsTruncated')?.trim() === 'true'
  const next = childText(root, 'NextContinuationToken')
  if (isTruncated && next === null) throw strange(url, 'no token for the next page')
  return { objects, folders, next: isTruncated ? next : null }
}

/** S3 writes a space as `+` here. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return key
  }
}

export interface S3ListRequest {
  readonly http: Http
  readonly pauses: Pauses
  readonly root: string
  readonly prefix: string
  readonly delimiter?: '/'
  readonly signal: AbortSignal
}

/** No prefix of the archive is near it; an endless listing ends here at the latest. */
const mostPages = 100_000

/**
 * All pages of a prefix in key order. A page, token or key that comes again and a page that leaves
 * the prefix are `remote.invalid`.
 */
export async function* listObjects(request: S3ListRequest): AsyncGenerator<S3Page> {
  const fresh = freshPages(request.root, 'each key once')
  const tokens = new Set<string>()
  let token: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const url = listUrl(request, token)
    const page = await readPage(request, url)
    fresh([...page.objects.map(({ key }) => key), ...page.folders])
    if (page.next !== null && tokens.has(page.next)) throw strange(url, 'a token twice')
    if (page.objects.some(({ key }) => !key.startsWith(request.prefix))) {
      throw strange(url, 'keys of another prefix')
    }
    yield page
    if (page.next === null) return
    token = page.next
    tokens.add(token)
  }
  throw strange(request.root, 'pages without end')
}

async function readPage(request: S3ListRequest, url: string): Promise<S3Page> {
  const { http, pauses, signal } = request
  const document = await fetchDocument(http, { url, signal }, pauses)
  return parseS3Page(document.text, url)
}

function listUrl(request: S3ListRequest, token: string | null): string {
  const query = new URLSearchParams({
    'list-type': '2',
    prefix: request.prefix,
    'max-keys': '1000',
    'encoding-type': 'url',
  })
  if (request.delimiter !== undefined) query.set('delimiter', request.delimiter)
  if (token !== null) query.set('continuation-token', token)
  // A plus would be a space to some servers, so spaces are written out.
  return `${request.root}/?${query.toString().replaceAll('+', '%20')}`
}

function strange(url: string, came: string): Failure {
  const details = { url, asked: 'each key of the prefix once', came }
  return new Failure('remote.invalid', 'retry-later', details)
}
