import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { run } from './run.mjs'
import { SetupError, say } from './say.mjs'

/** Debian's names for what Electron needs on a bare machine. */
const electronLibraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']

/** @param {string} program */
function inPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, program)))
}

/** Electron's shared libraries, asked of the loader itself. @param {string} electron */
export async function ensureLibraries(electron) {
  if (process.platform !== 'linux') return
  const missing = await missingLibraries(electron)
  if (missing.length === 0) return
  await installSystemPackages(
    electronLibraries,
    `libraries that Electron needs (${missing.join(', ')})`,
  )
  const still = await missingLibraries(electron)
  if (still.length > 0)
    throw new SetupError(
      `Electron still misses ${still.join(', ')}`,
      'install the packages of your system that bring these files',
    )
}

/** A screen for tests on a machine without one. */
export async function ensureVirtualScreen() {
  if (process.platform !== 'linux' || inPath('Xvfb')) return
  await installSystemPackages(['xvfb'], 'a virtual screen for the tests')
}

/** A C++ compiler, wanted only where SQLite has to be built. */
export async function ensureCompiler() {
  if (inPath('gcc') && inPath('g++')) return
  await installSystemPackages(['gcc', 'g++'], 'a compiler for SQLite')
}

/** @param {string} electron */
async function missingLibraries(electron) {
  const { stdout } = await run('ldd', [electron])
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}

/**
 * @param {readonly string[]} names
 * @param {string} why
 */
async function installSystemPackages(names, why) {
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`
  if (!inPath('apt-get')) {
    throw new SetupError(`missing: ${why}`, `install what your system calls ${names.join(', ')}`)
  }
  if (process.getuid?.() !== 0) throw new SetupError(`missing: ${why}`, `sudo ${command}`)
  say(`installing ${why}: ${names.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env })
  const present = await Promise.all(names.map(currentName))
  const args = ['install', '-y', '-q', '--no-install-recommends', ...present]
  const { code, stderr } = await run('apt-get', args, { env })
  if (code !== 0) throw new SetupError(`apt-get failed: ${stderr.trim()}`, command)
}

/** Debian 13 and Ubuntu 24.04 renamed libraries when time became 64 bits wide. @param {string} name */
async function currentName(name) {
  const renamed = `${name}t64`
  const { code } = await run('apt-cache', ['show', '--no-all-versions', renamed])
  return code === 0 ? renamed : name
}
