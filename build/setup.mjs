// `npm run setup`: everything that the other commands need, without running them.
import { runCommand, say } from './setup/say.mjs'
import { setUpTests } from './setup/set-up.mjs'

await runCommand(async () => {
  await setUpTests()
  say('all is set up: npm start, npm test')
  return 0
})
