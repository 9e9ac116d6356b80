import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { ensureBuilt } from './out.mjs'
import { inRoot, localCache } from './paths.mjs'
import { noResults, readResults, resultsText, sumOf } from './results.mjs'
import { tool, toolEnv } from './run.mjs'

/**
 * @typedef {import('./results.mjs').Results} Results
 * @typedef {{ name: string, run: () => Promise<number>, results?: () => Results }} Step
 */

/** Colours are for terminals; a log is read as text. */
const plain = !process.stdout.isTTY

/** @type {readonly Step[]} what needs no run of the code */
export const statics = [
  toolStep('format, lint, borders', '@biomejs/biome/bin/biome', [
    'ci',
    '--error-on-warnings',
    ...(plain ? ['--colors=off'] : []),
  ]),
  toolStep('types', 'typescript/bin/tsc', []),
  toolStep('dead code', 'knip/bin/knip.js', ['--no-progress']),
]

/** @type {Step} */
export const buildStep = {
  name: 'build',
  run: async () => {
    await ensureBuilt()
    return 0
  },
}

/**
 * Layers of tests in one run of Vitest.
 * @param {string[]} layers
 * @returns {Step}
 */
export function tests(...layers) {
  const results = join(localCache, 'results', `${layers.join('-')}.json`)
  const args = ['run', '--config', inRoot('build', 'vitest.config.ts')]
  const projects = layers.flatMap((layer) => ['--project', layer])
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { name, run } = toolStep(`tests: ${layers.join(', ')}`, 'vitest/vitest.mjs', [
    ...args,
    ...projects,
    ...reporters,
  ])
  return {
    name,
    run: async () => {
      await mkdir(join(localCache, 'results'), { recursive: true })
      await rm(results, { force: true })
      return run()
    },
    results: () => readResults(results),
  }
}

/**
 * Runs steps in order up to the first that fails, and says what each took.
 * @param {readonly Step[]} steps
 * @returns {Promise<number>} the exit code
 */
export async function runSteps(steps) {
  let total = noResults
  const lines = []
  let code = 0
  for (const [index, step] of steps.entries()) {
    print(`\n▶ ${index + 1}/${steps.length} ${step.name}`)
    const startedAt = performance.now()
    code = await step.run()
    total = sumOf(total, step.results?.() ?? noResults)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    lines.push(`${code === 0 ? '✔' : '✘'} ${step.name.padEnd(32)} ${seconds.padStart(7)} s`)
    print(lines.at(-1) ?? '')
    if (code !== 0) break
  }
  const left = steps.slice(lines.length).map((step) => `· ${step.name.padEnd(32)} not run`)
  print(['', ...lines, ...left, ''].join('\n'))
  print(resultsText(total))
  return code
}

/**
 * @param {string} name
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Step}
 */
function toolStep(name, script, args) {
  const env = () => ({ ...toolEnv(), NODE_ENV: undefined, ...(plain && { NO_COLOR: '1' }) })
  return { name, run: async () => (await tool(script, args, { show: true, env: env() })).code }
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
