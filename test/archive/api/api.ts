import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Call, emptyReply, type Handler, jsonReply, type Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { type Account, accountOf } from './account.ts'
import { assetRoutes } from './assets.ts'
import { atPathRoutes } from './at-path.ts'
import { blobDigestRoutes } from './blob-digest.ts'
import { dandisetRoutes } from './dandisets.ts'
import { noRoute, unauthorized } from './errors.ts'
import { infoRoutes } from './info.ts'
import { pathsRoutes } from './paths.ts'
import type { Route } from './route.ts'
import { searchRoutes } from './search-values.ts'
import { versionRoutes } from './versions.ts'
import { webPage } from './web-page.ts'
import { zarrRoutes } from './zarr.ts'

const zip = promisify(gzip)

// Shorter answers go out as they are.
const gzipFromBytes = 200

const routes: readonly Route[] = [
  ...assetRoutes,
  ...zarrRoutes,
  ...pathsRoutes,
  ...atPathRoutes,
  ...versionRoutes,
  ...dandisetRoutes,
  ...searchRoutes,
  ...blobDigestRoutes,
  ...infoRoutes,
]

/** The REST API, and what little of the web application a client touches. */
export function apiHandler(site: () => Site): Handler {
  return async (call) => compressed(call, await answer(call, site()))
}

function answer(call: Call, site: Site): Reply | Promise<Reply> {
  const found = routeOf(call.path)
  if (!found) return slashRedirect(call) ?? webPage(call, site) ?? noRoute()
  const account = accountOf(call, site)
  if (account.kind === 'invalid') return unauthorized('Invalid token.')
  if (!found.route.methods.includes(call.method)) return notAllowed(call, found.route)
  return signed(account, found.route.handle({ call, site, account, args: found.args }))
}

async function signed(account: Account, reply: Reply | Promise<Reply>): Promise<Reply> {
  const done = await reply
  if (account.kind !== 'user') return done
  return { ...done, headers: { ...done.headers, 'X-Request-Username': account.username } }
}

function routeOf(path: string): { route: Route; args: readonly string[] } | undefined {
  for (const route of routes) {
    const match = route.pattern.exec(path)
    if (match) return { route, args: match.slice(1) }
  }
  return undefined
}

function slashRedirect(call: Call): Reply | undefined {
  const slashed = `${call.path}/`
  if (call.path.endsWith('/') || !routeOf(slashed)) return undefined
  if (call.method !== 'GET' && call.method !== 'HEAD') return undefined
  return emptyReply(301, { Location: `${slashed}${call.target.slice(call.path.length)}` })
}

function notAllowed(call: Call, route: Route): Reply {
  const detail = `Method "${call.method}" not allowed.`
  return jsonReply(405, { detail }, { Allow: route.methods.join(', ') })
}

async function compressed(call: Call, reply: Reply): Promise<Reply> {
  if (reply.body.kind !== 'bytes' || reply.body.bytes.length < gzipFromBytes) return reply
  if (!/\bgzip\b/.test(String(call.headers['accept-encoding'] ?? ''))) return reply
  const bytes = await zip(reply.body.bytes, { level: 1 })
  const headers = {
    ...reply.headers,
    'Content-Length': String(bytes.length),
    'Content-Encoding': 'gzip',
    Vary: 'Accept-Encoding',
  }
  return { ...reply, headers, body: { kind: 'bytes', bytes } }
}
