import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createBandwidth } from '../../main/transfer/bandwidth.ts'
import { createPool, type Pool } from '../../main/transfer/pool.ts'
import type { CopyTask } from '../../main/transfer/tasks.ts'
import { tempFolder } from '../support/temp-folder.ts'

const bandwidth = createBandwidth()
const setup = {
  bandwidth: bandwidth.cells,
  userAgent: 'test',
  connectionsPerOrigin: 1,
  stallMs: 1000,
  environment: {},
}
let pool: Pool
afterEach(() => pool.close())

/** A pool of workers that run this code; each start is counted in `starts`. */
function poolOf(code: string, size = 1): { readonly starts: Int32Array } {
  const starts = new Int32Array(new SharedArrayBuffer(4))
  const file = join(tempFolder(), 'worker.mjs')
  const count = 'Atomics.add(workerData.starts, 0, 1)\n'
  writeFileSync(
    file,
    `import { parentPort, threadId, workerData } from 'node:worker_threads'\n${count}${code}`,
  )
  pool = createPool(pathToFileURL(file), size, { ...setup, starts } as typeof setup)
  return { starts }
}

const task = { kind: 'hash', file: '/nothing', partBytes: 1 } as const
const hooks = { signal: new AbortController().signal }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('the pool', () => {
  it('starts no worker before there is work for it', async () => {
    const { starts } = poolOf("parentPort.on('message', () => process.exit(1))")
    await pool.checkpoint()
    expect(starts[0]).toBe(0)
    await expect(pool.run(task, hooks)).rejects.toMatchObject({ code: 'bug' })
    expect(starts[0]).toBe(1)
  })

  it.each([
    ['a few small files are the work of one', 2000, 5, 1],
    ['many small files are that of two', 2000, 9, 2],
    ['a large file keeps one busy, so that another gets the next', 64 * 1024 * 1024, 2, 2],
  ])('%s', async (_name, sizeBytes, files, wanted) => {
    poolOf(
      "parentPort.on('message', ({ id }) => parentPort.postMessage({ kind: 'done', id, bytes: 0, result: threadId }))",
      2,
    )
    const copy = { kind: 'copy', from: '/a', file: '/b', identity: '', sizeBytes, partBytes: 1 }
    const all = Array.from({ length: files }, () => pool.run(copy as CopyTask, hooks))
    expect(new Set(await Promise.all(all)).size).toBe(wanted)
  })

  it('gives a worker up that cannot start, and says so', async () => {
    const { starts } = poolOf("throw new Error('broken')")
    await expect(pool.run(task, hooks)).rejects.toMatchObject({ code: 'bug' })
    await expect.poll(() => starts[0]).toBe(3)
    await pause(800)
    expect(starts[0]).toBe(3)
    await expect(pool.run(task, hooks)).rejects.toMatchObject({ code: 'bug' })
    await pool.checkpoint()
  })

  it('replaces a worker that died at work as often as it takes', async () => {
    const dies =
      "parentPort.on('message', (m) => { parentPort.postMessage({ kind: 'progress', bytes: [] }); setTimeout(() => process.exit(1), 20) })"
    poolOf(dies)
    for (let round = 0; round < 4; round++) {
      await expect(pool.run(task, hooks)).rejects.toMatchObject({ code: 'bug' })
      await pause(500)
    }
    await expect(pool.run(task, hooks)).rejects.toMatchObject({
      details: { message: 'worker ended with 1' },
    })
  })

  it('a checkpoint of a closed pool ends', async () => {
    poolOf("parentPort.on('message', () => {})")
    const waiting = pool.checkpoint()
    await pool.close()
    await waiting
    await pool.checkpoint()
  })
})
