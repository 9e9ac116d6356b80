import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { Selection } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import { changeSelection } from '../../store/drafts.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { GridRow, HeadCell } from '../../ui/grid.tsx'
import list from '../../ui/list-row.module.css'
import { rootState } from './box-state.ts'
import styles from './file-tree.module.css'

interface HeadProps {
  readonly dandiset: ArchiveRef
  readonly selection: Selection
}

const columns = ['name', 'subject', 'session', 'type', 'files', 'size', 'modified'] as const

export function FileTreeHead({ dandiset, selection }: HeadProps) {
  const setAll = (on: boolean) =>
    changeSelection(dandiset, (now) => ({ ...now, base: on ? 'all' : 'none', ticks: [] }))
  return (
    <GridRow
      aria-rowindex={1}
      className={classes(list.row, list.head, styles.row, styles.head)}
      data-head
    >
      {columns.map((column) => (
        <HeadCell key={column} className={styles[column]}>
          {column === 'name' && (
            <CheckBox state={rootState(selection)} label={t('tree.all')} onChange={setAll} />
          )}
          {t(`column.${column}`)}
        </HeadCell>
      ))}
    </GridRow>
  )
}
