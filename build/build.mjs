// `npm run build`: out/ from the sources, when they changed.
import { ensureBuilt } from './setup/out.mjs'
import { runCommand } from './setup/say.mjs'
import { setUpPackages } from './setup/set-up.mjs'

await runCommand(async () => {
  await setUpPackages()
  await ensureBuilt()
  return 0
})
