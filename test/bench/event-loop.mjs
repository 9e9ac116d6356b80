// Loaded into the measured program with --import: how long its main thread keeps others waiting.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { env } from 'node:process'
import { isMainThread } from 'node:worker_threads'

const beatMs = 10
/** Loading a program is one long turn of its own; what is asked for is how it answers at work. */
const startMs = 500

const file = env.DANDELION_BENCH_DELAYS
if (isMainThread && file !== undefined) {
  const delays = monitorEventLoopDelay({ resolution: beatMs })
  setTimeout(() => delays.enable(), startMs).unref()
  process.on('exit', () => {
    // Node tells the length of each beat, the beat itself included.
    const late = (/** @type {number} */ ns) => Math.max(0, ns / 1e6 - beatMs)
    const p50Ms = late(delays.percentile(50))
    const p99Ms = late(delays.percentile(99))
    writeFileSync(
      file,
      JSON.stringify({ p50Ms, p99Ms, maxMs: late(delays.max), count: delays.count }),
    )
  })
}
