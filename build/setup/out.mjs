import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { exclusively } from './lock.mjs'
import { inRoot, localCache } from './paths.mjs'
import { tool, toolEnv } from './run.mjs'
import { SetupError, say } from './say.mjs'

/** The app shows them in the tray and on its windows: out/icons/. */
const icons = join('build', 'icons')

/** What ends up in out/, or decides how. */
const sources = [
  'main',
  'preload',
  'renderer',
  join('test', 'archive'),
  icons,
  join('build', 'electron.vite.config.ts'),
  'package.json',
  'package-lock.json',
]

const out = inRoot('out')
const stampFile = join(out, '.sources')

/** Builds out/ when the sources are not those that it was built from. */
export async function ensureBuilt() {
  if (fresh()) return
  await exclusively(out, async () => {
    if (!fresh()) await build()
  })
}

/** Builds beside out/ and swaps, so that a program that runs from out/ never sees half a build. */
async function build() {
  say('building out/ from the sources')
  const stamp = sourceStamp()
  await mkdir(localCache, { recursive: true })
  const next = join(localCache, `out-${process.pid}`)
  const args = ['build', '--config', inRoot('build', 'electron.vite.config.ts')]
  const { code, stdout, stderr } = await tool('electron-vite/bin/electron-vite.js', args, {
    env: { ...toolEnv(), DANDELION_OUT: next, NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  if (code !== 0) {
    await rm(next, { recursive: true, force: true })
    throw new SetupError(
      `the build failed:\n${stdout}${stderr}`.trim(),
      'mend the file that is named above',
    )
  }
  await cp(inRoot(icons), join(next, 'icons'), { recursive: true })
  await writeFile(join(next, '.sources'), stamp)
  await replace(out, next)
}

/**
 * @param {string} folder
 * @param {string} next
 */
async function replace(folder, next) {
  const old = `${next}-old`
  if (existsSync(folder)) await rename(folder, old)
  await rename(next, folder)
  await rm(old, { recursive: true, force: true })
}

function fresh() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp()
}

/** Every source with its size and time: a file that came, went or changed makes another stamp. */
function sourceStamp() {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((name) => filesBelow(inRoot(name)))) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
