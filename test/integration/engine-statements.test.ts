import { dirname } from 'node:path'
import Sqlite, { type Statement } from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

/** What all statements of this process have their methods from. */
const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('SELECT 1')) as Statement

/** 270 small files. */
const dandisetId = '200038'

let world: EngineWorld
let executed: () => readonly string[]
beforeEach(async () => {
  const ways = [vi.spyOn(statement, 'run'), vi.spyOn(statement, 'get'), vi.spyOn(statement, 'all')]
  const contexts = () => ways.flatMap(({ mock }) => mock.contexts as readonly Statement[])
  // Engines of other files may still be closing in this process.
  const isOwn = ({ database }: Statement) => database.name.startsWith(dirname(world.out))
  executed = () =>
    contexts()
      .filter(isOwn)
      .map(({ source }) => source)
  world = await startEngineWorld()
})
afterEach(() => world.close())

it('a small file is written about no more often than its changes of state ask for', async () => {
  const job = await world.run(world.order(dandisetId, { version: 'draft', dandisetYaml: false }))
  const isWrite = (text: string) => /^\s*(INSERT|UPDATE|DELETE)/.test(text)
  // Progress of what is under way is written by the clock, so slow machines write more of it.
  const isByTheClock = (text: string) =>
    /UPDATE transfers SET\s+(received_bytes|parts_done)/.test(text)
  const writes = executed().filter((text) => isWrite(text) && !isByTheClock(text))
  // Entry, transfer; started; received, verified, bytes by source, library; three remarks.
  expect(writes.length / job.counts.done).toBeLessThan(9.5)
})
