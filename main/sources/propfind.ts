import { Failure } from '../model/failure.ts'
import { redactUrl } from '../net/classify.ts'
import { plainEtag } from '../net/headers.ts'
import { countOf, objectsOf } from './loose.ts'
import { childText, parseXml } from './xml.ts'

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
  const root = parseXml(text, 'multistatus', url)
  return objectsOf(root.response).map((response) => {
    const path = pathOf(childText(response, 'href')?.trim() ?? '', url)
    return { path, ...propertiesOf(objectsOf(response.propstat)) }
  })
}

/** The URL's path, decoded segment by segment. */
export function decodedPath(url: string): string {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '')
  return segments.map(decodeURIComponent).join('/')
}

function pathOf(href: string, url: string): string {
  const isRelative = href.startsWith('/') || /^https?:\/\//.test(href)
  const climbs = href.split(/[/\\]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment))
  if (!isRelative || climbs || /%2f|%00/i.test(href) || !URL.canParse(href, url)) {
    throw strange(url, href)
  }
  const target = new URL(href, url)
  const path = safeDecode(target.href, url)
  const asked = decodedPath(url)
  const isInside = path === asked || path.startsWith(asked === '' ? '' : `${asked}/`)
  if (target.origin !== new URL(url).origin || !isInside) throw strange(url, href)
  return path
}

function safeDecode(href: string, url: string): string {
  try {
    return decodedPath(href)
  } catch {
    throw strange(url, href)
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
function propertiesOf(
  propstats: readonly Readonly<Record<string, unknown>>[],
): Omit<DavResource, 'path'> {
  const found = propstats.filter((one) => /\b200\b/.test(childText(one, 'status') ?? ''))
  const props = found.flatMap((one) => objectsOf(one.prop))
  const read = (name: string) => {
    for (const prop of props) {
      const text = childText(prop, name)?.trim()
      if (text !== undefined && text !== '') return text
    }
    return null
  }
  const time = Date.parse(read('getlastmodified') ?? '')
  return {
    isCollection: props.some((prop) =>
      objectsOf(prop.resourcetype).some((type) => 'collection' in type),
    ),
    sizeBytes: countOf(read('getcontentlength')),
    etag: plainEtag(read('getetag') ?? undefined),
    contentType: read('getcontenttype'),
    modifiedAt: Number.isNaN(time) ? null : time,
  }
}
