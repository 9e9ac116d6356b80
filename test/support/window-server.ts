import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { createServer, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Serves the window with a bridge that has no engine behind it. */
export async function serveWindow(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = await createServer({
    configFile: false,
    root: at('renderer'),
    cacheDir: at('node_modules/.cache/vite-window'),
    logLevel: 'warn',
    plugins: [react(), withFakeBridge],
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null, fs: { allow: [at('.')] } },
  })
  await server.listen()
  const address = server.httpServer?.address()
  if (!address || typeof address === 'string') throw new Error('the window is not served')
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}

const bridgeScript = { type: 'module', src: `/@fs${at('test/support/fake-bridge.ts')}` }

const withFakeBridge: Plugin = {
  name: 'fake-bridge',
  transformIndexHtml: () => [{ tag: 'script', attrs: bridgeScript, injectTo: 'head-prepend' }],
}
