import type { SyncAsk } from '../../main/model/sync.ts'
import { formatBytes, formatCount } from '../format/bytes.ts'
import { t } from './t.ts'

/** Why a run must not go on without a person's word, as a sentence. */
export function askText({ kind, value, limit }: SyncAsk): string {
  switch (kind) {
    case 'files':
    case 'dandisets':
    case 'empty-listing':
      return t(`ask.${kind}`, {
        count: value,
        total: formatCount(value),
        limit: formatCount(limit),
      })
    case 'share':
      return t('ask.share', { value: percent(value), limit: percent(limit) })
    case 'fetch-bytes':
    case 'free-space':
      return t(`ask.${kind}`, { value: formatBytes(Math.max(0, value)), limit: formatBytes(limit) })
    default:
      return kind satisfies never
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
