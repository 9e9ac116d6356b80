/** The system's own timer: shown as text first, then put in place or removed. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function timerHandlers({ systemTimer }: Assembly) {
  return {
    'timer.show': () => systemTimer.view(),
    'timer.install': () => systemTimer.install(),
    'timer.remove': () => systemTimer.remove(),
  } satisfies Partial<EngineHandlers>
}
