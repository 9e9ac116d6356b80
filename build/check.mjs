// `npm run check`: what is worth running before every commit, in about a minute.
import { runCommand } from './setup/say.mjs'
import { setUpPackages } from './setup/set-up.mjs'
import { runSteps, statics, tests } from './setup/steps.mjs'

await runCommand(async () => {
  await setUpPackages()
  return runSteps([statics, tests('unit', 'property')])
})
