import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ensureBuilt } from './setup/out.mjs'
import { readRuntime } from './setup/runtime.mjs'

/** Vitest calls it once before the e2e tests: a fresh build, an Electron, a place for the test window. */
export async function setup(): Promise<() => void> {
  readRuntime()
  await ensureBuilt()
  const window = mkdtempSync(join(tmpdir(), 'dandelion-window-'))
  process.env.DANDELION_TEST_WINDOW = window
  return () => rmSync(window, { recursive: true, force: true })
}
