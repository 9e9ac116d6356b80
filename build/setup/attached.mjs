import { spawn } from 'node:child_process'
import process from 'node:process'
import { exitCode } from './run.mjs'

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in the foreground, on our terminal: signals go on to it, its exit code comes back.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runAttached(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'inherit' })
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
    for (const signal of forwarded) process.on(signal, forward)
    const stopWatching = whenOrphaned(() => child.kill('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      stopWatching()
      for (const name of forwarded) process.off(name, forward)
      resolve(exitCode(code, signal))
    })
  })
}

/**
 * The shell between npm and us keeps a signal to itself and dies of it: then nobody is waiting for
 * this program any more.
 * @param {() => void} then
 */
function whenOrphaned(then) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    then()
  }, 500)
  return () => clearInterval(timer)
}

/** A terminal tells its whole group of Ctrl-C, and npm tells its child once more. */
const sameKeyPressMs = 500

/** Lets one press of Ctrl-C reach this process as one signal. */
export function mergeRepeatedSignals() {
  const emit = process.emit.bind(process)
  /** @type {Map<string, number>} */
  const lastAt = new Map()
  /** @param {string} event @param {readonly unknown[]} rest */
  const once = (event, ...rest) => {
    if (event === 'SIGINT' || event === 'SIGTERM') {
      const now = performance.now()
      const repeated = now - (lastAt.get(event) ?? Number.NEGATIVE_INFINITY) < sameKeyPressMs
      lastAt.set(event, now)
      if (repeated) return true
    }
    return Reflect.apply(emit, process, [event, ...rest])
  }
  Object.assign(process, { emit: once })
}
