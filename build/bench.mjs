// `npm run bench`: the benchmark against other programs. What follows `--` goes to it.
import process from 'node:process'
import { runAttached } from './setup/attached.mjs'
import { ensureBuilt } from './setup/out.mjs'
import { inRoot, node24 } from './setup/paths.mjs'
import { toolEnv } from './setup/run.mjs'
import { runCommand } from './setup/say.mjs'
import { setUpPackages } from './setup/set-up.mjs'

await runCommand(async () => {
  await setUpPackages()
  await ensureBuilt()
  const args = ['--expose-gc', inRoot('test', 'bench', 'run.ts'), ...process.argv.slice(2)]
  return runAttached(node24, args, toolEnv())
})
