import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One layer of tests, one folder under test/. */
function layer(
  name: string,
  options: { testTimeout: number; alone?: boolean; globalSetup?: string },
) {
  const { testTimeout, alone = false, globalSetup } = options
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      testTimeout,
      hookTimeout: Math.max(30_000, testTimeout),
      ...(globalSetup !== undefined && { globalSetup }),
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
      layer('integration', { testTimeout: 60_000 }),
      layer('crash', { testTimeout: 600_000, alone: true }),
      layer('e2e', { testTimeout: 120_000, alone: true, globalSetup: 'build/e2e-setup.ts' }),
    ],
  },
})
