import type { ZarrEntry, ZarrLocation } from '../model/entry.ts'
import { invalidAnswer } from '../net/document.ts'
import { plainEtag } from '../net/headers.ts'
import type { ApiRequests } from './api-requests.ts'
import { type ApiZarrFiles, zarrFilesShape } from './api-shapes.ts'
import { freshPages } from './asset-pages.ts'
import { timeOf } from './loose.ts'

const filesAtOnce = '1000'

/** A Zarr's files by the API, page by page. A page that comes again is `remote.invalid`. */
export async function* listZarrByApi(
  api: ApiRequests,
  zarrId: string,
  signal: AbortSignal,
): AsyncGenerator<readonly ZarrEntry[]> {
  const first = api.url(`zarr/${zarrId}/files/`, { limit: filesAtOnce })
  const fresh = freshPages(first, 'each file once')
  let next: string | null = first
  while (next !== null) {
    const page: ApiZarrFiles = await api.get(next, 'files of a Zarr', zarrFilesShape, signal)
    fresh(page.results.map(({ Key }) => Key))
    if (page.results.length > 0) yield page.results.map(zarrEntryOf)
    next = nextOf(page, first, api)
  }
}

function zarrEntryOf(file: ApiZarrFiles['results'][number]): ZarrEntry {
  return {
    key: file.Key,
    sizeBytes: file.Size,
    md5: md5Of(file.ETag ?? undefined),
    modifiedAt: timeOf(file.LastModified),
  }
}

/** The ETag as an MD5; null for one of a multipart upload. */
export function md5Of(etag: string | undefined): string | null {
  const plain = plainEtag(etag)?.toLowerCase() ?? ''
  return /^[0-9a-f]{32}$/.test(plain) ? plain : null
}

/** The next page by its `after`, on our own address; an empty page with a next one is refused. */
function nextOf(page: ApiZarrFiles, first: string, api: ApiRequests): string | null {
  if (page.next == null) return null
  const after = URL.canParse(page.next, first)
    ? new URL(page.next, first).searchParams.get('after')
    : null
  if (after === null || page.results.length === 0) {
    throw invalidAnswer(first, 'the next files of a Zarr', page.next)
  }
  const route = new URL(first)
  route.search = ''
  return `${route.href}${new URL(api.url('', { limit: filesAtOnce, after })).search}`
}

/** Every file's address at the API, which sends each request on to the bucket. */
export async function locateZarrByApi(api: ApiRequests, zarrId: string): Promise<ZarrLocation> {
  return {
    source: 'api',
    before: api.url(`zarr/${zarrId}/files/?prefix=`),
    after: '&download=true',
    encode: 'query',
    headers: await api.headers(),
  }
}
