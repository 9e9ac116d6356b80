import type { Engine } from '../engine.ts'
import type { EngineState } from '../model/events.ts'
import type { ScheduleView } from '../model/schedule.ts'

export interface DeskState {
  readonly state: EngineState
  readonly views: readonly ScheduleView[]
}

/** What a person sees beside the window changes at most this often. */
const SHOWN_EVERY_MS = 1000

/**
 * Tells, after changes alone, what tray and task bar show. Returns the function that ends it.
 */
export function watchDesk(engine: Engine, tell: (desk: DeskState) => void): () => void {
  let views: readonly ScheduleView[] = []
  let areViewsOld = true
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  const show = async () => {
    if (areViewsOld) {
      areViewsOld = false
      views = await engine['schedules.list'](undefined)
    }
    timer = null
    if (!isClosed) tell({ state: engine.snapshot(undefined) as EngineState, views })
  }
  const later = (ms: number) => {
    timer ??= setTimeout(() => void show(), ms)
  }
  const stop = engine.subscribe((batch) => {
    areViewsOld ||= batch.some(({ kind }) => kind === 'schedules.changed')
    later(SHOWN_EVERY_MS)
  })
  later(0)
  return () => {
    isClosed = true
    stop()
    if (timer) clearTimeout(timer)
  }
}
