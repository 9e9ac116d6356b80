import { describe, expect, it } from 'vitest'
import { noConditions, type Surroundings, untold } from '../../main/model/conditions.ts'
import type { Schedule } from '../../main/model/schedule.ts'
import { type ScheduledWorld, scheduleOf, startScheduledWorld } from '../support/scheduled-world.ts'

/** When `sync --due` has nothing left to do. */

const HOUR_MS = 3_600_000
const evening = Date.parse('2026-11-22T21:00:00Z')
const onBattery = { ...noConditions, onMains: true }

async function startNight(
  schedules: readonly Schedule[],
  told: Partial<Surroundings> = {},
): Promise<ScheduledWorld> {
  const surroundings = {
    read: () => Promise.resolve({ ...untold, ...told }),
    watch: () => () => {},
  }
  const workMs = () => 10 * HOUR_MS
  return startScheduledWorld({ start: evening, schedules, workMs, surroundings })
}

const isDue = (world: ScheduledWorld) => world.scheduler().isDue()

describe('what is due', () => {
  it('is nothing before the first start, and nothing once the window has closed on a run', async () => {
    const world = await startNight([scheduleOf('nightly', evening)])
    expect(isDue(world)).toBe(false)
    await world.pass(2 * HOUR_MS)
    expect(isDue(world)).toBe(true)
    await world.pass(8 * HOUR_MS)
    expect(isDue(world)).toBe(false)
    await world.pass(15.5 * HOUR_MS)
    expect([isDue(world), world.moving()]).toEqual([true, ['/data']])
    await world.pass(2 * HOUR_MS)
    expect(world.store.schedules.runs.page(null, 0, 9).rows.at(-1)).toMatchObject({
      outcome: 'done',
      pauses: [{ reason: 'window' }],
    })
    world.close()
  })

  it('is a run that waits behind another for its folder', async () => {
    const any = { window: null }
    const all = [scheduleOf('a', evening, any), scheduleOf('b', evening, any)]
    const world = await startNight(all)
    await world.pass(12 * HOUR_MS)
    expect([isDue(world), world.moving()]).toEqual([true, ['/data']])
    const { rows } = world.store.schedules.runs.page(null, 0, 9)
    expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['done', null])
    await world.pass(9 * HOUR_MS)
    expect(isDue(world)).toBe(false)
    world.close()
  })

  it.each([
    ['within the window of the run', {}, true],
    ['not at all for one without a window', { window: null }, false],
  ])('is waited for while a condition holds it: %s', async (_name, patch, waits) => {
    const conditions = { conditions: onBattery }
    const schedule = scheduleOf('nightly', evening, { ...conditions, ...patch })
    const world = await startNight([schedule], { onMains: false })
    await world.pass(2 * HOUR_MS)
    expect([isDue(world), world.moving()]).toEqual([waits, []])
    await world.pass(8 * HOUR_MS)
    expect(isDue(world)).toBe(false)
    world.close()
  })

  it('is not what a person has paused', async () => {
    const schedule = scheduleOf('nightly', evening, { pause: { until: null } })
    const world = await startNight([schedule])
    await world.pass(2 * HOUR_MS)
    expect([isDue(world), world.store.schedules.runs.open()]).toMatchObject([
      false,
      [{ waitsFor: 'pause' }],
    ])
    world.close()
  })
})
