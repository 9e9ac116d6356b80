import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { formatBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { Place } from '../../ui/place.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './change-table.module.css'

/** What happened, or would happen, to one file. */
export interface ChangeLine {
  readonly icon: LucideIcon
  readonly kind: string
  readonly words: string
  readonly localPath: string
  readonly from: string | null
  readonly why?: string | null
  readonly sizeBytes: number
}

interface ChangeTableProps {
  readonly id: string
  readonly label: string
  readonly count: number
  /** So many rows are seen without scrolling. */
  readonly most: number
  /** Undefined while it is on its way. */
  readonly lineAt: (index: number) => ChangeLine | undefined
  readonly onRange?: (from: number, to: number) => void
}

const ROW = 28
const HEAD = 30

/** Files with what becomes of each; as high as it needs to be. */
export function ChangeTable({ id, label, count, most, lineAt, ...rest }: ChangeTableProps) {
  const [active, setActive] = useState(0)
  const height = Math.min(most, count) * ROW + HEAD + 2
  return (
    <div className={styles.frame} style={{ height }}>
      <VirtualRows
        role="grid"
        id={id}
        label={label}
        count={count}
        rowHeight={ROW}
        active={Math.min(active, Math.max(0, count - 1))}
        onActive={setActive}
        head={
          <GridRow className={classes(styles.row, styles.head)} aria-rowindex={1}>
            <HeadCell>{t('change.kind')}</HeadCell>
            <HeadCell>{t('change.place')}</HeadCell>
            <HeadCell className={styles.size}>{t('column.size')}</HeadCell>
          </GridRow>
        }
        {...rest}
      >
        {(place) => (
          <Row place={place} line={lineAt(place.index)} onSelect={() => setActive(place.index)} />
        )}
      </VirtualRows>
    </div>
  )
}

interface RowProps {
  readonly place: RowPlace
  readonly line: ChangeLine | undefined
  readonly onSelect: () => void
}

function Row({ place, line, onSelect }: RowProps) {
  return (
    <GridRow
      {...place.row}
      aria-busy={line === undefined}
      className={styles.row}
      onClick={onSelect}
    >
      {line ? (
        <Cells line={line} />
      ) : (
        <Cell>
          <Skeleton width="60%" />
        </Cell>
      )}
    </GridRow>
  )
}

function Cells({ line }: { readonly line: ChangeLine }) {
  const { icon: Icon, kind, words, localPath, from, why = null, sizeBytes } = line
  return (
    <>
      <Cell className={styles.kind} data-kind={kind}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {words}
      </Cell>
      <Cell className={styles.place}>
        <Place path={localPath} was={from === null ? null : [t('change.was'), from]} why={why} />
      </Cell>
      <Cell className={styles.size}>{formatBytes(sizeBytes)}</Cell>
    </>
  )
}
