import type { RunTally } from '../../main/model/schedule.ts'
import { formatBytes, formatCount } from '../format/bytes.ts'
import { t } from './t.ts'

const kinds = ['added', 'changed', 'renamed', 'removed', 'failed'] as const

/** "12 files added, 3 changed"; empty when nothing was. */
export function tallyText(tally: RunTally): string {
  const named = kinds.filter((kind) => tally[kind] > 0)
  const parts = named.map((kind, index) =>
    t(index === 0 ? `tally.first.${kind}` : `tally.${kind}`, {
      count: tally[kind],
      total: formatCount(tally[kind]),
    }),
  )
  return parts.join(', ')
}

/** Empty when nothing came over the line. */
export const bytesText = ({ bytes }: Pick<RunTally, 'bytes'>): string =>
  bytes === 0 ? '' : formatBytes(bytes)
