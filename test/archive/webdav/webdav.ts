import { bytesReply, type Call, emptyReply, type Handler, type Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { collectionPage } from './html.ts'
import { lookup } from './lookup.ts'
import { multistatus } from './multistatus.ts'
import type { Outcome } from './outcome.ts'
import { componentsOf } from './path.ts'
import { propfindMode } from './propfind-body.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Resource } from './resource.ts'

const methods = 'GET, HEAD, OPTIONS, PROPFIND'
const server = { Server: 'dandidav/0.6.0', 'Access-Control-Allow-Origin': '*' }
const davHeaders = { ...server, Allow: methods, DAV: '1, 3' }

// Larger bodies are refused before they are looked at.
const maxBodyBytes = 2 * 1024 * 1024

/** The read-only WebDAV service in front of the archive. */
export function webdavHandler(site: () => Site): Handler {
  const limited = createRateLimit()
  return async (call) => {
    const refusal = site().settings.webdavRateLimit ? limited() : undefined
    if (refusal) return refusal
    const plain = plainFile(call)
    if (plain) return withHeaders(plain, server)
    return withHeaders(await answer(call, site()), davHeaders)
  }
}

function plainFile(call: Call): Reply | undefined {
  const isKnown = call.path === '/robots.txt' || call.path === '/.static/styles.css'
  if (!isKnown) return undefined
  if (call.method !== 'GET' && call.method !== 'HEAD') return emptyReply(405)
  const text =
    call.path === '/robots.txt' ? 'User-agent: *\nDisallow: /\n' : 'td { padding: 2px }\n'
  return bytesReply(200, 'text/css', text)
}

async function answer(call: Call, site: Site): Promise<Reply> {
  if (call.method === 'OPTIONS') return { status: 204, headers: {}, body: { kind: 'none' } }
  if (!['GET', 'HEAD', 'PROPFIND'].includes(call.method)) return emptyReply(405)
  const components = componentsOf(call.path)
  if (!components) return text(404, '404\n')
  if (call.method === 'PROPFIND') return propfind(call, site, components)
  return outcomeReply(lookup(site, components), get)
}

async function propfind(call: Call, site: Site, components: readonly string[]): Promise<Reply> {
  const depth = call.headers.depth
  if (depth === undefined || depth === 'infinity') {
    return bytesReply(403, 'application/xml; charset=utf-8', finiteDepth)
  }
  if (depth !== '0' && depth !== '1') return text(400, 'Invalid "Depth" header\n')
  const body = await call.body()
  if (body.length > maxBodyBytes) return text(413, 'length limit exceeded')
  const mode = propfindMode(body)
  if (!mode) return text(400, 'Invalid request body\n')
  return outcomeReply(lookup(site, components), (resource) => {
    const all = depth === '1' ? [resource, ...resource.children()] : [resource]
    return bytesReply(207, 'application/xml; charset=utf-8', multistatus(all, mode))
  })
}

function get(resource: Resource): Reply {
  if (resource.isCollection) {
    return bytesReply(200, 'text/html; charset=utf-8', collectionPage(resource))
  }
  if (resource.text) {
    return bytesReply(200, resource.contentType ?? 'text/plain', resource.text())
  }
  if (resource.location === undefined) return text(404, '404\n')
  return emptyReply(307, { Location: resource.location })
}

function outcomeReply(outcome: Outcome, use: (resource: Resource) => Reply): Reply {
  if (outcome.kind === 'found') return use(outcome.resource)
  return outcome.kind === 'missing' ? text(404, '404\n') : text(502, outcome.message)
}

function text(status: number, body: string): Reply {
  return bytesReply(status, 'text/plain; charset=utf-8', body)
}

function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

const finiteDepth = `<?xml version="1.0" encoding="utf-8"?>
<error xmlns="DAV:">
    <propfind-finite-depth />
</error>
`
