// Loaded into a program with --import: how long its main thread keeps others waiting, and why.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { env } from 'node:process'
import { isMainThread } from 'node:worker_threads'

const beatMs = 10
/** Loading a program is one long turn of its own; what is asked for is how it answers at work. */
const startMs = 500

const file = env.DANDELION_BENCH_DELAYS
if (isMainThread && file !== undefined) {
  const delays = monitorEventLoopDelay({ resolution: beatMs })
  const turns = watchTurns()
  setTimeout(() => {
    delays.enable()
    turns.start()
  }, startMs).unref()
  process.on('exit', () => {
    // Node tells the length of each beat, the beat itself included.
    const late = (/** @type {number} */ ns) => Math.max(0, ns / 1e6 - beatMs)
    const { percentile, max, count } = delays
    const at = (/** @type {number} */ share) => late(percentile.call(delays, share))
    const loop = { p50Ms: at(50), p99Ms: at(99), maxMs: late(max), count }
    writeFileSync(file, JSON.stringify({ loop, ...turns.end() }))
  })
}

/**
 * The longest turn of each beat: by the clock, and what of it the thread itself computed. The rest
 * of a turn waits, for the disk or for a core that others have.
 */
function watchTurns() {
  /** @type {{ beat: number, clockMs: number, ownMs: number }[]} */
  const longest = []
  let last = now()

  function turn() {
    const { atMs, idleMs, cpuMs } = now()
    const clockMs = atMs - last.atMs - (idleMs - last.idleMs)
    const ownMs = cpuMs - last.cpuMs
    const beat = Math.floor(atMs / beatMs)
    const known = longest.at(-1)
    if (known?.beat !== beat) longest.push({ beat, clockMs, ownMs })
    else
      Object.assign(known, {
        clockMs: Math.max(known.clockMs, clockMs),
        ownMs: Math.max(known.ownMs, ownMs),
      })
    arm()
  }

  /** One that nobody waits for runs once each time around the loop and keeps it from nothing. */
  function arm() {
    last = now()
    setImmediate(turn).unref()
  }

  function of(/** @type {'clockMs' | 'ownMs'} */ what) {
    const sorted = longest.map((it) => it[what]).sort((a, b) => a - b)
    return { p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0, maxMs: sorted.at(-1) ?? 0 }
  }

  return { start: arm, end: () => ({ own: of('ownMs'), clock: of('clockMs') }) }
}

function now() {
  const { user, system } = process.threadCpuUsage()
  return {
    atMs: performance.now(),
    idleMs: performance.nodeTiming.idleTime,
    cpuMs: (user + system) / 1000,
  }
}
