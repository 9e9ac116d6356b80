import { existsSync } from 'node:fs'
import process from 'node:process'
import { inRoot } from './paths.mjs'
import { tool } from './run.mjs'
import { say } from './say.mjs'

/** Git checks formatting before a commit. A hook that is there already is left alone. */
export async function ensureHooks() {
  const hooks = inRoot('.git', 'hooks')
  if (process.env.CI || !existsSync(inRoot('.git', 'HEAD'))) return
  if (existsSync(`${hooks}/pre-commit`)) return
  const { code } = await tool('lefthook/bin/index.js', ['install'])
  say(
    code === 0
      ? 'git will check the formatting of what you commit'
      : 'no git hooks here; going on without',
  )
}
