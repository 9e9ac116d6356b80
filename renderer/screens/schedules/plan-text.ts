import type { SyncKind, SyncPlan } from '../../../main/model/sync.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'

const told = ['add', 'update', 'rename', 'vanish', 'conflict', 'problem'] as const

/** "12 new, 3 replaced · 4.2 GB to fetch · 210 GB free". */
export function planFacts({ tallies, remove, bytesToFetch, freeBytes, rows }: SyncPlan): string {
  const counted = told.filter((kind) => tallies[kind].files > 0)
  const files = counted.map((kind) => countText(kind, tallies[kind].files, remove)).join(', ')
  const left = counted.reduce((sum, kind) => sum + tallies[kind].files, 0) - rows.length
  const facts = [
    files === '' ? t('plan-row.none') : files,
    t('plan-row.bytes', { bytes: formatBytes(bytesToFetch) }),
    t('plan-row.free', { bytes: formatBytes(freeBytes) }),
    left > 0 && t('plan-row.first', { total: formatCount(rows.length) }),
  ]
  return facts.filter(Boolean).join(' · ')
}

function countText(
  kind: Exclude<SyncKind, 'check' | 'keep'>,
  files: number,
  remove: SyncPlan['remove'],
): string {
  const values = { count: files, total: formatCount(files) }
  return kind === 'vanish'
    ? t(`plan-row.count.vanish.${remove}`, values)
    : t(`plan-row.count.${kind}`, values)
}
