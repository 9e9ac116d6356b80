import { Check, Copy, PanelRight, X } from 'lucide-react'
import type { TreeRow } from '../../../main/model/listing.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { openAsset } from '../../store/asset-panel.ts'
import { order } from '../../store/queries.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { tell } from '../../ui/toasts.tsx'
import type { Marks } from './use-marks.ts'

interface Acts {
  readonly snapshotId: number
  readonly onTick: (marks: Marks<TreeRow>, on: boolean) => void
}

/** What can be done with marked files and folders. */
export function treeMenu(
  marks: Marks<TreeRow>,
  { snapshotId, onTick }: Acts,
): readonly MenuEntry[] {
  const rows = [...marks.rows.values()]
  const all = marks.kind === 'all'
  const none = !all && rows.length === 0
  const [file, ...more] = rows
  const single = file !== undefined && more.length === 0 && file.kind !== 'folder'
  const tally = { count: rows.length, total: formatCount(rows.length) }
  return [
    {
      label: t('asset.details'),
      icon: PanelRight,
      keys: t('key.enter'),
      disabled: !single,
      act: () => file && openAsset(snapshotId, file.path),
    },
    {
      label: all ? t('mark.choose.all') : t('mark.choose-rows', tally),
      icon: Check,
      apart: true,
      keys: t('key.space'),
      disabled: none,
      act: () => onTick(marks, true),
    },
    {
      label: all ? t('mark.leave.all') : t('mark.leave-rows', tally),
      icon: X,
      disabled: none,
      act: () => onTick(marks, false),
    },
    {
      label: t('mark.copy', { count: rows.length }),
      icon: Copy,
      apart: true,
      disabled: all || none,
      act: () => void copy(rows.map(({ path }) => path)),
    },
  ]
}

async function copy(paths: readonly string[]): Promise<void> {
  await order('clipboard.write', { text: paths.join('\n') })
  tell(t('mark.copied', { count: paths.length, total: formatCount(paths.length) }))
}
