import { describe, expect, it } from 'vitest'
import { createBudgetKeeper } from '../../main/engine/overnight/data-budget.ts'
import { createSpeedKeeper } from '../../main/engine/overnight/speed-keeper.ts'
import type { EventBody } from '../../main/model/events.ts'
import { defaultSettings, type Settings } from '../../main/model/settings.ts'
import type { SpeedRule } from '../../main/model/timetable.ts'
import { monthAt } from '../../main/schedule/months.ts'
import { openStore } from '../../main/store/database.ts'
import { createSimClock } from '../support/sim-clock.ts'
import { tempFolder } from '../support/temp-folder.ts'

const berlin = () => 'Europe/Berlin'
const days = [1, 2, 3, 4, 5, 6, 7] as const
const minute = (hours: number) => hours * 60

function worldAt(from: string, part: Partial<Settings> = {}) {
  const clock = createSimClock(Date.parse(from))
  const settings: { now: Settings } = { now: { ...defaultSettings('/data'), ...part } }
  const told: EventBody[] = []
  const publisher = { publish: (event: EventBody) => void told.push(event) } as never
  return { clock, settings, told, context: { clock, publisher, settings: () => settings.now } }
}

describe('the speed that holds', () => {
  function speeds(from: string, part: Partial<Settings>) {
    const world = worldAt(from, part)
    const limits: (number | null)[] = []
    const bandwidth = { setLimit: (limit: number | null) => void limits.push(limit) }
    const keeper = createSpeedKeeper({ context: world.context, bandwidth, timeZone: berlin })
    return { ...world, keeper, limits }
  }
  const work: SpeedRule = {
    days: [1, 2, 3, 4, 5],
    fromMinute: minute(8),
    toMinute: minute(18),
    bytesPerSecond: 2e6,
  }

  it('changes with the first beat after the minute, and says what it comes from', async () => {
    const timetable = [work]
    const { clock, keeper, limits, told } = speeds('2026-11-23T06:59:59Z', {
      timetable,
      speedLimitBytesPerSecond: 50e6,
    })
    expect(keeper.current()).toEqual({ bytesPerSecond: 50e6, by: 'setting' })
    await clock.pass(999)
    keeper.tick()
    expect(limits).toEqual([50e6])
    await clock.pass(1)
    keeper.tick()
    expect(limits).toEqual([50e6, 2e6])
    expect(keeper.current()).toEqual({ bytesPerSecond: 2e6, by: 'hours' })
    expect(told).toEqual([{ kind: 'limit.changed', limit: keeper.current() }])
    await clock.pass(10 * 3_600_000)
    keeper.tick()
    expect(limits.at(-1)).toBe(50e6)
  })

  it('a clock that is set back is noticed', () => {
    const { clock, keeper } = speeds('2026-11-23T12:00Z', { timetable: [work] })
    expect(keeper.current().by).toBe('hours')
    clock.jump(-6 * 3_600_000)
    keeper.tick()
    expect(keeper.current()).toEqual({ bytesPerSecond: null, by: 'setting' })
  })

  it('full speed by night takes the place of the usual limit; rest is no limit for what people start', () => {
    const night = { days, fromMinute: minute(22), toMinute: minute(6), bytesPerSecond: null }
    const rest = { ...night, bytesPerSecond: 0 }
    const usual = { speedLimitBytesPerSecond: 1e6 }
    const full = speeds('2026-11-23T23:00Z', { ...usual, timetable: [night] })
    expect(full.keeper.current().bytesPerSecond).toBeNull()
    const resting = speeds('2026-11-23T23:00Z', { ...usual, timetable: [night, rest] })
    expect(resting.keeper.current()).toEqual({ bytesPerSecond: 1e6, by: 'setting' })
  })

  it('of the setting, the schedules and slow mode the lowest holds', () => {
    const { keeper, settings } = speeds('2026-11-23T12:00Z', { speedLimitBytesPerSecond: 8e6 })
    keeper.setScheduled(3e6)
    expect(keeper.current()).toEqual({ bytesPerSecond: 3e6, by: 'schedule' })
    settings.now = { ...settings.now, isSlow: true, slowBytesPerSecond: 1e6 }
    keeper.look()
    expect(keeper.current()).toEqual({ bytesPerSecond: 1e6, by: 'slow' })
    settings.now = { ...settings.now, isSlow: false }
    keeper.setScheduled(null)
    expect(keeper.current()).toEqual({ bytesPerSecond: 8e6, by: 'setting' })
  })
})

describe('months of bytes', () => {
  it.each([
    ['2026-11-22T12:00Z', 1, '2026-10-31T23:00Z', '2026-11-30T23:00Z'],
    ['2026-11-22T12:00Z', 25, '2026-10-24T22:00Z', '2026-11-24T23:00Z'],
    ['2026-03-31T22:00Z', 1, '2026-03-31T22:00Z', '2026-04-30T22:00Z'],
    ['2028-02-28T12:00Z', 28, '2028-02-27T23:00Z', '2028-03-27T22:00Z'],
  ])('%s, from day %i', (now, fromDay, from, until) => {
    const month = monthAt(fromDay, 'Europe/Berlin', Date.parse(now))
    expect(month).toEqual({ from: Date.parse(from), until: Date.parse(until) })
  })
})

describe('the month’s budget', () => {
  const budgetOf = (bytes: number, fromDay = 1) => ({ dataBudget: { bytes, fromDay } })

  function counted(from: string, part: Partial<Settings>, dataDir = tempFolder()) {
    const world = worldAt(from, part)
    const binding = process.env.DANDELION_SQLITE_BINDING ?? null
    const store = openStore({ dataDir, nativeBinding: binding })
    let changes = 0
    const keeper = createBudgetKeeper({
      context: { ...world.context, store },
      timeZone: berlin,
      onChange: () => {
        changes += 1
      },
    })
    const close = () => {
      keeper.close()
      store.commit()
      store.close()
    }
    return { ...world, keeper, close, dataDir, changes: () => changes }
  }

  it('counts, is used up at its last byte, and begins anew with the month', async () => {
    const { clock, keeper, close, changes, told } = counted('2026-11-30T22:00Z', budgetOf(1000))
    keeper.tick()
    keeper.add(999)
    keeper.tick()
    expect(keeper.state()).toMatchObject({ usedBytes: 999, isUsedUp: false })
    expect(changes()).toBe(0)
    keeper.add(1)
    keeper.tick()
    expect(keeper.state()).toMatchObject({ usedBytes: 1000, isUsedUp: true })
    expect(changes()).toBe(1)
    expect(told.at(-1)).toMatchObject({ kind: 'budget.changed', budget: { isUsedUp: true } })
    await clock.pass(3_600_000)
    keeper.tick()
    expect(keeper.state()).toMatchObject({ usedBytes: 0, isUsedUp: false })
    expect(changes()).toBe(2)
    close()
  })

  it('is kept from one start to the next, day by day', () => {
    const first = counted('2026-11-10T10:00Z', budgetOf(1000))
    first.keeper.add(600)
    first.close()
    const second = counted('2026-11-22T10:00Z', budgetOf(1000), first.dataDir)
    expect(second.keeper.state().usedBytes).toBe(600)
    second.keeper.add(300)
    expect(second.keeper.state().usedBytes).toBe(900)
    // Another first day: what came before it is of the month before.
    second.settings.now = { ...second.settings.now, ...budgetOf(1000, 15) }
    expect(second.keeper.state().usedBytes).toBe(300)
    second.close()
  })

  it('that is given, taken away or raised holds at once', () => {
    const { keeper, settings, close, changes } = counted('2026-11-10T10:00Z', {})
    keeper.add(5000)
    keeper.tick()
    expect(changes()).toBe(0)
    settings.now = { ...settings.now, ...budgetOf(1000) }
    keeper.tick()
    expect([keeper.state().isUsedUp, changes()]).toEqual([true, 1])
    settings.now = { ...settings.now, ...budgetOf(9000) }
    keeper.tick()
    expect([keeper.state().isUsedUp, changes()]).toEqual([false, 2])
    close()
  })
})
