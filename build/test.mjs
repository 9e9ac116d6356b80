// `npm test`: set-up and everything. Stops at the first step that fails. What needs no run of the
// code is looked at side by side; the layers that wait for faults, kills and windows are one run.
import { runCommand } from './setup/say.mjs'
import { setUpTests } from './setup/set-up.mjs'
import { buildStep, runSteps, statics, tests } from './setup/steps.mjs'

await runCommand(async () => {
  await setUpTests()
  return runSteps([
    [...statics, buildStep],
    tests('unit', 'property'),
    tests('contract', 'integration', 'crash', 'e2e'),
  ])
})
