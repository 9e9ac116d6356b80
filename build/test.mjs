// `npm test`: set-up and everything. Stops at the first step that fails; the last three run at
// once, since each of them waits a good deal: for faults, kills and windows.
import { runCommand } from './setup/say.mjs'
import { setUpTests } from './setup/set-up.mjs'
import { buildStep, runSteps, statics, tests } from './setup/steps.mjs'

await runCommand(async () => {
  await setUpTests()
  return runSteps([
    ...statics,
    buildStep,
    tests('unit', 'property'),
    [tests('contract', 'integration'), tests('crash'), tests('e2e')],
  ])
})
