import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createQueue, type QueueItem } from '../../main/queue/queue.ts'

interface Work {
  readonly item: QueueItem
  readonly signal: AbortSignal
  readonly end: () => void
}

type Step =
  | { readonly kind: 'end'; readonly which: number; readonly isOver: boolean }
  | { readonly kind: 'capacity'; readonly count: number }
  | { readonly kind: 'stop'; readonly job: string }
  | { readonly kind: 'add'; readonly job: string }

const job = fc.constantFrom('a', 'b')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('end'), which: fc.nat(20), isOver: fc.boolean() }),
  fc.record({ kind: fc.constant('capacity'), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('stop'), job }),
  fc.record({ kind: fc.constant('add'), job }),
  fc.record({ kind: fc.constant('add'), job }),
) as fc.Arbitrary<Step>

const turn = () => new Promise((resolve) => setImmediate(resolve))

it('moves as many as it may, none of them twice at once, and knows when a stopped one is still', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = createWorld()
      for (const it of steps) {
        const before = world.weight()
        await world.perform(it)
        world.queue.pump()
        await turn()
        await turn()
        // The last one to start may be heavier than the room that was left.
        expect(world.weight()).toBeLessThan(Math.max(world.capacity() + 1, before + 0.01))
        expect([...world.queue.moving.keys()].sort()).toEqual([...world.running.keys()].sort())
        if (world.weight() < world.capacity()) expect(world.idle()).toEqual([])
      }
      const closed = world.queue.close()
      for (const work of [...world.running.values()]) {
        expect(work.signal.aborted).toBe(true)
        work.end()
      }
      await closed
      world.queue.pump()
      await turn()
      expect(world.running.size).toBe(0)
    }),
  )
})

function createWorld() {
  const waiting = new Map<number, QueueItem>()
  const running = new Map<number, Work>()
  let capacity = 2
  let nextId = 1
  const queue = createQueue<QueueItem>({
    capacity: () => capacity,
    weight: weightOf,
    lightest: 0.25,
    next: (count, moving) =>
      [...waiting.values()].filter((item) => !moving.has(item.id)).slice(0, count),
    run(item, signal) {
      expect(running.has(item.id)).toBe(false)
      return new Promise((resolve) => {
        const end = () => {
          running.delete(item.id)
          resolve()
        }
        running.set(item.id, { item, signal, end })
      })
    },
    dueInMs: () => null,
  })

  async function perform(it: Step): Promise<void> {
    switch (it.kind) {
      case 'add':
        waiting.set(nextId, { id: nextId, jobId: it.job })
        nextId += 1
        return
      case 'capacity':
        capacity = it.count
        return
      case 'end': {
        const work = [...running.values()][it.which % Math.max(1, running.size)]
        if (work && it.isOver) waiting.delete(work.item.id)
        work?.end()
        return
      }
      case 'stop': {
        const ofJob = [...running.values()].filter((work) => work.item.jobId === it.job)
        for (const [id, item] of waiting) if (item.jobId === it.job) waiting.delete(id)
        let isStill = false
        const stopped = queue
          .stop((item) => item.jobId === it.job)
          .then(() => {
            isStill = true
          })
        for (const work of ofJob) {
          expect(work.signal.aborted).toBe(true)
          await turn()
          expect(isStill).toBe(false)
          work.end()
        }
        await stopped
        return
      }
      default:
        it satisfies never
    }
  }

  return {
    queue,
    running,
    perform,
    capacity: () => capacity,
    weight: () => [...running.values()].reduce((sum, { item }) => sum + weightOf(item), 0),
    idle: () => [...waiting.keys()].filter((id) => !running.has(id)),
  }
}

/** Every third is a small one, of which four take the place of one. */
function weightOf(item: QueueItem): number {
  return item.id % 3 === 0 ? 0.25 : 1
}
