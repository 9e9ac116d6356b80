// `npm run package`: an installable Dandelion, by electron-builder. What follows `--` goes to it.
import { dirname } from 'node:path'
import process from 'node:process'
import { runAttached } from './setup/attached.mjs'
import { ensureBuilt } from './setup/out.mjs'
import { inRoot, node24 } from './setup/paths.mjs'
import { toolEnv } from './setup/run.mjs'
import { runCommand, say } from './setup/say.mjs'
import { setUpWindow } from './setup/set-up.mjs'

await runCommand(async () => {
  const runtime = await setUpWindow()
  await ensureBuilt()
  const given = process.argv.slice(2)
  const targets = given.length > 0 ? given : ['--linux', 'dir']
  const args = ['--config', inRoot('electron-builder.yml'), '--publish', 'never', ...targets]
  if (runtime.origin === 'fallback') {
    say('packing the development Electron: to try out here, not to give to anybody')
    args.push(
      `-c.electronDist=${dirname(runtime.electronPath)}`,
      `-c.electronVersion=${runtime.electronVersion}`,
    )
  }
  const script = inRoot('node_modules', 'electron-builder', 'cli.js')
  const code = await runAttached(node24, [script, ...args], toolEnv())
  if (code === 0 && runtime.sqliteBinding !== null)
    say(`it starts with DANDELION_SQLITE_BINDING=${runtime.sqliteBinding}`)
  return code
})
