// `npm test`: set-up and everything. Stops after the first steps that fail. What needs neither a build
// nor a window runs side by side with their set-up, of which much is waiting for downloads; so do the
// layers that wait for faults, kills and windows: those whose files share a process, and the others.
import { runCommand } from './setup/say.mjs'
import { setUpPackages } from './setup/set-up.mjs'
import { buildStep, runSteps, statics, tests, windowStep } from './setup/steps.mjs'

await runCommand(async () => {
  await setUpPackages()
  return runSteps([
    [windowStep, ...statics, buildStep, tests('unit', 'property')],
    [tests('contract', 'integration'), tests('crash', 'e2e')],
  ])
})
