import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { ensureHooks } from './setup/hooks.mjs'
import { exclusively } from './setup/lock.mjs'
import { checkNode, ensurePackages } from './setup/packages.mjs'
import { root } from './setup/paths.mjs'
import { ensureRuntime } from './setup/runtime.mjs'
import { runCommand, say } from './setup/say.mjs'
import { ensureVirtualScreen } from './setup/system.mjs'

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
  return exclusively(`${root} runtime`, ensureRuntime)
}

/** What the tests need besides: a screen. */
export async function setUpTests() {
  const runtime = await setUpWindow()
  await ensureVirtualScreen()
  return runtime
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(async () => {
    await setUpTests()
    say('all is set up: npm start, npm test')
    return 0
  })
}
