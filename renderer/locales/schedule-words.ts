/** Schedules and their runs in words, for window and terminal alike. */
import type { Conditions } from '../../main/model/conditions.ts'
import {
  isNightly,
  type RunPause,
  type RunView,
  type ScheduleDraft,
  type SentenceParts,
  type Weekday,
} from '../../main/model/schedule.ts'
import type { ScheduleProblem } from '../../main/model/schedule-problems.ts'
import { formatRate } from '../format/bytes.ts'
import { t } from './t.ts'

/** "Every night from 22:00 to 06:00, starting tonight". */
export function sentenceText(parts: SentenceParts): string {
  const what = timesText(parts)
  const { first, timeZone } = parts
  if (first === null) return what
  if (first.day === 'later')
    return t('schedule.starts.later', { what, date: dayText(first.at, timeZone) })
  const isTonight = first.day === 'today' && isNightly(minuteOf(first.at, timeZone))
  return t(`schedule.starts.${isTonight ? 'tonight' : first.day}`, { what })
}

function timesText(parts: SentenceParts): string {
  const { when, fromMinute, toMinute, windowMinute } = parts
  const often = oftenText(parts)
  const isOpenEnded = toMinute === null || windowMinute === null
  const isAtFixedTimes = when.kind === 'hours' || when.kind === 'cron' || fromMinute === null
  if (isAtFixedTimes) return isOpenEnded ? often : betweenText(often, windowMinute, toMinute)
  const from = clockText(fromMinute)
  if (isOpenEnded) return t('schedule.at', { often, from })
  if (windowMinute === fromMinute)
    return t('schedule.from-to', { often, from, to: clockText(toMinute) })
  return betweenText(t('schedule.at', { often, from }), windowMinute, toMinute)
}

function betweenText(often: string, from: number, to: number): string {
  return t('schedule.between', { often, from: clockText(from), to: clockText(to) })
}

function oftenText({ when, isNight }: SentenceParts): string {
  switch (when.kind) {
    case 'daily':
      return t(isNight ? 'schedule.often.night' : 'schedule.often.day')
    case 'weekly':
      return weekText(when.days)
    case 'hours':
      return t('schedule.often.hours', { count: when.hours })
    case 'monthly':
      return when.day === 'last'
        ? t('schedule.often.monthly-last')
        : t('schedule.often.monthly', { day: when.day })
    case 'cron':
      return t('schedule.often.cron', { text: when.text })
    default:
      return when satisfies never
  }
}

function weekText(days: readonly Weekday[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  if (sorted.join('') === '12345') return t('schedule.often.weekdays')
  if (sorted.join('') === '67') return t('schedule.often.weekends')
  if (sorted.length === 7) return t('schedule.often.day')
  const names = sorted.map((day) => t(`schedule.days.${day}`))
  return t('schedule.often.weekly', { days: new Intl.ListFormat('en').format(names) })
}

/** Why a schedule cannot be saved, as a sentence. */
export function problemText({ reason, other = '', said = '' }: ScheduleProblem): string {
  return t(`failure.input.invalid.why.schedule.${reason}`, { other, text: said })
}

/** How a run ended, and what was unusual about it. */
export function runText(run: RunView): string {
  const { outcome, isCaughtUp, isByHand, missed } = run
  const words = [
    outcome === null
      ? t(run.phase === 'running' ? 'schedule.state.running' : 'schedule.state.waiting.closed')
      : t(`schedule.outcome.${outcome}`),
    isByHand ? t('schedule.run.by-hand') : '',
    isCaughtUp && outcome !== 'superseded' ? t('schedule.run.caught-up') : '',
    missed > 0 ? t('schedule.run.missed', { count: missed }) : '',
  ]
  return words.filter((word) => word !== '').join(', ')
}

/** Why a run did not move for a while, each reason once. */
export function pausesText(pauses: readonly RunPause[]): string {
  const reasons = [...new Set(pauses.map(({ reason }) => reason))]
  return reasons.map((reason) => t(`schedule.pause.${reason}`)).join(', ')
}

/** "only on mains power, not on Guest"; empty without conditions. */
export function conditionsText({ onMains, notMetered, notVpn, notOn }: Conditions): string {
  const words = [
    onMains && t('condition.mains'),
    notMetered && t('condition.metered'),
    notVpn && t('condition.vpn'),
    notOn.length > 0 &&
      t('condition.network', {
        names: new Intl.ListFormat('en', { type: 'disjunction' }).format(notOn),
      }),
  ]
  return words.filter(Boolean).join(', ')
}

/** "at full speed, with other speeds at some hours". */
export function speedText({ speedLimitBytesPerSecond, timetable }: SpeedWishes): string {
  const words = [
    speedLimitBytesPerSecond === null
      ? t('schedule.speed.full')
      : t('schedule.speed.limit', { rate: formatRate(speedLimitBytesPerSecond) }),
    timetable.length > 0 && t('schedule.speed.hours'),
  ]
  return words.filter(Boolean).join(', ')
}

type SpeedWishes = Pick<ScheduleDraft, 'speedLimitBytesPerSecond' | 'timetable'>

/** 22:05. */
export function clockText(minute: number): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`
}

/** Minutes since midnight, by clocks on the wall of the time zone. */
export function minuteOf(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' })
  const [hours = 0, minutes = 0] = format.format(at).split(':').map(Number)
  return hours * 60 + minutes
}

function dayText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium' }).format(at)
}

/** "22:00" on clocks of the time zone. */
export function clockAt(at: number, timeZone: string): string {
  return clockText(minuteOf(at, timeZone))
}

/** "Mon 23 Nov, 22:00", as clocks of the time zone tell it. */
export function momentText(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return format.format(at)
}
