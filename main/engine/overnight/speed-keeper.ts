/** Which speed limit holds now: the setting's, the timetable's, that of a schedule, or slow mode's. */
import { limitBy, lowestLimit, type SpeedLimit } from '../../model/timetable.ts'
import { timetableAt } from '../../schedule/timetable.ts'
import type { Bandwidth } from '../../transfer/bandwidth.ts'
import type { Context } from '../context.ts'

export interface SpeedKeeper {
  /** The lowest limit of the schedules that run; null for none. */
  setScheduled(bytesPerSecond: number | null): void
  /** After a change of the settings. */
  look(): void
  /** Call at a steady beat: the timetable is looked at when it may say something else. */
  tick(): void
  current(): SpeedLimit
}

export interface SpeedKeeperOptions {
  readonly context: Pick<Context, 'clock' | 'publisher' | 'settings'>
  readonly bandwidth: Pick<Bandwidth, 'setLimit'>
  readonly timeZone: () => string
}

export function createSpeedKeeper(options: SpeedKeeperOptions): SpeedKeeper {
  const { bandwidth, timeZone } = options
  const { clock, publisher, settings } = options.context
  let scheduled: number | null = null
  let lookedAt = 0
  let until: number | null = null
  let current = look(null)

  function look(before: SpeedLimit | null): SpeedLimit {
    const { timetable, speedLimitBytesPerSecond, isSlow, slowBytesPerSecond } = settings()
    lookedAt = clock.now()
    const now = timetableAt(timetable, timeZone(), lookedAt)
    until = now.until
    const { bytesPerSecond, isByRule } = limitBy(now.rule, speedLimitBytesPerSecond)
    const next = lowestLimit([
      { bytesPerSecond, by: isByRule ? 'hours' : 'setting' },
      { bytesPerSecond: scheduled, by: 'schedule' },
      { bytesPerSecond: isSlow ? slowBytesPerSecond : null, by: 'slow' },
    ])
    if (before !== null && next.bytesPerSecond === before.bytesPerSecond && next.by === before.by)
      return before
    bandwidth.setLimit(next.bytesPerSecond)
    if (before !== null) publisher.publish({ kind: 'limit.changed', limit: next })
    return next
  }

  return {
    setScheduled(bytesPerSecond) {
      scheduled = bytesPerSecond
      current = look(current)
    },
    look() {
      current = look(current)
    },
    tick() {
      const now = clock.now()
      const isPast = until !== null && now >= until
      if (isPast || now < lookedAt) current = look(current)
    },
    current: () => current,
  }
}
