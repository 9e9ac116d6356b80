/** The window's own address: files of out/renderer and nothing else, under a strict policy. */
import { pathToFileURL } from 'node:url'
import { net, protocol, type Session } from 'electron'
import { fileOf } from './file-of.ts'

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
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
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
