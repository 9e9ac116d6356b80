// `npm run -s cli -- …`: the command line from the sources, on the project's Node. Standard output
// is the command's alone.
import { realpathSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mergeRepeatedSignals, runAttached } from './setup/attached.mjs'
import { ensureBuilt } from './setup/out.mjs'
import { inRoot, node24 } from './setup/paths.mjs'
import { toolEnv } from './setup/run.mjs'
import { runCommand } from './setup/say.mjs'
import { setUpPackages } from './setup/set-up.mjs'

const ready = await prepare()
if (ready) await runHere()

/** Gives true when this process is to become the command. */
async function prepare() {
  let here = false
  await runCommand(async () => {
    await setUpPackages()
    await ensureBuilt()
    here = process.execPath === realpathSync(node24)
    if (here) return 0
    const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
    return runAttached(node24, args, toolEnv())
  })
  return here
}

async function runHere() {
  const cli = inRoot('out', 'main', 'cli.js')
  mergeRepeatedSignals()
  process.argv[1] = cli
  await import(pathToFileURL(cli).href)
}
