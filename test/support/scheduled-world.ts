/** The scheduler on a real database, with a clock that tests drive and work that only takes time. */

import { createRunHolds } from '../../main/engine/overnight/run-holds.ts'
import type { ScheduledRunner } from '../../main/engine/overnight/scheduled-run.ts'
import { createScheduler, type Scheduler } from '../../main/engine/overnight/scheduler.ts'
import { noSurroundings, type SurroundingsPort } from '../../main/machine/surroundings.ts'
import type { BudgetState } from '../../main/model/budget.ts'
import { noConditions } from '../../main/model/conditions.ts'
import { orderDefaults } from '../../main/model/job.ts'
import { noFiles, type Schedule, type ScheduleDraft } from '../../main/model/schedule.ts'
import { everything } from '../../main/model/selection.ts'
import { defaultSettings, type Settings } from '../../main/model/settings.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { createSimClock, type SimClock, settled } from './sim-clock.ts'
import { tempFolder } from './temp-folder.ts'

/** Time in which a run moved without a rest, by the wall. */
export interface Stretch {
  readonly runId: number
  readonly scheduleId: string
  readonly from: number
  readonly to: number
  /** The wall clock had just been moved, by a sleep or by hand. */
  readonly afterJump: boolean
}

export interface ScheduledWorld {
  readonly clock: SimClock
  readonly store: Store
  readonly stretches: readonly Stretch[]
  /** Folders of the runs that move. */
  moving(): readonly string[]
  scheduler(): Scheduler
  /** The lowest limits of what ran, as they were told. */
  readonly limits: readonly (number | null)[]
  pass(ms: number): Promise<void>
  /** The machine sleeps; whoever tells that it woke up may do so more than once. */
  suspend(ms: number, wakes: number): Promise<void>
  /** A person sets the clock; nobody tells. */
  setClock(byMs: number): Promise<void>
  /** The program is killed, and started again later. */
  kill(offMs: number): Promise<void>
  close(): void
}

interface Active {
  readonly runId: number
  readonly schedule: Schedule
  from: number
  afterJump: boolean
}

const unused: BudgetState = { usedBytes: 0, from: 0, until: 0, isUsedUp: false }

export interface WorldOptions {
  readonly start: number
  readonly schedules: readonly Schedule[]
  /** How long a run's work takes, by its number. */
  readonly workMs: (runId: number) => number
  /** Of a computer that tells nothing unless it is given. */
  readonly surroundings?: SurroundingsPort
  readonly settings?: Partial<Settings>
  /** What of the month's bytes is used; none unless it is given. */
  readonly budget?: (now: number) => BudgetState
}

export async function startScheduledWorld(options: WorldOptions): Promise<ScheduledWorld> {
  const { start, schedules, workMs, settings = {} } = options
  const { surroundings = noSurroundings, budget = () => unused } = options
  const clock = createSimClock(start)
  const binding = process.env.DANDELION_SQLITE_BINDING ?? null
  const store = openStore({ dataDir: tempFolder(), nativeBinding: binding })
  store.transact(() => schedules.forEach(store.schedules.put))
  const stretches: Stretch[] = []
  const limits: (number | null)[] = []
  const left = new Map<number, number>()
  let active = new Set<Active>()

  function close(each: Active): void {
    const { runId, schedule, from, afterJump } = each
    stretches.push({ runId, scheduleId: schedule.id, from, to: clock.now(), afterJump })
  }

  function jump(ms: number): void {
    for (const each of active) close(each)
    clock.jump(ms)
    for (const each of active) Object.assign(each, { from: clock.now(), afterJump: true })
  }

  const runner: ScheduledRunner = {
    async run({ schedule, run, signal }) {
      const begun = clock.awake()
      const mine: Active = { runId: run.id, schedule, from: clock.now(), afterJump: false }
      const here = active
      here.add(mine)
      const work = left.get(run.id) ?? workMs(run.id)
      if (work <= 0) throw new Error(`run ${run.id} once more`)
      try {
        await clock.sleep(work, signal)
        left.set(run.id, 0)
        return { kind: 'ended', outcome: 'done', failure: null, asks: [], tally: noFiles }
      } catch {
        left.set(run.id, work - (clock.awake() - begun))
        return { kind: 'rests' }
      } finally {
        here.delete(mine)
        close(mine)
      }
    },
    hold: () => {},
    tellWait: () => {},
    drop: () => Promise.resolve(),
  }

  async function open(): Promise<Scheduler> {
    const log = { debug: () => {}, info: () => {}, warn: complain, error: complain }
    const publisher = { publish: () => {} } as never
    const holds = createRunHolds({
      context: { clock, settings: () => ({ ...defaultSettings('/data'), ...settings }) },
      surroundings,
      budget: { state: () => budget(clock.now()) },
      timeZone: () => 'UTC',
      onChange: () => made.look(),
    })
    const made: Scheduler = createScheduler({
      context: { clock, log, publisher, store },
      runner,
      holds,
      onLimit: (bytesPerSecond) => limits.push(bytesPerSecond),
    })
    made.recover()
    made.start()
    await settled()
    return made
  }

  let scheduler = await open()
  return {
    clock,
    store,
    stretches,
    limits,
    moving: () => [...active].map(({ schedule }) => schedule.how.destination),
    scheduler: () => scheduler,
    async pass(ms) {
      await clock.pass(ms)
      await settled()
    },
    async suspend(ms, wakes) {
      jump(ms)
      for (let time = 0; time < wakes; time++) scheduler.look()
      await settled()
    },
    async setClock(byMs) {
      jump(byMs)
      await settled()
    },
    async kill(offMs) {
      for (const each of active) close(each)
      active = new Set()
      clock.kill()
      clock.jump(offMs)
      scheduler = await open()
    },
    close: () => store.close(),
  }
}

function complain(message: string, details?: object): void {
  throw new Error(`${message} ${JSON.stringify(details)}`)
}

export function scheduleDraft(patch: Partial<ScheduleDraft> = {}): ScheduleDraft {
  const ref = {
    instance: 'local',
    dandisetId: '200001',
    version: 'draft',
    pick: { kind: 'dandiset' },
  } as const
  return {
    name: 'nightly',
    what: { kind: 'refs', refs: [ref] },
    selection: everything,
    how: {
      ...orderDefaults,
      destination: '/data',
      source: 'auto',
      existing: 'overwrite-different',
      preserveTree: false,
      assets: true,
      dandisetYaml: true,
    },
    remove: 'keep',
    trashDays: 30,
    newest: 'replace',
    when: { kind: 'daily', atMinute: 22 * 60 },
    window: { startMinute: 22 * 60, endMinute: 6 * 60 },
    timeZone: 'UTC',
    speedLimitBytesPerSecond: null,
    limits: { removedFiles: null, removedShare: null, fetchBytes: null, freeBytes: null },
    conditions: noConditions,
    timetable: [],
    ...patch,
  }
}

export function scheduleOf(id: string, since: number, patch: Partial<Schedule> = {}): Schedule {
  const own = { id, name: id, isOn: true, skipStart: null, pause: null, since }
  return { ...scheduleDraft(), ...own, ...patch }
}
