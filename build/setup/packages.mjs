import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { inRoot, node24 } from './paths.mjs'
import { npm } from './run.mjs'
import { SetupError, say } from './say.mjs'

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */

/** Brings node_modules to what package-lock.json says; costs a few milliseconds when it is there. */
export async function ensurePackages() {
  if (!installed()) {
    say('installing packages from package-lock.json (a minute or two, about 700 MB)')
    const { code, stderr } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0)
      throw new SetupError(
        `npm ci failed:\n${stderr.trim()}`,
        'read the lines above; behind a proxy or a mirror, tell npm about it with `npm config`, then try again',
      )
  }
  if (!existsSync(node24)) await installNode()
}

/** npm may be set to run no install scripts; the project's Node comes by one. */
async function installNode() {
  say("running the install script of the package 'node'")
  await npm(['rebuild', 'node', '--ignore-scripts=false'])
  if (existsSync(node24)) return
  throw new SetupError(
    "the package 'node' brought no Node for this machine",
    'run `npm rebuild node --foreground-scripts` and see what it says, then try again',
  )
}

/** npm keeps beside the packages what it installed; the lock file is met when nothing differs. */
function installed() {
  const there = readLock(inRoot('node_modules', '.package-lock.json'))
  const wanted = readLock(inRoot('package-lock.json'))
  if (there === undefined || wanted === undefined) return false
  return Object.entries(wanted).every(([path, pkg]) => {
    const found = there[path]
    if (path === '' || pkg.link === true) return true
    // Packages for other machines are in the lock file and rightly not on the disk.
    if (found === undefined) return pkg.optional === true || pkg.devOptional === true
    return found.version === pkg.version
  })
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readLock(path) {
  if (!existsSync(path)) return undefined
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

/** Refuses a Node that the set-up itself cannot run on. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `this is Node ${process.versions.node}; Dandelion's tools need 20.19 or newer`,
    'install a current Node and try again',
  )
}
