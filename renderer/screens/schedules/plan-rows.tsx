import {
  CircleAlert,
  CircleSlash,
  type LucideIcon,
  MoveRight,
  PencilLine,
  Plus,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import type { SyncKind, SyncPlan, SyncRow } from '../../../main/model/sync.ts'
import { formatBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from '../report/change-list.module.css'

const looks: Readonly<Partial<Record<SyncKind, LucideIcon>>> = {
  add: Plus,
  update: PencilLine,
  rename: MoveRight,
  vanish: Trash2,
  problem: CircleAlert,
  conflict: CircleSlash,
}

const ROW = 28
const HEAD = 30
const MOST_SHOWN = 12

interface PlanRowsProps {
  readonly plan: SyncPlan
  readonly label: string
}

/** What a run would do to each file. */
export function PlanRows({ plan, label }: PlanRowsProps) {
  const { rows, remove } = plan
  const [active, setActive] = useState(0)
  if (rows.length === 0) return null
  const height = Math.min(MOST_SHOWN, rows.length) * ROW + HEAD + 2
  return (
    <div className={styles.frame} style={{ height }}>
      <VirtualRows
        role="grid"
        id={`plan-${plan.fingerprint}`}
        label={label}
        count={rows.length}
        rowHeight={ROW}
        active={active}
        onActive={setActive}
        head={
          <GridRow className={classes(styles.row, styles.head)} aria-rowindex={1}>
            <HeadCell>{t('change.kind')}</HeadCell>
            <HeadCell>{t('change.place')}</HeadCell>
            <HeadCell className={styles.size}>{t('column.size')}</HeadCell>
          </GridRow>
        }
      >
        {(place) => (
          <Row
            place={place}
            row={rows[place.index]}
            gone={remove}
            onSelect={() => setActive(place.index)}
          />
        )}
      </VirtualRows>
    </div>
  )
}

interface RowProps {
  readonly place: RowPlace
  readonly row: SyncRow | undefined
  readonly gone: SyncPlan['remove']
  readonly onSelect: () => void
}

function Row({ place, row, gone, onSelect }: RowProps) {
  if (!row) return null
  const { kind, localPath, from, sizeBytes } = row
  const Icon = looks[kind] ?? Plus
  return (
    <GridRow
      id={place.id}
      aria-rowindex={place.index + 2}
      data-active={place.active ? '' : undefined}
      className={styles.row}
      onClick={onSelect}
    >
      <Cell className={styles.kind} data-kind={kind}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {t(kind === 'vanish' ? `plan-row.vanish.${gone}` : `plan-row.${kind}`)}
      </Cell>
      <Cell className={styles.place}>
        <bdi title={localPath}>{localPath}</bdi>
        {from !== null && (
          <span className={styles.muted}>
            {' '}
            {t('change.was')} <bdi title={from}>{from}</bdi>
          </span>
        )}
      </Cell>
      <Cell className={styles.size}>{formatBytes(sizeBytes)}</Cell>
    </GridRow>
  )
}
