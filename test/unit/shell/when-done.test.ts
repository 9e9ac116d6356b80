import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EngineEvent, EngineState } from '../../../main/model/events.ts'
import type { JobView } from '../../../main/model/job.ts'
import type { ScheduleState, ScheduleView } from '../../../main/model/schedule.ts'
import { defaultSettings, type Settings } from '../../../main/model/settings.ts'
import type { Countdown } from '../../../main/model/when-done.ts'
import { createWhenDone, type WhenDone } from '../../../main/shell/when-done.ts'
import { sampleJob } from '../../support/sample-data.ts'
import { createSimClock, type SimClock, settled } from '../../support/sim-clock.ts'

/** An engine of which only what it tells is real. */
interface Desk {
  readonly clock: SimClock
  readonly whenDone: WhenDone
  readonly done: string[]
  readonly told: (Countdown | null)[]
  readonly stayed: object[]
  settings(): Settings
  change(patch: Partial<Settings>): Promise<void>
  jobs(...jobs: readonly JobView[]): Promise<void>
  schedule(state: ScheduleState, jobIds?: readonly string[]): Promise<void>
  moves(): Promise<void>
}

const noon = Date.UTC(2026, 10, 22, 12)
const moving = sampleJob({ id: 'a', phase: 'moving', endedAt: null })
const ended = { ...moving, phase: 'ended', endedAt: noon + 1 } as const
const failed = { ...ended, counts: { ...ended.counts, failed: 1 } }
let said = ''

function openDesk(patch: Partial<Settings>): Desk {
  const clock = createSimClock(noon)
  const listeners = new Set<(batch: readonly EngineEvent[]) => void>()
  let settings: Settings = { ...defaultSettings('/data'), ...patch }
  let jobs: readonly JobView[] = []
  let views: readonly ScheduleView[] = []
  const done: string[] = []
  const told: (Countdown | null)[] = []
  const stayed: object[] = []
  const tell = async (event: object) => {
    for (const listener of listeners) listener([event as EngineEvent])
    await settled()
  }
  const change = async (more: Partial<Settings>) => {
    settings = { ...settings, ...more }
    await tell({ kind: 'settings.changed' })
  }
  const whenDone = createWhenDone({
    engine: {
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      settings: () => settings,
      snapshot: () => ({ jobs }) as unknown as EngineState,
      'schedules.list': () => views,
      'settings.change': async (more) => {
        await change(more as Partial<Settings>)
        return settings
      },
    },
    clock,
    powerOff: (act) => {
      done.push(act)
      return Promise.resolve(said)
    },
    onCountdown: (countdown) => told.push(countdown),
    onStay: (why) => stayed.push(why),
  })
  return {
    ...{ clock, whenDone, done, told, stayed, change },
    settings: () => settings,
    async jobs(...next) {
      jobs = next
      await tell({ kind: 'job.changed' })
    },
    async schedule(state, jobIds = []) {
      views = [{ state, current: null, last: { jobIds } } as unknown as ScheduleView]
      await tell({ kind: 'schedules.changed' })
    },
    moves: () => tell({ kind: 'progress', moving: [{}] }),
  }
}

let desk: Desk
beforeEach(async () => {
  said = ''
  desk = openDesk({})
  await desk.change({ whenDone: 'shutdown' })
})
afterEach(() => desk.whenDone.close())

it('after something moved and all is done a minute begins, then the computer shuts down, once', async () => {
  await desk.jobs(moving)
  await desk.moves()
  await desk.clock.pass(10)
  await desk.jobs(ended)
  expect(desk.told).toEqual([{ act: 'shutdown', at: desk.clock.now() + 60_000 }])
  await desk.clock.pass(59_999)
  expect(desk.done).toEqual([])
  await desk.clock.pass(1)
  expect(desk.done).toEqual(['shutdown'])
  expect(desk.settings().whenDone).toBe('nothing')
})

it('what was chosen for a night that the program did not see the end of is forgotten, unless it is kept', () => {
  const left = openDesk({ whenDone: 'shutdown' })
  expect(left.settings().whenDone).toBe('nothing')
  left.whenDone.close()
  const kept = openDesk({ whenDone: 'sleep', keepsWhenDone: true })
  expect(kept.settings().whenDone).toBe('sleep')
  kept.whenDone.close()
})

it('nothing is done before anything has moved', async () => {
  await desk.jobs(ended)
  await desk.change({ whenDone: 'sleep' })
  await desk.clock.pass(3_600_000)
  expect([desk.told, desk.done]).toEqual([[], []])
})

it('what begins within the minute puts it off', async () => {
  await desk.moves()
  await desk.jobs(ended)
  await desk.clock.pass(30_000)
  await desk.jobs(ended, { ...moving, id: 'b' })
  expect(desk.whenDone.countdown()).toBeNull()
  await desk.clock.pass(3_600_000)
  expect(desk.done).toEqual([])
  await desk.jobs(ended, { ...ended, id: 'b' })
  await desk.clock.pass(60_000)
  expect(desk.done).toEqual(['shutdown'])
})

it('a person who says no is not asked again before something else has moved', async () => {
  await desk.change({ keepsWhenDone: true })
  await desk.moves()
  await desk.jobs(ended)
  desk.whenDone.cancel()
  await desk.jobs(ended)
  await desk.clock.pass(3_600_000)
  expect(desk.done).toEqual([])
  expect(desk.settings().whenDone).toBe('shutdown')
  await desk.moves()
  await desk.jobs(ended)
  desk.whenDone.now()
  expect(desk.done).toEqual(['shutdown'])
  expect(desk.settings().whenDone).toBe('shutdown')
})

it.each<readonly [string, ScheduleState, boolean]>([
  ['a run that lists', { kind: 'running', until: null }, false],
  ['a run that waits for mains', { kind: 'waiting', reason: 'mains', until: null }, false],
  ['a run in hours of rest', { kind: 'waiting', reason: 'hours', until: null }, false],
  ['a run that waits for the next night', { kind: 'waiting', reason: 'window', until: 1 }, true],
  ['a run without budget', { kind: 'waiting', reason: 'budget', until: null }, true],
  ['a schedule of tomorrow', { kind: 'next', at: noon + 1 }, true],
])('%s: %j is all done: %s', async (_, state, isDone) => {
  await desk.moves()
  await desk.schedule(state)
  await desk.clock.pass(60_000)
  expect(desk.done.length > 0).toBe(isDone)
})

it('held by a person is as good as done', async () => {
  await desk.moves()
  await desk.jobs({ ...moving, intent: 'hold', holdReason: 'person' })
  await desk.clock.pass(60_000)
  expect(desk.done).toEqual(['shutdown'])
})

it('a transfer of one’s own that failed keeps the computer on; one of a schedule does not', async () => {
  await desk.moves()
  await desk.jobs(failed)
  expect(desk.stayed).toEqual([{ failed: 1 }])
  await desk.clock.pass(3_600_000)
  expect(desk.done).toEqual([])
  expect(desk.settings().whenDone).toBe('nothing')
  await desk.change({ whenDone: 'sleep' })
  await desk.jobs(moving)
  await desk.moves()
  await desk.schedule({ kind: 'next', at: noon }, ['a'])
  await desk.jobs({ ...failed, endedAt: desk.clock.now() })
  await desk.clock.pass(60_000)
  expect(desk.done).toEqual(['sleep'])
})

it('a computer that does not obey is told of', async () => {
  said = 'Interactive authentication required.'
  await desk.moves()
  await desk.jobs(ended)
  await desk.clock.pass(60_000)
  expect(desk.stayed).toEqual([{ said }])
})

it('a choice that is taken back within the minute ends it', async () => {
  await desk.moves()
  await desk.jobs(ended)
  await desk.change({ whenDone: 'nothing' })
  expect(desk.told.at(-1)).toBeNull()
  await desk.clock.pass(60_000)
  expect(desk.done).toEqual([])
})
