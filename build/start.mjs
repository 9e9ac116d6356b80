// `npm start`: set-up, build, and Dandelion's window. What follows `--` goes to the app.
import process from 'node:process'
import { runAttached } from './setup/attached.mjs'
import { ensureBuilt } from './setup/out.mjs'
import { root } from './setup/paths.mjs'
import { electronFlags, runtimeEnv } from './setup/runtime.mjs'
import { runCommand, say } from './setup/say.mjs'
import { setUpWindow } from './setup/set-up.mjs'

await runCommand(async () => {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    say('there is no display for a window here; the same in the terminal: npm run -s cli -- --help')
    return 1
  }
  const runtime = await setUpWindow()
  await ensureBuilt()
  // Chromium's own complaints about a missing D-Bus or GPU say nothing to the person who starts this.
  const args = [...electronFlags(), '--log-level=3', root, ...process.argv.slice(2)]
  return runAttached(runtime.electronPath, args, runtimeEnv(runtime))
})
