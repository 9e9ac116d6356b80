/** What the next run of a schedule would do, in words, for window and terminal alike. */
import type { FirstNight, Overnight } from '../../main/model/overnight.ts'
import { isNightly, type ScheduleDraft } from '../../main/model/schedule.ts'
import { type SyncKind, syncKinds } from '../../main/model/sync.ts'
import type { Tonight } from '../../main/model/tonight.ts'
import { formatBytes, formatCount, formatRate } from '../format/bytes.ts'
import { lazily } from '../format/lazily.ts'
import { conditionsText, minuteOf, momentText } from './schedule-words.ts'
import { t } from './t.ts'

/** "1.2 TB will need 3 nights at your median of 46 MB/s, until Wed 25 Nov, 00:43." */
export function nightsText({ overnight, from }: Tonight, timeZone: string): string {
  const { bytes, bytesPerSecond, nights, finishedAt } = overnight
  if (bytes === 0) return t('tonight.nothing')
  const size = formatBytes(bytes)
  if (from === null) return t('tonight.never', { size })
  if (bytesPerSecond === null) return t('tonight.unmeasured', { size })
  const speed = formatRate(bytesPerSecond)
  if (nights === null || finishedAt === null) return t('tonight.endless', { size, speed })
  const at = momentText(finishedAt, timeZone)
  if (nights === 1) return t('tonight.one', { size, speed, at })
  const key = isNightly(minuteOf(from, timeZone)) ? 'tonight.nights' : 'tonight.windows'
  return t(key, { count: nights, size, speed, at })
}

/** "Tonight: subjects 1 to 8 of 23"; empty when all of it comes at once, or nobody can tell. */
export function firstText({ overnight, from }: Tonight, timeZone: string): string {
  const { first, nights } = overnight
  if (first === null || from === null || nights === 0 || nights === 1) return ''
  const part = partText(first, overnight)
  const isNight = isNightly(minuteOf(from, timeZone))
  return t(isNight ? 'tonight.first' : 'tonight.first-window', { part })
}

/** What the plan counts on: the month's budget, and the schedule's conditions; sentences. */
export function dependsText(
  { budget, overnight: { bytes } }: Tonight,
  { conditions, timeZone }: Pick<ScheduleDraft, 'conditions' | 'timeZone'>,
): string {
  if (bytes === 0) return ''
  const left = budget && {
    left: formatBytes(budget.leftBytes),
    at: momentText(budget.until, timeZone),
  }
  const words = conditionsText(conditions)
  return [left && t('tonight.budget', left), words !== '' && t('tonight.if', { conditions: words })]
    .filter((text) => typeof text === 'string')
    .join(' ')
}

/** More names than these are told by the first and the last. */
const NAMED = 3

function partText({ files, bytes, subjects }: FirstNight, all: Overnight): string {
  const size = formatBytes(bytes)
  const first = subjects[0] ?? ''
  const last = subjects.at(-1) ?? ''
  if (subjects.length > NAMED) {
    const values = { first, last, size, of: formatCount(all.subjects) }
    return t('tonight.subjects-range', { count: subjects.length, ...values })
  }
  if (subjects.length > 0)
    return t('tonight.subjects', {
      count: subjects.length,
      names: names().format(subjects),
      of: formatCount(all.subjects),
      size,
    })
  if (files === 0) return t('tonight.no-file', { size })
  return t('tonight.files', {
    count: files,
    total: formatCount(files),
    of: formatCount(all.files),
    size,
  })
}

const names = lazily(() => new Intl.ListFormat('en'))

/** What is told of, in the order of the list. */
const told = syncKinds.filter((kind): kind is ToldKind => kind !== 'keep' && kind !== 'check')
export type ToldKind = Exclude<SyncKind, 'keep' | 'check'>

/** "214 new, 3 changed, 2 renamed"; empty when nothing is. */
export function changesText({ tallies }: Pick<Tonight, 'tallies'>): string {
  return told
    .filter((kind) => tallies[kind].files > 0)
    .map((kind) => t(`tonight.count.${kind}`, { total: formatCount(tallies[kind].files) }))
    .join(', ')
}
