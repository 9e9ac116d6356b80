import { existsSync, mkdtempSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { exclusively } from '../../build/setup/lock.mjs'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Serves the window with a bridge that has no engine behind it. */
export async function serveWindow(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = await builtWindow()
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname === '/' ? '/index.html' : pathname
    const body = await readFile(join(folder, path)).catch(() => null)
    response.writeHead(body ? 200 : 404, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      // Names of assets tell their contents; what is kept is kept compiled.
      'cache-control': path.startsWith('/assets/') ? 'max-age=86400, immutable' : 'no-cache',
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the window is not served')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The folder of the built window; the first test file of a run that wants it builds it. */
async function builtWindow(): Promise<string> {
  const folder =
    process.env.DANDELION_TEST_WINDOW ?? mkdtempSync(join(tmpdir(), 'dandelion-window-'))
  await exclusively(folder, async () => {
    if (!existsSync(join(folder, 'index.html'))) await buildWindow(folder)
  })
  return folder
}

async function buildWindow(outDir: string): Promise<void> {
  const [{ build }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ])
  const { NODE_ENV } = process.env
  // As it is shipped: React for developers takes several times as long.
  process.env.NODE_ENV = 'production'
  try {
    await build({
      configFile: false,
      root: at('renderer'),
      logLevel: 'warn',
      plugins: [react(), withFakeBridge],
      build: { outDir, emptyOutDir: true, minify: false },
    })
  } finally {
    process.env.NODE_ENV = NODE_ENV
  }
}

/** The bridge is there before the window's first line runs. */
const withFakeBridge: Plugin = {
  name: 'fake-bridge',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/renderer/main.tsx')
      ? `import '${at('test/support/fake-bridge.ts')}'\n${code}`
      : null,
}
