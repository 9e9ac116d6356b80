import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One layer of tests, one folder under test/. */
function layer(
  name: string,
  options: {
    testTimeout: number
    alone?: boolean
    workers?: number
    retry?: number
    globalSetup?: string
    setupFile?: string
  },
) {
  const { testTimeout, alone = false, workers, retry = 0, globalSetup, setupFile } = options
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      testTimeout,
      hookTimeout: Math.max(60_000, testTimeout),
      retry,
      ...(globalSetup !== undefined && { globalSetup }),
      ...(setupFile !== undefined && { setupFiles: [setupFile] }),
      ...(workers !== undefined && { maxWorkers: workers }),
      ...(alone && { fileParallelism: false, maxWorkers: 1 }),
    },
  }
}

export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vite',
  test: {
    root,
    environment: 'node',
    pool: 'forks',
    passWithNoTests: true,
    restoreMocks: true,
    // A wait for something that comes costs nothing; on a busy machine it may come late.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      layer('unit', { testTimeout: 60_000 }),
      layer('property', { testTimeout: 180_000 }),
      // Where sockets and processes take part a second attempt is allowed, and told by name.
      layer('contract', { testTimeout: 180_000, retry: 1 }),
      // Two even on two cores: an engine that waits for a fault leaves a core to another one.
      layer('integration', {
        testTimeout: 180_000,
        workers: Math.max(2, cpus().length - 1),
        retry: 1,
      }),
      layer('crash', { testTimeout: 1_800_000, alone: true }),
      layer('e2e', {
        testTimeout: 300_000,
        workers: 2,
        retry: 1,
        globalSetup: 'build/e2e-setup.ts',
        setupFile: 'build/e2e-screen.ts',
      }),
    ],
  },
})
