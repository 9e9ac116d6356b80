import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RunView, Schedule } from '../../main/model/schedule.ts'
import { naiveStarts, naiveWindows } from '../support/naive-calendar.ts'
import { rules, timeZones } from '../support/schedule-rules.ts'
import { type ScheduledWorld, scheduleOf, startScheduledWorld } from '../support/scheduled-world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Through a leap day and both changes of the clocks. */
const start = Date.UTC(2027, 10, 20, 7, 30)
const YEAR_DAYS = 366
/** A clock that nobody tells of is looked at that often while something runs. */
const BEAT_MS = 30_000

/** What happens to a machine, and after how many hours. */
const trouble = fc.record({
  afterHours: fc.integer({ min: 1, max: 14 * 24 }),
  what: fc.oneof(
    fc.record({
      kind: fc.constant('suspend' as const),
      minutes: fc.oneof(fc.integer({ min: 1, max: 16 * 60 }), fc.constant(3 * 24 * 60)),
      wakes: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({
      kind: fc.constant('back' as const),
      minutes: fc.integer({ min: 1, max: 2 * 24 * 60 }),
    }),
    fc.record({
      kind: fc.constant('kill' as const),
      minutes: fc.integer({ min: 1, max: 3 * 24 * 60 }),
    }),
  ),
})
type Trouble = typeof trouble extends fc.Arbitrary<infer T> ? T : never

const years = fc.record({
  rules: fc.array(rules, { minLength: 1, maxLength: 2 }),
  troubles: fc.array(trouble, { minLength: 10, maxLength: 60 }),
  workMinutes: fc.array(fc.integer({ min: 1, max: 20 * 60 }), { minLength: 1, maxLength: 9 }),
})

async function suffer(world: ScheduledWorld, { what }: Trouble): Promise<void> {
  const ms = what.minutes * MINUTE_MS
  switch (what.kind) {
    case 'suspend':
      return world.suspend(ms, what.wakes)
    case 'back':
      return world.setClock(-ms)
    case 'kill':
      return world.kill(ms)
    default:
      return what satisfies never
  }
}

test.each(timeZones)(
  'in %s, through a year of sleep, kills and clocks set back: no run outside its window, none twice, none forgotten',
  async (timeZone) => {
    await fc.assert(
      fc.asyncProperty(years, async ({ rules: some, troubles, workMinutes }) => {
        const schedules = some.map((rule, index) =>
          scheduleOf(`s${index}`, start, { ...rule, timeZone }),
        )
        const workMs = (id: number) => (workMinutes[id % workMinutes.length] ?? 1) * MINUTE_MS
        const world = await startScheduledWorld({ start, schedules, workMs })
        try {
          await world.pass(5 * DAY_MS)
          for (const each of troubles) {
            if (world.clock.now() > start + YEAR_DAYS * DAY_MS) break
            await world.pass(each.afterHours * HOUR_MS)
            await suffer(world, each)
            // An idle program looks at the clock once an hour.
            await world.pass(each.what.kind === 'back' ? HOUR_MS : BEAT_MS)
            checkIdle(world, schedules)
          }
          await world.pass(Math.max(DAY_MS, start + YEAR_DAYS * DAY_MS - world.clock.now()))
          const isSetBack = troubles.some(({ what }) => what.kind === 'back')
          for (const schedule of schedules) checkRuns(world, schedule, isSetBack)
          checkStretches(world, schedules)
        } finally {
          world.close()
        }
      }),
      // A year that went wrong is told as it is: smaller ones would take as long to find.
      { numRuns: 1, endOnFailure: true },
    )
  },
  600_000,
)

/** While a window is open and a run is not over, something of its folder moves. */
function checkIdle(world: ScheduledWorld, schedules: readonly Schedule[]): void {
  const now = world.clock.now()
  for (const run of world.store.schedules.runs.open()) {
    const schedule = schedules.find(({ id }) => id === run.scheduleId)
    if (schedule && isOpen(schedule, now, now)) expect(world.moving()).not.toEqual([])
  }
  expect(world.moving().length).toBeLessThanOrEqual(1)
}

function isOpen(schedule: Schedule, from: number, to: number): boolean {
  return naiveWindows(schedule, from - DAY_MS, to).some(
    ([opens, closes]) => opens <= from && to <= closes && from < closes,
  )
}

/** Every planned start has a run of its own, or is counted by the one that stands for it. */
function checkRuns(world: ScheduledWorld, { id, ...rule }: Schedule, isSetBack: boolean): void {
  const now = world.clock.now()
  const { rows } = world.store.schedules.runs.page(id, 0, 100_000)
  const runs = [...rows].sort(byPlan)
  const planned = runs.map(({ plannedFor }) => plannedFor ?? 0)
  expect(new Set(planned).size).toBe(planned.length)
  const naive = naiveStarts(rule, start, now)
  expect(naive).toEqual(expect.arrayContaining(planned.filter((at) => at <= now)))
  // The database forgets the oldest.
  let from = runs.length < 2000 ? start : (planned[0] ?? start)
  for (const run of runs) {
    const plan = run.plannedFor ?? 0
    if (plan > now || plan === from) continue
    const between = naive.filter((at) => at > from && at < plan).length
    if (isSetBack) expect(between).toBeLessThanOrEqual(run.missed)
    else expect(between).toBe(run.missed)
    from = plan
  }
  expect(naive.filter((at) => at > from)).toEqual([])
  for (const run of runs) checkOutcome(run, runs)
}

function checkOutcome(run: RunView, runs: readonly RunView[]): void {
  if (run.phase !== 'ended') return
  if (run.outcome === 'done') expect(run.startedAt).not.toBeNull()
  else {
    expect(run.outcome).toBe('superseded')
    expect(run.startedAt).toBeNull()
    expect(runs.some(({ id }) => id > run.id)).toBe(true)
  }
}

function byPlan(a: RunView, b: RunView): number {
  return (a.plannedFor ?? 0) - (b.plannedFor ?? 0)
}

/** A clock that was moved may find a run outside its window; it rests within a beat. */
function checkStretches(world: ScheduledWorld, schedules: readonly Schedule[]): void {
  for (const { scheduleId, from, to, afterJump } of world.stretches) {
    const schedule = schedules.find(({ id }) => id === scheduleId)
    if (!schedule || isOpen(schedule, from, to)) continue
    const said = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`
    expect(afterJump, said).toBe(true)
    expect(to - from, said).toBeLessThanOrEqual(BEAT_MS)
  }
}
