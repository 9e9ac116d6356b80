import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { ensureBuilt } from './setup/out.mjs'
import { readRuntime } from './setup/runtime.mjs'

/** Vitest calls it once before the e2e tests: a fresh build, an Electron, and a screen to show it on. */
export async function setup(): Promise<(() => void) | undefined> {
  readRuntime()
  await ensureBuilt()
  if (process.platform !== 'linux' || process.env.DANDELION_SHOW_E2E) return undefined
  return startScreen()
}

/** A screen of its own, so that nothing flickers on the developer's and sizes are always the same. */
async function startScreen(): Promise<() => void> {
  const args = ['-displayfd', '1', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset']
  const screen = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [display] = await once(screen.stdout, 'data')
  process.env.DISPLAY = `:${String(display).trim()}`
  delete process.env.WAYLAND_DISPLAY
  return () => {
    screen.kill()
  }
}
