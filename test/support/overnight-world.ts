/** Schedules over a folder kept in step: the real engine and archive, a clock that tests drive. */
import { expect } from 'vitest'
import type { EnginePorts } from '../../main/engine.ts'
import type { RunView, ScheduleDraft, ScheduleView } from '../../main/model/schedule.ts'
import type { OrderPatch, WorldOptions } from './engine-world.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'
import { scheduleDraft } from './scheduled-world.ts'
import { type SyncWorld, startSyncWorld } from './sync-world.ts'

export interface OvernightWorld {
  readonly sync: SyncWorld
  readonly clock: HandClock
  draft(patch?: Partial<ScheduleDraft>, order?: OrderPatch): ScheduleDraft
  save(patch?: Partial<ScheduleDraft>, order?: OrderPatch): Promise<ScheduleView>
  view(): Promise<ScheduleView>
  /** Oldest first. */
  runs(): Promise<readonly RunView[]>
  /** The oldest run that holds, as soon as there is one. */
  run(holds: (run: RunView) => boolean): Promise<RunView>
  /** Puts the clock on in steps, and waits at each until nothing is under way. */
  pass(to: number): Promise<void>
  /** The program is closed, and opened when the clock says so. */
  closedUntil(at: number): Promise<void>
  close(): Promise<void>
}

const STEP_MS = 30 * 60_000

export async function startOvernightWorld(
  start: number,
  options: WorldOptions = {},
  ports: Partial<EnginePorts> = {},
): Promise<OvernightWorld> {
  const clock = createHandClock(start)
  const patch = { clock, keepsSchedules: true, ...ports }
  const sync = await startSyncWorld({ ...options, ports: patch })
  const reopen = () => sync.reopen(patch)

  function draft(patch: Partial<ScheduleDraft> = {}, order: OrderPatch = {}): ScheduleDraft {
    const asked = sync.order(sync.dandisetId, { version: 'draft', dandisetYaml: false, ...order })
    const { ref, selection, ...how } = asked
    return scheduleDraft({ what: { kind: 'refs', refs: [ref] }, selection, how, ...patch })
  }

  async function runs(): Promise<readonly RunView[]> {
    const { rows } = await sync.engine['schedules.history']({ id: null, offset: 0, limit: 500 })
    return rows.toReversed()
  }

  async function settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    await expect.poll(async () => (await runs()).some(isMoving), { timeout: 60_000 }).toBe(false)
  }

  return {
    sync,
    clock,
    draft,
    save: (patch, order) =>
      sync.engine['schedules.save']({ id: null, draft: draft(patch, order) as never }) as never,
    async view() {
      const [only] = await sync.engine['schedules.list'](undefined)
      if (!only) throw new Error('no schedule')
      return only
    },
    runs,
    async run(holds) {
      let found: RunView | undefined
      const look = async () => (found = (await runs()).find(holds))
      await expect.poll(look, { timeout: 60_000 }).toBeDefined()
      return found as RunView
    },
    async pass(to) {
      while (clock.now() < to) {
        clock.set(Math.min(to, clock.now() + STEP_MS))
        await settled()
      }
    },
    async closedUntil(at) {
      await sync.engine.close()
      clock.set(at)
      await reopen()
      await settled()
    },
    close: () => sync.close(),
  }
}

const isMoving = ({ phase }: RunView) => phase === 'running'
