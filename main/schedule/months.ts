import { ticksOf } from './ticks.ts'

/** The month of bytes that a moment lies in, which begins with a day at midnight. */
export function monthAt(
  fromDay: number,
  timeZone: string,
  now: number,
): { readonly from: number; readonly until: number } {
  const starts = ticksOf(`0 0 ${fromDay} * *`, timeZone)
  return { from: starts.upTo(now) ?? now, until: starts.after(now) ?? now }
}
