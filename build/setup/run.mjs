import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { delimiter } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { inRoot, node24, root } from './paths.mjs'

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 128 + the signal's number when a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program to its end. Output is collected, or shown as it comes with `show`: as it is, or
 * with a label before each line where several programs run at once.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean | string, timeoutMs?: number, stdoutFile?: string }} [options]
 * @returns {Promise<Finished>}
 */
export function run(program, args, options = {}) {
  const { cwd = root, env = process.env, show = false, timeoutMs, stdoutFile } = options
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: show === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs !== undefined && { timeout: timeoutMs, killSignal: 'SIGKILL' }),
    })
    let stdout = ''
    let stderr = ''
    if (typeof show === 'string') {
      for (const stream of [child.stdout, child.stderr]) if (stream) labelled(stream, show)
    }
    if (stdoutFile !== undefined) child.stdout?.pipe(createWriteStream(stdoutFile))
    else child.stdout?.on('data', (text) => (stdout += text))
    child.stderr?.on('data', (text) => (stderr += text))
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: stderr + error.message }))
    child.on('close', (code, signal) => resolve({ code: exitCode(code, signal), stdout, stderr }))
  })
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {string} label
 */
function labelled(stream, label) {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
  lines.on('line', (line) => process.stdout.write(line === '' ? '' : `${label} │ ${line}\n`))
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  if (code !== null) return code
  const numbers = /** @type {Record<string, number>} */ ({
    SIGHUP: 1,
    SIGINT: 2,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGTERM: 15,
  })
  return 128 + (signal === null ? 0 : (numbers[signal] ?? 0))
}

/**
 * The npm that started us, on the Node that runs it; else the one in PATH.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, show?: boolean }} [options]
 */
export function npm(args, options = {}) {
  const env = withoutRunState(process.env)
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) {
    return run(process.env.npm_node_execpath ?? process.execPath, [cli, ...args], {
      ...options,
      env,
    })
  }
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args], { ...options, env })
}

/** The environment in which the installed tools find each other and run on the project's Node. */
export function toolEnv() {
  const path = [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter)
  return { ...process.env, PATH: path }
}

/**
 * A tool of node_modules on the project's Node.
 * @param {string} script the tool's script below node_modules
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean | string }} [options]
 */
export function tool(script, args, options = {}) {
  return run(node24, [inRoot('node_modules', script), ...args], { env: toolEnv(), ...options })
}

/**
 * `npm -s run` and `npm run --prefix` hand their settings down; an install of ours wants none of them.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutRunState(env) {
  const drop = new Set(['npm_config_loglevel', 'npm_config_prefix', 'npm_config_local_prefix'])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !drop.has(name)))
}
