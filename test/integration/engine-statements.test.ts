import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const statements = vi.hoisted((): string[] => [])

vi.mock('better-sqlite3', async (original) => {
  const { default: Sqlite } = await original<{ default: typeof import('better-sqlite3') }>()
  const verbose = (text: unknown) => void statements.push(String(text))
  return {
    // A constructor may return what it likes: the real database, which tells what it does.
    default: function open(file: string, options: object) {
      return new Sqlite(file, { ...options, verbose })
    },
  }
})

/** 270 small files. */
const dandisetId = '200038'

let world: EngineWorld
beforeEach(async () => {
  world = await startEngineWorld()
})
afterEach(() => world.close())

it('a small file is written about no more often than its changes of state ask for', async () => {
  const job = await world.run(world.order(dandisetId, { version: 'draft', dandisetYaml: false }))
  const isWrite = (text: string) => /^\s*(INSERT|UPDATE|DELETE)/.test(text)
  // Progress of what is under way is written by the clock, so slow machines write more of it.
  const isByTheClock = (text: string) =>
    /UPDATE transfers SET\s+(received_bytes|parts_done)/.test(text)
  const writes = statements.filter((text) => isWrite(text) && !isByTheClock(text))
  // Entry, transfer; started; received, verified, bytes by source, library; three remarks.
  expect(writes.length / job.counts.done).toBeLessThan(9.5)
})
