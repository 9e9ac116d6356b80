import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conditionHold, type Surroundings, untold } from '../../main/model/conditions.ts'
import { createFakeSurroundings } from '../support/fake-surroundings.ts'
import { type ScheduledWorld, scheduleOf, startScheduledWorld } from '../support/scheduled-world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const start = Date.UTC(2026, 10, 20, 7, 30)
/** How late a change is noticed of which the system does not tell. */
const LATE_MS = 30_000

const fact = fc.option(fc.boolean())
const told: fc.Arbitrary<Partial<Surroundings>> = fc.record(
  {
    onMains: fact,
    isMetered: fact,
    isVpn: fact,
    networkNames: fc.option(fc.subarray(['Guest', 'Cable', 'train'])),
  },
  { requiredKeys: [] },
)
const conditions = fc.record({
  onMains: fc.boolean(),
  notMetered: fc.boolean(),
  notVpn: fc.boolean(),
  notOn: fc.subarray(['guest', 'Train']),
})
const change = fc.record({
  told,
  isNoticed: fc.constantFrom('noticed', 'silent'),
  usedUp: fc.boolean(),
  minutes: fc.integer({ min: 1, max: 5 * 60 }),
  sleepMinutes: fc.option(fc.integer({ min: 1, max: 3 * 60 }), { freq: 6 }),
})

interface Fact {
  readonly at: number
  readonly mayMove: boolean
}

test('whatever the computer tells and however it sleeps, nothing moves while a condition or the budget forbids it, and nothing waits when none does', async () => {
  await fc.assert(
    fc.asyncProperty(
      conditions,
      fc.array(change, { minLength: 5, maxLength: 40 }),
      async (all, changes) => {
        const surroundings = createFakeSurroundings()
        let now: Surroundings = untold
        let isUsedUp = false
        const world = await startScheduledWorld({
          start,
          schedules: [
            scheduleOf('s', start, {
              window: null,
              when: { kind: 'hours', hours: 1, atMinute: 0 },
              conditions: all,
            }),
          ],
          workMs: () => 47 * MINUTE_MS,
          surroundings,
          budget: (at) => ({ usedBytes: 0, from: 0, until: at + 240 * HOUR_MS, isUsedUp }),
        })
        const facts: Fact[] = [{ at: start, mayMove: true }]
        try {
          for (const each of changes) {
            now = { ...now, ...each.told }
            isUsedUp = each.usedUp
            surroundings.set(each.told, each.isNoticed)
            // The budget's keeper tells at once.
            world.scheduler().look()
            const mayMove = !isUsedUp && conditionHold(all, now) === null
            facts.push({ at: world.clock.now(), mayMove })
            if (each.sleepMinutes !== null) await world.suspend(each.sleepMinutes * MINUTE_MS, 1)
            await world.pass(each.minutes * MINUTE_MS)
            checkMoving(world, mayMove)
          }
          for (const { from, to } of world.stretches) checkStretch(facts, from, to)
        } finally {
          world.close()
        }
      },
    ),
    { numRuns: 10 },
  )
})

/** A minute after the last change what may move moves, and nothing else does. */
function checkMoving(world: ScheduledWorld, mayMove: boolean): void {
  const isOpen = world.store.schedules.runs.open().length > 0
  expect(world.moving().length > 0).toBe(mayMove && isOpen)
}

/** Of a stretch no more than it takes to notice lies in a time that forbids it. */
function checkStretch(facts: readonly Fact[], from: number, to: number): void {
  facts.forEach(({ at, mayMove }, index) => {
    if (mayMove) return
    const end = facts[index + 1]?.at ?? Number.POSITIVE_INFINITY
    const forbidden = Math.min(to, end) - Math.max(from, at)
    expect(forbidden).toBeLessThanOrEqual(LATE_MS)
  })
}
