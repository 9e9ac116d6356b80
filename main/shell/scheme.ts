/** The window's own address: files of out/renderer and nothing else, under a strict policy. */
import { join, normalize, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol, type Session } from 'electron'

export const windowOrigin = 'app://dandelion'

/** `data:` fonts are small subsets that the bundler writes into the style sheet. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export function serveWindowFiles(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = fileOf(request.url, folder)
    if (request.method !== 'GET' || file === null) return new Response(null, { status: 404 })
    try {
      const answer = await net.fetch(pathToFileURL(file).href)
      const type = answer.headers.get('content-type') ?? 'application/octet-stream'
      return new Response(answer.body, { headers: { ...headers, 'content-type': type } })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}

/** The file that an address of the window means; null when it is none of ours. */
export function fileOf(url: string, folder: string): string | null {
  const { host, pathname } = new URL(url)
  if (host !== 'dandelion') return null
  const path = decoded(pathname)
  if (path === null || path.includes('\0')) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) ? file : null
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
