/** When a computer whose program is closed must look at its schedules. */
import { isWithinWindow, type Schedule, startMinutes } from '../model/schedule.ts'
import type { WakeRule, Wakes } from '../model/timers/timer.ts'
import { nextOccurrence, occurrences } from './occurrences.ts'
import { type Timing, windowAt } from './windows.ts'

/** Times told one by one; each run that ends tells the next ones. */
const MOST_MOMENTS = 40
/** Changes of the clocks are looked for so far ahead. */
const GAP_DAYS = 400
const DAY_MS = 86_400_000
/** A run that a condition held, or that a person stopped with the program, is tried again then. */
const RETRY_MS = 3_600_000

export interface WakesOptions {
  readonly schedules: readonly Schedule[]
  /** Those with a run that waits for more than a person. */
  readonly unfinished: ReadonlySet<string>
  /** Where rules for new dandisets are on: their names, and the time zone of this computer. */
  readonly looks: { readonly names: readonly string[]; readonly timeZone: string }
  readonly now: number
  /** Whether the system can say a rule; what it cannot is told moment by moment. */
  canSay(rule: WakeRule): boolean
  /** At most so many times in all. */
  readonly most: number
}

/**
 * Each start of each schedule that is on, when a run that rests may go on, and one look a day for
 * rules; nothing else.
 */
export function wakesOf(options: WakesOptions): Wakes {
  const { schedules, unfinished, looks, now, canSay, most } = options
  const on = schedules.filter(({ isOn }) => isOn)
  const look = looks.names.length === 0 ? [] : [lookRule(looks)]
  const rules: WakeRule[] = [...look]
  const moments: number[] = []
  for (const schedule of on) {
    if (schedule.pause !== null) {
      if (schedule.pause.until !== null) moments.push(schedule.pause.until)
      continue
    }
    const rule = ruleOf(schedule)
    if (rule !== null && canSay(rule)) {
      rules.push(rule)
      moments.push(...shiftedStarts(schedule, rule, now))
    } else moments.push(...startsOf(schedule, now))
    const again = unfinished.has(schedule.id) ? nextTry(schedule, now) : null
    if (again !== null && !isSaid(again, rule)) moments.push(again)
  }
  const told = rules.reduce((sum, rule) => sum + rule.minutes.length, 0)
  if (told <= most) return { rules, moments: inOrder(moments).slice(0, most - told) }
  const all = on.flatMap((schedule) => startsOf(schedule, now))
  return { rules: look, moments: inOrder([...moments, ...all]).slice(0, most - look.length) }
}

/** Before people begin to work. */
const LOOK_MINUTE = 6 * 60

function lookRule({ names, timeZone }: WakesOptions['looks']): WakeRule {
  return { minutes: [LOOK_MINUTE], days: { kind: 'every' }, timeZone, name: names.join(', ') }
}

/** When rules are looked at next with the program closed; null without any. */
export function nextLook({ looks, now }: Pick<WakesOptions, 'looks' | 'now'>): number | null {
  const when = { kind: 'daily', atMinute: LOOK_MINUTE } as const
  if (looks.names.length === 0) return null
  return nextOccurrence({ when, window: null, timeZone: looks.timeZone }, now)?.start ?? null
}

function inOrder(moments: readonly number[]): readonly number[] {
  return [...new Set(moments)].sort((a, b) => a - b)
}

function startsOf(timing: Timing, now: number): readonly number[] {
  return occurrences(timing, now, MOST_MOMENTS).map(({ start }) => start)
}

/** The rule that names a schedule's starts; null for cron text, which only croner understands. */
function ruleOf({ when, window, timeZone, name }: Schedule): WakeRule | null {
  if (when.kind === 'cron') return null
  const minutes = startMinutes(when).filter(
    (minute) => window === null || isWithinWindow(minute, window),
  )
  const rule = { minutes, timeZone, name }
  if (when.kind === 'monthly') return { ...rule, days: { kind: 'month', day: when.day } }
  if (when.kind !== 'weekly') return { ...rule, days: { kind: 'every' } }
  // After midnight a start lies in the window of the day before, which must have opened.
  const isOfDayBefore = window !== null && when.atMinute < window.startMinute
  const weekdays = when.days
    .filter((day) => !isOfDayBefore || when.days.some((other) => (other % 7) + 1 === day))
    .toSorted((a, b) => a - b)
  return { ...rule, days: { kind: 'weekdays', weekdays } }
}

/** Starts at a time that a change of the clocks leaves out: a rule that names it passes them over. */
function shiftedStarts(timing: Timing, rule: WakeRule, now: number): readonly number[] {
  const { timeZone } = timing
  const shifted: number[] = []
  for (let at = now; at < now + GAP_DAYS * DAY_MS; at += DAY_MS) {
    if (offsetOf(at + DAY_MS, timeZone) <= offsetOf(at, timeZone)) continue
    for (let from = at; ; ) {
      const next = nextOccurrence(timing, from)
      if (next === null || next.start > at + DAY_MS) break
      if (!rule.minutes.includes(minuteOf(next.start, timeZone))) shifted.push(next.start)
      from = next.start
    }
  }
  return shifted
}

/** When a run that waits may move: in an hour, or when its window opens next. */
function nextTry(timing: Timing, now: number): number | null {
  const { isIn, until } = windowAt(timing, now)
  if (!isIn) return until
  if (until === null || until > now + RETRY_MS) return now + RETRY_MS
  const after = windowAt(timing, until)
  return after.isIn ? until : after.until
}

/** Whether the rule says this time anyway. */
function isSaid(at: number, rule: WakeRule | null): boolean {
  return rule?.days.kind === 'every' && rule.minutes.includes(minuteOf(at, rule.timeZone))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Minutes by which clocks are ahead of UTC. */
function offsetOf(at: number, timeZone: string): number {
  const wall = Date.parse(`${wallText(at, timeZone).replace(' ', 'T')}:00Z`)
  return Math.round((wall - at) / 60_000)
}

function minuteOf(at: number, timeZone: string): number {
  const [hours = 0, minutes = 0] = wallText(at, timeZone).slice(11).split(':').map(Number)
  return hours * 60 + minutes
}

function wallText(at: number, timeZone: string): string {
  const known = formats.get(timeZone)
  const format =
    known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  if (!known) formats.set(timeZone, format)
  return format.format(at)
}
