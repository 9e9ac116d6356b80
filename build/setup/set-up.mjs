import { ensureHooks } from './hooks.mjs'
import { exclusively } from './lock.mjs'
import { checkNode, ensurePackages } from './packages.mjs'
import { root } from './paths.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensureVirtualScreen } from './system.mjs'

/** What every command needs: the packages. Costs nothing when they are there. */
export async function setUpPackages() {
  checkNode()
  await exclusively(root, async () => {
    await ensurePackages()
    await ensureHooks()
  })
}

/** What the window needs besides: an Electron and the SQLite that fits it. */
export async function setUpWindow() {
  await setUpPackages()
  return exclusively('runtime', ensureRuntime)
}

/** What the tests need besides: a screen. */
export async function setUpTests() {
  const runtime = await setUpWindow()
  await exclusively('system packages', ensureVirtualScreen)
  return runtime
}
