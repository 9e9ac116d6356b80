import { Failure } from '../model/failure.ts'
import { fetchDocument } from '../net/document.ts'
import type { Http } from '../net/http.ts'
import type { Pauses } from '../net/pauses.ts'
import { freshPages } from './asset-pages.ts'
import { countOf } from './loose.ts'
import { cutRecords, leafOf } from './xml.ts'

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
  const names = ['Contents', 'CommonPrefixes']
  const { records, rest } = cutRecords(text, { root: 'ListBucketResult', records: names, url })
  const isEncoded = leafOf(rest, 'EncodingType') === 'url'
  const decode = (key: string) => (isEncoded ? decodeKey(key) : key)
  const objects: S3Object[] = []
  const folders: string[] = []
  for (const { name, inner } of records) {
    if (name === 'Contents') objects.push(objectOf(inner, decode))
    else folders.push(decode(leafOf(inner, 'Prefix') ?? ''))
  }
  const isTruncated = leafOf(rest, 'IsTruncated')?.trim() === 'true'
  const next = leafOf(rest, 'NextContinuationToken')
  if (isTruncated && next === null) throw strange(url, 'no token for the next page')
  return { objects, folders, next: isTruncated ? next : null }
}

function objectOf(xml: string, decode: (key: string) => string): S3Object {
  return {
    key: decode(leafOf(xml, 'Key') ?? ''),
    sizeBytes: countOf(leafOf(xml, 'Size')?.trim()) ?? 0,
    etag: leafOf(xml, 'ETag')?.trim() ?? '',
    lastModified: leafOf(xml, 'LastModified')?.trim() ?? '',
  }
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
