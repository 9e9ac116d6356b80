import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const cores = availableParallelism()
/** Layers that wait a good deal, for faults, kills and windows: more files than there are cores. */
const several = Math.min(8, cores + 1)

/** One layer of tests, one folder under test/. */
function layer(
  name: string,
  options: {
    testTimeout: number
    workers: number
    /** Whether each file has a process of its own. Default: yes. */
    isolate?: boolean
    retry?: number
    globalSetup?: string
    setupFile?: string
  },
) {
  const { testTimeout, workers, isolate = true, retry = 0, globalSetup, setupFile } = options
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      testTimeout,
      hookTimeout: Math.max(60_000, testTimeout),
      maxWorkers: workers,
      isolate,
      // Vitest wants it of layers with different numbers of workers.
      sequence: { groupOrder: workers },
      retry,
      ...(globalSetup !== undefined && { globalSetup }),
      ...(setupFile !== undefined && { setupFiles: [setupFile] }),
    },
  }
}

/** Modules keep nothing that another file could find, so files need no process of their own. */
const shared = { isolate: false } as const

export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vite',
  test: {
    root,
    environment: 'node',
    pool: 'forks',
    passWithNoTests: true,
    restoreMocks: true,
    sequence: { sequencer: LongestFirst },
    // A wait for something that comes costs nothing; on a busy machine it may come late.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      layer('unit', { ...shared, testTimeout: 60_000, workers: cores }),
      layer('property', { ...shared, testTimeout: 180_000, workers: cores }),
      // Where sockets and processes take part a second attempt is allowed, and told by name.
      layer('contract', { ...shared, testTimeout: 180_000, workers: several, retry: 1 }),
      layer('integration', { ...shared, testTimeout: 180_000, workers: several, retry: 1 }),
      layer('crash', { testTimeout: 1_800_000, workers: several }),
      layer('e2e', {
        testTimeout: 300_000,
        workers: several,
        retry: 1,
        globalSetup: 'build/e2e-setup.ts',
        setupFile: 'build/e2e-screen.ts',
      }),
    ],
  },
})
