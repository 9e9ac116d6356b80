import { Failure } from '../model/failure.ts'
import { fetchDocument } from '../net/document.ts'
import { onlyOnce } from './asset-pages.ts'
import type { SourceContext } from './context.ts'
import { type DavResource, parsePropfind, propfindBody } from './propfind.ts'

/** dandidav allows about 20 requests a second from one address. */
const foldersAtOnce = 4

/** Absolute URL of a path below the WebDAV root; each segment is encoded. */
export function davUrl(root: string, path: string): string {
  return `${root}/${path.split('/').map(encodeURIComponent).join('/')}`
}

/** The resource itself (depth 0) or with its children (depth 1), as the server orders them. */
export async function propfind(
  context: SourceContext,
  url: string,
  depth: '0' | '1',
  signal: AbortSignal,
): Promise<readonly DavResource[]> {
  const document = await fetchDocument(
    context.http,
    {
      url,
      signal,
      method: 'PROPFIND',
      body: propfindBody,
      headers: { depth, 'content-type': 'application/xml; charset=utf-8' },
      accepted: [207],
      // What answers a PROPFIND from elsewhere is a web page.
      redirect: 'manual',
      instance: context.instance().name,
    },
    context.pauses,
  )
  return parsePropfind(document.text, url)
}

export interface Walk {
  readonly context: SourceContext
  readonly root: string
  /** Path of the collection to begin with, below the root. */
  readonly from: string
  /** Whether a collection is to be entered. */
  readonly enters: (collection: DavResource) => boolean
  readonly signal: AbortSignal
}

/**
 * Children of a collection and of what is below it, breadth first and some folders at a time; one
 * page a folder, in the order of the walk. A path that comes twice is `remote.invalid`.
 */
export async function* walk(plan: Walk): AsyncGenerator<readonly DavResource[]> {
  const once = onlyOnce(davUrl(plan.root, plan.from), 'each path once')
  const waiting = [davUrl(plan.root, plan.from)]
  const running: Promise<readonly DavResource[]>[] = []
  while (waiting.length > 0 || running.length > 0) {
    while (waiting.length > 0 && running.length < foldersAtOnce) {
      running.push(childrenOf(plan, waiting.shift() ?? ''))
    }
    const children = await (running.shift() as Promise<readonly DavResource[]>)
    for (const child of children) once(child.path)
    for (const child of children) {
      if (child.isCollection && plan.enters(child)) waiting.push(urlOf(plan.root, child.path))
    }
    yield children
  }
}

function childrenOf(plan: Walk, url: string): Promise<readonly DavResource[]> {
  const base = pathOfUrl(url)
  const children = propfind(plan.context, url, '1', plan.signal).then((resources) => {
    const self = resources.find(({ path }) => path === base)
    if (self !== undefined && !self.isCollection) throw notThere(base)
    return resources.filter((one) => one !== self)
  })
  // A later folder may fail before its turn; its turn reports it.
  children.catch(() => {})
  return children
}

/** Paths of resources count from the server's root, which may lie above the service's. */
function urlOf(root: string, path: string): string {
  return davUrl(new URL(root).origin, path)
}

function pathOfUrl(url: string): string {
  return new URL(url).pathname.split('/').filter(Boolean).map(decodeURIComponent).join('/')
}

/** A path that exists as something else, or not at all. */
export function notThere(path: string): Failure {
  return new Failure('remote.not-found', 'give-up', { what: 'path', path })
}
