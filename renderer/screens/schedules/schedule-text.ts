import type { ArchiveRef } from '../../../main/model/entry.ts'
import { type ScheduleDraft, timesOf } from '../../../main/model/schedule.ts'
import type { ScheduleWhat } from '../../../main/model/schedule-what.ts'
import { conditionsText, sentenceText, speedText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { cartName } from '../../store/schedules.ts'
import { selectionWords } from '../dandiset/conditions.ts'

/** "Every night from 22:00 to 06:00: 000026 draft, everything where sex is Male, to /data". */
export function scheduleText(draft: ScheduleDraft): string {
  const says = t('schedules.says', { times: sentenceText(timesOf(draft)), ...placeWords(draft) })
  return [says, speedText(draft), conditionsText(draft.conditions)]
    .filter((part) => part !== '')
    .join(', ')
}

/** Which files of what, and where to: the values of sentences that say so. */
export function placeWords({ selection, what, how }: ScheduleDraft) {
  const files = selectionWords(selection)
  return {
    files: `${files.charAt(0).toLowerCase()}${files.slice(1)}`,
    dandisets: whatText(what),
    folder: how.destination,
  }
}

const lists = new Intl.ListFormat('en')

/** Empty while nothing is chosen. */
function whatText(what: ScheduleWhat): string {
  switch (what.kind) {
    case 'refs':
      return lists.format(what.refs.map(refText))
    case 'cart':
      return what.path === '' ? '' : t('schedules.says.cart', { name: cartName(what.path) })
    case 'search':
      return what.name === '' ? '' : t('schedules.says.search', { name: what.name })
    default:
      return what satisfies never
  }
}

function refText({ dandisetId, version }: ArchiveRef): string {
  const id = dandisetId ?? ''
  if (version === null) return t('schedules.version.newest', { id })
  if (version === 'draft') return t('schedules.version.draft', { id })
  return t('schedules.version.number', { id, version })
}
