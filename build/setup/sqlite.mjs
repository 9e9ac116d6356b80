import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { cacheDir, inRoot } from './paths.mjs'
import { fetchPinned } from './pinned-package.mjs'
import { run } from './run.mjs'
import { SetupError, say } from './say.mjs'
import { ensureCompiler } from './system.mjs'

/** better-sqlite3 ships binaries for Node-API 10; an older host dies with them and says nothing. */
const shippedNapi = 10

/** The C headers of Node-API; the C++ ones come with better-sqlite3. */
const headers = {
  name: 'node-api-headers',
  version: '1.9.0',
  integrity:
    'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
}

const shim = fileURLToPath(new URL('sqlite-napi9.h', import.meta.url))

/**
 * The path of a SQLite that the host can load, or null where the shipped one does.
 * @param {number} napi the host's Node-API version
 * @returns {Promise<string | null>}
 */
export async function ensureSqlite(napi) {
  if (napi >= shippedNapi) return null
  if (napi < 9)
    throw new SetupError(
      `this Electron has Node-API ${napi}; 9 is the oldest that works`,
      'use Electron 33 or newer',
    )
  const folder = join(cacheDir, buildName())
  const binding = join(folder, 'better_sqlite3.node')
  if (existsSync(binding)) return binding
  if (process.platform !== 'linux')
    throw new SetupError(
      'SQLite for an old Electron is built on Linux only',
      'use Electron 35 or newer',
    )
  await ensureCompiler()
  say('building SQLite for Node-API 9 (under a minute, once)')
  await mkdir(cacheDir, { recursive: true })
  const work = await mkdtemp(join(cacheDir, 'sqlite-'))
  try {
    await build(work)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await rename(join(work, 'better_sqlite3.node'), binding)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return binding
}

/** Everything that the result depends on, so that a change of any builds anew. */
function buildName() {
  const recipe = [import.meta.url, new URL('sqlite-napi9.h', import.meta.url)]
  const hash = createHash('sha256')
  for (const file of recipe) hash.update(readFileSync(new URL(file)))
  const parts = [version('better-sqlite3'), 'napi9', process.platform, process.arch]
  return `sqlite-${parts.join('-')}-${hash.digest('hex').slice(0, 8)}`
}

/** @param {string} name */
function version(name) {
  return JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8')).version
}

/** SQLite itself and the binding are compiled side by side, then linked. @param {string} work */
async function build(work) {
  const source = inRoot('node_modules', 'better-sqlite3')
  const nodeApi = join(await fetchPinned(headers, work), 'include')
  const addonApi = inRoot('node_modules', 'node-addon-api')
  const sqlite = join(source, 'deps', 'sqlite3')
  await Promise.all([
    compile('gcc', [
      '-O2',
      '-fPIC',
      '-w',
      ...sqliteDefines(source),
      '-c',
      join(sqlite, 'sqlite3.c'),
      '-o',
      join(work, 'sqlite3.o'),
    ]),
    compile('g++', [
      ...['-O2', '-std=c++20', '-fPIC', '-fvisibility=hidden', '-fvisibility-inlines-hidden', '-w'],
      ...['-DNAPI_VERSION=9', '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DBUILDING_NODE_EXTENSION'],
      '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
      ...[nodeApi, addonApi, sqlite].map((folder) => `-I${folder}`),
      ...['-include', shim, '-c', join(source, 'src', 'better_sqlite3.cpp')],
      ...['-o', join(work, 'binding.o')],
    ]),
  ])
  const objects = ['sqlite3.o', 'binding.o'].map((name) => join(work, name))
  await compile('g++', [
    '-shared',
    '-Wl,-Bsymbolic',
    ...objects,
    '-o',
    join(work, 'better_sqlite3.node'),
    '-ldl',
  ])
}

/** @param {string} source */
function sqliteDefines(source) {
  const gypi = readFileSync(join(source, 'deps', 'defines.gypi'), 'utf8')
  return [...gypi.matchAll(/^\s+'([A-Z0-9_]+(?:=.*)?)',$/gm)].map((match) => `-D${match[1]}`)
}

/**
 * @param {string} compiler
 * @param {string[]} args
 */
async function compile(compiler, args) {
  const { code, stderr } = await run(compiler, args)
  if (code !== 0)
    throw new SetupError(
      `SQLite cannot be compiled: ${stderr.trim().slice(0, 2000)}`,
      'is there a compiler for C++20 (g++ 10 or newer)?',
    )
}
