/** How fast bytes may move, by weekday and hour. */
import type { Weekday } from './schedule.ts'

/** From a minute since midnight to another; an end that is not later is on the next day. */
export interface SpeedRule {
  readonly days: readonly Weekday[]
  readonly fromMinute: number
  readonly toMinute: number
  /** null: as fast as it goes; 0: runs of schedules rest. */
  readonly bytesPerSecond: number | null
}

export type Timetable = readonly SpeedRule[]

/** Where rules overlap the slowest holds; null without any. */
export function slowest(rules: Timetable): SpeedRule | null {
  const rank = ({ bytesPerSecond }: SpeedRule) => bytesPerSecond ?? Number.POSITIVE_INFINITY
  return rules.reduce<SpeedRule | null>(
    (best, rule) => (best === null || rank(rule) < rank(best) ? rule : best),
    null,
  )
}

/** Which limit holds, and what it comes from. */
export interface SpeedLimit {
  /** null: as fast as it goes. */
  readonly bytesPerSecond: number | null
  readonly by: 'setting' | 'hours' | 'schedule' | 'slow'
}

export const noLimit: SpeedLimit = { bytesPerSecond: null, by: 'setting' }

/** The lowest of some limits; the first of equals. */
export function lowestLimit(limits: readonly SpeedLimit[]): SpeedLimit {
  const rank = ({ bytesPerSecond }: SpeedLimit) => bytesPerSecond ?? Number.POSITIVE_INFINITY
  return limits.reduce(
    (low, limit) => (rank(limit) < rank(low) ? limit : low),
    limits[0] ?? noLimit,
  )
}

/** What a timetable makes of the usual limit: in its hours a rule takes its place. */
export function limitBy(
  rule: SpeedRule | null,
  usual: number | null,
): Pick<SpeedLimit, 'bytesPerSecond'> & { readonly isByRule: boolean } {
  const isByRule = rule !== null && rule.bytesPerSecond !== 0
  return { bytesPerSecond: isByRule ? rule.bytesPerSecond : usual, isByRule }
}
