import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const out = process.env.DANDELION_OUT ?? at('out')

/** Everything is bundled except what has native code or is the host itself. */
const external = ['electron', 'better-sqlite3', /^node:/]

/** Electron 33 carries Node 20 and Chromium 130: what the oldest runtime understands. */
const nodeTarget = 'node20.18'
const windowTarget = 'chrome130'

const mainEntries = Object.entries({
  entry: 'main/entry.ts',
  main: 'main/main.ts',
  cli: 'main/cli.ts',
  worker: 'main/transfer/worker.ts',
  'expression-worker': 'main/catalog/expression-worker.ts',
  archive: 'test/archive/command.ts',
}).filter(([, path]) => existsSync(at(path)))

export default defineConfig({
  main: {
    root: at('.'),
    build: {
      outDir: `${out}/main`,
      target: nodeTarget,
      sourcemap: true,
      minify: false,
      reportCompressedSize: false,
      externalizeDeps: false,
      rolldownOptions: {
        external,
        input: Object.fromEntries(mainEntries.map(([name, path]) => [name, at(path)])),
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    root: at('.'),
    build: {
      outDir: `${out}/preload`,
      target: nodeTarget,
      sourcemap: true,
      minify: false,
      reportCompressedSize: false,
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { preload: at('preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: `${out}/renderer`,
      target: windowTarget,
      sourcemap: true,
      // Read and compiled before anything is seen, so as short as it can be.
      minify: true,
      reportCompressedSize: false,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
