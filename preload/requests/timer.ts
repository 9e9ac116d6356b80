/** The system's own timer, which runs schedules while Dandelion is closed. */
import * as z from 'zod'
import type { SystemTimerView } from '../../main/model/timers/timer.ts'
import { answers } from './shapes.ts'

export const timerRequests = {
  /** Null where the system has none that is known. */
  'timer.show': answers<SystemTimerView | null>()(z.undefined()),
  'timer.install': answers<SystemTimerView | null>()(z.undefined()),
  'timer.remove': answers<SystemTimerView | null>()(z.undefined()),
} as const
