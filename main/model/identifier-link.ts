/** Identifiers that are links: web pages, the REST API, buckets, WebDAV, redirecting services. */
import type { ArchiveRef } from './entry.ts'
import { type BucketAddress, bucketAddress, identifyKey } from './identifier-bucket.ts'
import { identifyApiPath, identifyWebdavPath, identifyWebPath } from './identifier-path.ts'
import { identifyDoi, identifyShort } from './identifier-short.ts'
import { decode, flaw, type IdentifyOptions, type Lookup, refOf } from './identifier-words.ts'
import type { Instance } from './instance.ts'

/** A link taken apart; `path` starts with `/` and is still encoded. */
export interface Link {
  readonly text: string
  readonly origin: string
  readonly host: string
  readonly path: string
  readonly query: URLSearchParams
  readonly glob: boolean
}

/** Hosts that belong to a built-in instance beside its own addresses. */
const otherHosts: readonly (readonly [RegExp, string])[] = [
  [/^(gui|www)\.dandiarchive\.org$/, 'dandi'],
  [/^(webdav\.dandiarchive\.org|dandi\.centerforopenneuroscience\.org)$/, 'dandi'],
  [/^(gui-staging\.dandiarchive\.org|.*--gui-dandiarchive-org\.netlify\.app)$/, 'dandi-sandbox'],
]

/** Any `http:`, `https:` or `s3:` link; null for other text. */
export function identifyLink(text: string, options: IdentifyOptions): ArchiveRef | Lookup | null {
  if (!/^(https?|s3):\/\//i.test(text)) return null
  const link = linkOf(text, options.glob === true)
  return (
    identifyService(link, options) ??
    identifyBucket(link, options.instances) ??
    identifyHost(link, options) ??
    unknownHost(link)
  )
}

/** The link's meaning on an instance that was found by asking its host. */
export function identifyLinkOn(text: string, instance: Instance, glob: boolean): ArchiveRef | null {
  return identifyOnInstance(linkOf(text, glob), instance)
}

/** The web app keeps its route behind `#` in older links. */
function linkOf(text: string, glob: boolean): Link {
  if (!URL.canParse(text)) throw flaw('form', text, text)
  const url = new URL(text)
  const route = routeOf(url)
  const { origin, host } = url
  return { text, origin, host, path: route.pathname, query: route.searchParams, glob }
}

function routeOf(url: URL): URL {
  if (!url.hash.startsWith('#/')) return url
  const route = `https://route.invalid/${url.hash.slice(1).replace(/^\/+/, '')}`
  return URL.canParse(route) ? new URL(route) : url
}

/** Services that point to archives and whose links say enough by themselves. */
function identifyService(link: Link, options: IdentifyOptions): ArchiveRef | Lookup | null {
  const rest = decode(link.path.slice(1))
  if (/^(dx\.|www\.)?doi\.org$/.test(link.host)) return identifyDoi(rest, options)
  if (/^(www\.)?(identifiers\.org|bioregistry\.io|n2t\.net)$/.test(link.host)) {
    if (!/^dandi:\d/i.test(rest)) return null
    const defaultInstance = options.instanceAsked === true ? options.defaultInstance : 'dandi'
    return identifyShort(rest, { ...options, defaultInstance, instanceAsked: true })
  }
  if (/^(www\.)?neurosift\.(app|org)$/.test(link.host)) return identifyNeurosift(link, options)
  if (/^(www\.)?github\.com$/.test(link.host)) return identifyMirror(rest)
  return null
}

function identifyNeurosift(link: Link, options: IdentifyOptions): ArchiveRef | Lookup | null {
  const file = link.query.get('url')
  if (file !== null) return identifyLink(file, options)
  const dandisetId = link.query.get('dandisetId')
  if (dandisetId === null) return null
  const version = link.query.get('dandisetVersion')
  const short = version === null ? dandisetId : `${dandisetId}/${version}`
  return identifyShort(short, { ...options, defaultInstance: 'dandi' })
}

/** DANDI's DataLad mirrors: `github.com/dandisets/000027`. */
function identifyMirror(path: string): ArchiveRef | null {
  const id = /^dandisets\/(\d{6})(\.git)?(\/|$)/.exec(path)?.[1]
  return id === undefined ? null : refOf('dandi', id, null)
}

function identifyBucket(link: Link, instances: readonly Instance[]): ArchiveRef | null {
  const address = bucketAddress(link)
  const instance = instances.find(({ s3Url }) => s3Url !== null && isIn(link, address, s3Url))
  if (instance?.s3Url != null) {
    const key = address?.key ?? link.path.slice(new URL(instance.s3Url).pathname.length)
    return identifyKey(decode(key.replace(/^\/+/, '')), instance.name, link.text)
  }
  if (address === null) return null
  throw flaw('bucket', link.text, address.bucket)
}

/** Same bucket in any spelling of Amazon's hosts, or below the same root elsewhere. */
function isIn(link: Link, address: BucketAddress | null, s3Url: string): boolean {
  const root = new URL(s3Url)
  const own = bucketAddress({ origin: root.origin, host: root.host, path: root.pathname })
  if (address !== null && own !== null) return address.bucket === own.bucket
  if (link.host !== root.host) return false
  const folder = root.pathname.replace(/\/?$/, '/')
  return link.path.startsWith(folder)
}

function identifyHost(link: Link, options: IdentifyOptions): ArchiveRef | null {
  const other = otherHosts.find(([pattern]) => pattern.test(link.host))?.[1]
  const instances = options.instances.filter(
    (one) => one.name === other || hostsOf(one).includes(link.host),
  )
  for (const instance of instances) {
    const ref = identifyOnInstance(link, instance)
    if (ref !== null) return ref
  }
  if (instances.length === 0) return null
  const path = link.text.slice(schemeAndHost(link.text))
  throw /^[/#?]*$/.test(path) ? flaw('whole', link.text, link.text) : flaw('path', link.text, path)
}

function schemeAndHost(text: string): number {
  return /^[a-z0-9]+:\/\/[^/?#]*/i.exec(text)?.[0].length ?? 0
}

function hostsOf(instance: Instance): readonly string[] {
  return [instance.apiUrl, instance.webUrl, instance.webdavUrl].flatMap((url) =>
    url === null ? [] : [new URL(url).host],
  )
}

function identifyOnInstance(link: Link, instance: Instance): ArchiveRef | null {
  return (
    identifyApiPath(below(link, instance.apiUrl), instance.name) ??
    identifyWebPath(link, instance.name) ??
    identifyWebdavPath(below(link, instance.webdavUrl), instance.name)
  )
}

/** The link with its path taken relative to the root's; as it is when it lies elsewhere. */
function below(link: Link, root: string | null): Link {
  const folder = root === null ? '/' : new URL(root).pathname.replace(/\/?$/, '/')
  const path = `${link.path}/`.startsWith(folder) ? `/${link.path.slice(folder.length)}` : link.path
  return { ...link, path: path.replace(/^\/api\//, '/') }
}

/** A host nobody told us about: an archive by the look of its path, else perhaps a redirect. */
function unknownHost(link: Link): Lookup {
  const { origin, text, glob } = link
  const isArchive = /^\/(.*\/)?(api\/(dandisets|assets|zarr)|dandiset)\//.test(`${link.path}/`)
  if (isArchive) return { kind: 'host', origin, text, glob }
  return { kind: 'redirect', url: text, glob }
}
