import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One layer of tests, one folder under test/. */
function layer(
  name: string,
  options: { testTimeout: number; alone?: boolean; workers?: number; globalSetup?: string },
) {
  const { testTimeout, alone = false, workers, globalSetup } = options
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      testTimeout,
      hookTimeout: Math.max(30_000, testTimeout),
      ...(globalSetup !== undefined && { globalSetup }),
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
    projects: [
      layer('unit', { testTimeout: 10_000 }),
      layer('property', { testTimeout: 60_000 }),
      layer('contract', { testTimeout: 60_000 }),
      // Two even on two cores: an engine that waits for a fault leaves a core to another one.
      layer('integration', { testTimeout: 60_000, workers: Math.max(2, cpus().length - 1) }),
      layer('crash', { testTimeout: 600_000, alone: true }),
      layer('e2e', { testTimeout: 120_000, alone: true, globalSetup: 'build/e2e-setup.ts' }),
    ],
  },
})
