import {
  CircleAlert,
  CircleSlash,
  type LucideIcon,
  MoveRight,
  PencilLine,
  Plus,
  Trash2,
} from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { type ChangeKind, changeKinds, type SyncChange } from '../../../main/model/sync.ts'
import { request } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { Pages } from '../../store/pages.ts'
import { usePages } from '../../store/use-pages.ts'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './change-list.module.css'

const looks: Readonly<Record<ChangeKind, LucideIcon>> = {
  added: Plus,
  changed: PencilLine,
  renamed: MoveRight,
  trashed: Trash2,
  deleted: Trash2,
  failed: CircleAlert,
  conflict: CircleSlash,
}

interface ChangeListProps {
  readonly runId: number
  /** Of the schedule. */
  readonly name: string
  /** While it is not known how many there are. */
  readonly expected: number
}

const ROW = 28
const HEAD = 30
const MOST_SHOWN = 9

/** What a run did to each file. */
export function ChangeList({ runId, name, expected }: ChangeListProps) {
  const pages = usePages(
    useMemo(
      () =>
        new Pages<SyncChange>((_, offset, limit) =>
          request('runs.changes', { runId, kinds: [...changeKinds], offset, limit }),
        ),
      [runId],
    ),
  )
  const want = useCallback((from: number, to: number) => pages.want(from, to), [pages])
  const [active, setActive] = useState(0)
  const total = pages.total() ?? expected
  const height = Math.min(MOST_SHOWN, total) * ROW + HEAD + 2
  return (
    <div className={styles.frame} style={{ height }}>
      <VirtualRows
        role="grid"
        id={`changes-${runId}`}
        label={t('change.list', { name })}
        count={total}
        rowHeight={ROW}
        active={Math.min(active, Math.max(0, total - 1))}
        onActive={setActive}
        onRange={want}
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
            change={pages.at(place.index)}
            onSelect={() => setActive(place.index)}
          />
        )}
      </VirtualRows>
    </div>
  )
}

interface RowProps {
  readonly place: RowPlace
  readonly change: SyncChange | undefined
  readonly onSelect: () => void
}

function Row({ place, change, onSelect }: RowProps) {
  return (
    <GridRow
      id={place.id}
      aria-rowindex={place.index + 2}
      aria-busy={change === undefined}
      data-active={place.active ? '' : undefined}
      className={styles.row}
      onClick={onSelect}
    >
      {change ? (
        <Cells change={change} />
      ) : (
        <Cell>
          <Skeleton width="60%" />
        </Cell>
      )}
    </GridRow>
  )
}

function Cells({ change }: { readonly change: SyncChange }) {
  const { kind, localPath, from, sizeBytes, failure } = change
  const Icon = looks[kind]
  return (
    <>
      <Cell className={styles.kind} data-kind={kind}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {t(`change.${kind}`)}
      </Cell>
      <Cell className={styles.place}>
        <bdi title={localPath}>{localPath}</bdi>
        {from !== null && (
          <span className={styles.muted}>
            {' '}
            {t('change.was')} <bdi title={from}>{from}</bdi>
          </span>
        )}
        {failure && <span className={styles.why}>{failureLine(failure)}</span>}
      </Cell>
      <Cell className={styles.size}>{formatBytes(sizeBytes)}</Cell>
    </>
  )
}
