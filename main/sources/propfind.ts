import { Failure } from '../model/failure.ts'
import { redactUrl } from '../net/classify.ts'
import { plainEtag } from '../net/headers.ts'
import { countOf } from './loose.ts'
import { cutRecords, hasElement, innerOf, leafOf } from './xml.ts'

/** The seven properties that dandidav knows. */
export const propfindBody = `<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:"><prop><creationdate/><displayname/><getcontentlength/><getcontenttype/><getetag/><getlastmodified/><resourcetype/></prop></propfind>`

export interface DavResource {
  /** Decoded path below the server's root, without slashes at its ends. */
  readonly path: string
  readonly isCollection: boolean
  /** Collections that are no folders (versions, Zarrs) have one too. */
  readonly sizeBytes: number | null
  readonly etag: string | null
  readonly contentType: string | null
  readonly modifiedAt: number | null
}

/**
 * The resources of a 207 answer to a PROPFIND of `url`, in its order. An address that leaves the
 * asked collection, or goes up on its way, is `remote.invalid`.
 */
export function parsePropfind(text: string, url: string): readonly DavResource[] {
  const { records } = cutRecords(text, { root: 'multistatus', records: ['response'], url })
  const asked = { url, origin: new URL(url).origin, path: decodedPath(url) }
  return records.map(({ inner }) => {
    const path = pathOf(leafOf(inner, 'href')?.trim() ?? '', asked)
    return { path, ...propertiesOf(inner) }
  })
}

/** The URL's path, decoded segment by segment. */
export function decodedPath(url: string): string {
  return decodeSegments(new URL(url).pathname)
}

function decodeSegments(pathname: string): string {
  const segments = pathname.split('/').filter((segment) => segment !== '')
  return segments.map(decodeURIComponent).join('/')
}

interface Asked {
  readonly url: string
  readonly origin: string
  readonly path: string
}

function pathOf(href: string, asked: Asked): string {
  const pathname = href.startsWith(`${asked.origin}/`) ? href.slice(asked.origin.length) : href
  const climbs = /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(pathname)
  if (!/^\/(?!\/)/.test(pathname) || climbs || /%2f|%00|[\\?#]/i.test(pathname)) {
    throw strange(asked.url, href)
  }
  const path = safeDecode(pathname, asked.url)
  const isInside = path === asked.path || asked.path === '' || path.startsWith(`${asked.path}/`)
  if (!isInside) throw strange(asked.url, href)
  return path
}

function safeDecode(pathname: string, url: string): string {
  try {
    return decodeSegments(pathname)
  } catch {
    throw strange(url, pathname)
  }
}

function strange(url: string, href: string): Failure {
  const details = {
    url: redactUrl(url),
    asked: 'addresses below the asked one',
    came: href.slice(0, 200),
  }
  return new Failure('remote.invalid', 'give-up', details)
}

/** Only properties that the server says it found. */
function propertiesOf(response: string): Omit<DavResource, 'path'> {
  const found = innerOf(response, 'propstat').filter((one) =>
    /\b200\b/.test(leafOf(one, 'status') ?? ''),
  )
  const props = found.join('')
  const read = (name: string) => leafOf(props, name)?.trim() || null
  const time = Date.parse(read('getlastmodified') ?? '')
  return {
    isCollection: innerOf(props, 'resourcetype').some((type) => hasElement(type, 'collection')),
    sizeBytes: countOf(read('getcontentlength')),
    etag: plainEtag(read('getetag') ?? undefined),
    contentType: read('getcontenttype'),
    modifiedAt: Number.isNaN(time) ? null : time,
  }
}
