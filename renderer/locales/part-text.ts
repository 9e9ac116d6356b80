import type { TransferView } from '../../main/model/transfer.ts'
import type { TransferPart } from '../../main/model/zarr-part.ts'
import { formatCount } from '../format/bytes.ts'
import { t } from './t.ts'

const shownKeys = 3

/** What of a Zarr it is, in one line for window and terminal. */
export function partText({ partsTotal, state }: TransferView, { keep, of }: TransferPart): string {
  const names = keep.slice(0, shownKeys).map((key) => key.replace(/\/$/, ''))
  const more = keep.length - names.length
  const what =
    more > 0 ? t('part.more', { names: names.join(', '), count: more }) : names.join(', ')
  const entries = formatCount(partsTotal)
  if (partsTotal === 0) return what
  const count =
    of === null ? t('part.entries', { entries }) : t('part.of', { entries, total: formatCount(of) })
  return state.kind === 'done' ? t('part.done', { what, count }) : `${what} · ${count}`
}
