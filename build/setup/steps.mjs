import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { ensureBuilt } from './out.mjs'
import { inRoot, localCache } from './paths.mjs'
import { noResults, readResults, resultsText, sumOf } from './results.mjs'
import { tool, toolEnv } from './run.mjs'
import { tellFailure } from './say.mjs'
import { setUpTests } from './set-up.mjs'

/**
 * @typedef {import('./results.mjs').Results} Results
 * @typedef {object} Step
 * @property {string} name
 * @property {(show: true | string) => Promise<number>} run gives the exit code; the label goes before each line
 * @property {() => Results} [results]
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

/** @type {Step} an Electron and a screen, for what comes after */
export const windowStep = {
  name: 'set-up of the window',
  run: async () => {
    await setUpTests()
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
    run: async (show) => {
      await mkdir(join(localCache, 'results'), { recursive: true })
      await rm(results, { force: true })
      return run(show)
    },
    results: () => readResults(results),
  }
}

/**
 * Runs steps in order up to the first that fails, those of a list at once, and says what each took.
 * @param {readonly (Step | readonly Step[])[]} steps
 * @returns {Promise<number>} the exit code
 */
export async function runSteps(steps) {
  const groups = steps.map((step) => ('run' in step ? [step] : step))
  const startedAt = performance.now()
  /** @type {Ran[]} */
  const ran = []
  for (const group of groups) {
    ran.push(...(await Promise.all(group.map((step) => runStep(step, group.length > 1)))))
    if (ran.some(({ code }) => code !== 0)) break
  }
  const left = groups.flat().slice(ran.length)
  const notRun = left.map(({ name }) => `· ${name.padEnd(32)} not run`)
  const whole = `  ${'all of it'.padEnd(32)} ${secondsSince(startedAt)}`
  print(['', ...ran.map(({ line }) => line), ...notRun, whole, ''].join('\n'))
  print(resultsText(ran.map(({ results }) => results).reduce(sumOf, noResults)))
  return ran.find(({ code }) => code !== 0)?.code ?? 0
}

/** @typedef {{ code: number, line: string, results: Results }} Ran */

/**
 * @param {Step} step
 * @param {boolean} isOneOfSeveral
 * @returns {Promise<Ran>}
 */
async function runStep({ name, run, results }, isOneOfSeveral) {
  print(`\n▶ ${name}`)
  const startedAt = performance.now()
  const label = isOneOfSeveral ? name.replace(/^.*: /, '') : true
  const code = await run(label).catch(tellFailure)
  const line = `${code === 0 ? '✔' : '✘'} ${name.padEnd(32)} ${secondsSince(startedAt)}`
  print(line)
  return { code, line, results: results?.() ?? noResults }
}

/** @param {number} startedAt */
function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s`
}

/**
 * @param {string} name
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Step}
 */
function toolStep(name, script, args) {
  const env = () => ({
    ...toolEnv(),
    NODE_ENV: undefined,
    NODE_COMPILE_CACHE: join(localCache, 'compiled'),
    ...(plain ? { NO_COLOR: '1' } : { FORCE_COLOR: '1' }),
  })
  return { name, run: async (show) => (await tool(script, args, { show, env: env() })).code }
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
