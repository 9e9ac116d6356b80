import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { afterAll } from 'vitest'

/**
 * Runs before each file of e2e tests: a screen of its own, so that nothing flickers on the
 * developer's, sizes are always the same and no file takes the focus from another.
 */
if (process.platform === 'linux' && !process.env.DANDELION_SHOW_E2E) {
  const args = ['-displayfd', '1', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset']
  const screen = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  process.once('exit', () => screen.kill())
  const [display] = await once(screen.stdout, 'data')
  process.env.DISPLAY = `:${String(display).trim()}`
  delete process.env.WAYLAND_DISPLAY
  afterAll(() => void screen.kill())
}
