// `npm run dev`: the window with live reload. What follows `--` goes to the app.
import process from 'node:process'
import { runAttached } from './setup/attached.mjs'
import { ensureBuilt } from './setup/out.mjs'
import { inRoot, node24 } from './setup/paths.mjs'
import { electronFlags, runtimeEnv } from './setup/runtime.mjs'
import { runCommand } from './setup/say.mjs'
import { setUpWindow } from './setup/set-up.mjs'

await runCommand(async () => {
  const runtime = await setUpWindow()
  await ensureBuilt()
  const env = { ...runtimeEnv(runtime), ELECTRON_EXEC_PATH: runtime.electronPath }
  const config = inRoot('build', 'electron.vite.config.ts')
  const flags = electronFlags().map((flag) => flag.replace('--no-sandbox', '--noSandbox'))
  const args = ['dev', '--watch', '--config', config, ...flags, '--', ...process.argv.slice(2)]
  const script = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  return runAttached(node24, [script, ...args], env)
})
