/** What a night brought, in words, for window and terminal alike. */
import {
  type NightPart,
  type NightReport,
  type NightRun,
  type PartState,
  stateOfPart,
  subjectOfPart,
  tallyOfNight,
} from '../../main/model/night.ts'
import {
  meanSpeed,
  type SpeedPoint,
  type SpeedSeries,
  speedOf,
} from '../../main/model/run-record.ts'
import type { RunPause, RunTally } from '../../main/model/schedule.ts'
import { formatCount, formatRate } from '../format/bytes.ts'
import { formatDuration } from '../format/time.ts'
import { clockAt, momentText } from './schedule-words.ts'
import { type TextKey, t } from './t.ts'
import { tallyText } from './tally-text.ts'

/** "Sunday, 22 November 2026", of a date such as 2026-11-22. */
export function morningText(morning: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
  return format.format(Date.parse(`${morning}T12:00:00Z`))
}

/** Trouble comes before what is well. */
const states = ['failed', 'asks', 'stopped', 'goes-on', 'up-to-date'] as const
const MOST_NAMES = 3

/** "3 files added, 1 renamed; DANDI:000027 is up to date". */
export function headlineText(report: NightReport): string {
  const { parts } = report
  const known = states.map((state) => stateLine(state, partsIn(state, parts)))
  const said = known.filter((line) => line !== '')
  if (said.length === 0) return t('night.nothing-ran')
  return [tallyText(tallyOfNight(report)) || t('night.nothing-new'), ...said].join('; ')
}

function partsIn(state: PartState, parts: readonly NightPart[]): readonly NightPart[] {
  return parts.filter((part) => stateOfPart(part) === state)
}

function stateLine(state: (typeof states)[number], parts: readonly NightPart[]): string {
  if (parts.length === 0) return ''
  const subjects = [...new Set(parts.flatMap(subjectOfPart))]
  const isMany = subjects.length > MOST_NAMES
  const names = isMany ? t('night.many', { total: formatCount(parts.length) }) : list(subjects)
  return t(`night.state.${state}`, { count: isMany ? parts.length : subjects.length, names })
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names)
}

/** "22:00 to 03:12, 5 h 12 min"; with the day where it is another one. */
export function spanText({ run }: NightRun, timeZone: string): string {
  const { startedAt, endedAt } = run
  if (startedAt === null) return t('night.not-begun')
  const from = momentText(startedAt, timeZone)
  if (endedAt === null) return t('night.since', { from })
  const duration = formatDuration((endedAt - startedAt) / 1000)
  return t('night.span', { from, to: toText(startedAt, endedAt, timeZone), duration })
}

/** "12 files added, 3 changed", or that nothing was. */
export function filesText(tally: RunTally): string {
  return tallyText(tally) || t('night.no-files')
}

/** The clock alone within half a day. */
function toText(from: number, to: number, timeZone: string): string {
  return to - from < 12 * 3_600_000 ? clockAt(to, timeZone) : momentText(to, timeZone)
}

/** "06:00 to 22:00: paused while its window was closed". */
export function pauseText({ reason, from, to }: RunPause, timeZone: string): string {
  const values = {
    reason: t(`schedule.pause.${reason}`),
    from: from === null ? '' : momentText(from, timeZone),
    to: to === null ? '' : toText(from ?? 0, to, timeZone),
  }
  return t(pauseKey(from, to), values)
}

function pauseKey(from: number | null, to: number | null): TextKey {
  if (from === null) return to === null ? 'night.pause.unknown' : 'night.pause.until'
  return to === null ? 'night.pause.open' : 'night.pause'
}

/** "46 MB/s on average, at most 52 MB/s at 23:10"; empty when nothing came. */
export function speedText(speeds: SpeedSeries, timeZone: string): string {
  const mean = meanSpeed(speeds)
  const peak = fastest(speeds)
  if (mean === null || peak === null) return ''
  return t('night.speed.text', {
    mean: formatRate(mean),
    peak: formatRate(speedOf(peak)),
    at: clockAt(peak.at, timeZone),
  })
}

function fastest({ points }: SpeedSeries): SpeedPoint | null {
  return points.reduce<SpeedPoint | null>(
    (best, point) => (best !== null && speedOf(best) >= speedOf(point) ? best : point),
    null,
  )
}
