import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, type Plugin, preview } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Builds and serves the window with a bridge that has no engine behind it. */
export async function serveWindow(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'dandelion-window-'))
  const common = { configFile: false, root: at('renderer'), logLevel: 'warn' } as const
  await build({
    ...common,
    plugins: [react(), withFakeBridge],
    build: { outDir, emptyOutDir: true, minify: false },
  })
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  })
  const address = server.httpServer.address()
  if (!address || typeof address === 'string') throw new Error('the window is not served')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      await server.close()
      rmSync(outDir, { recursive: true, force: true })
    },
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
