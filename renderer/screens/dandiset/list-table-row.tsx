import { memo, type ReactNode } from 'react'
import { t } from '../../locales/t.ts'
import type { Column } from '../../store/columns.ts'
import { type BoxState, CheckBox } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow } from '../../ui/grid.tsx'
import list from '../../ui/list-row.module.css'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import styles from './list-table.module.css'

interface RowProps<Row, K extends string> {
  readonly place: RowPlace
  readonly row: Row | undefined
  readonly name: string | undefined
  readonly box: BoxState
  readonly marked: boolean
  readonly columns: readonly Column<K>[]
  readonly cell: (row: Row, key: K) => ReactNode
  readonly onTick: (row: Row) => void
}

/** Drawn again only when what it shows has changed; `onTick` closes over nothing but marks. */
export const ListTableRow = memo(RowLine, sameLook) as typeof RowLine

function sameLook<Row, K extends string>(a: RowProps<Row, K>, b: RowProps<Row, K>): boolean {
  return (
    a.row === b.row &&
    a.box === b.box &&
    a.marked === b.marked &&
    a.place.index === b.place.index &&
    a.place.active === b.place.active &&
    a.onTick === b.onTick &&
    sameColumns(a.columns, b.columns)
  )
}

function sameColumns<K extends string>(a: readonly Column<K>[], b: readonly Column<K>[]): boolean {
  return a === b || (a.length === b.length && a.every((it, index) => it.key === b[index]?.key))
}

function RowLine<Row, K extends string>(props: RowProps<Row, K>) {
  const { place, row, name = '', box, marked, columns, cell, onTick } = props
  return (
    <GridRow
      {...place.row}
      data-index={place.index}
      aria-selected={marked}
      aria-busy={row === undefined}
      className={classes(list.row, styles.row)}
    >
      <Cell className={styles.box}>
        {row !== undefined && (
          <CheckBox
            state={box}
            label={t('tree.choose', { name })}
            tabIndex={-1}
            onChange={() => onTick(row)}
          />
        )}
      </Cell>
      {row === undefined ? (
        <Waiting index={place.index} />
      ) : (
        columns.map((column) => (
          <Cell key={column.key} className={column.numeric ? styles.number : styles.text}>
            {cell(row, column.key)}
          </Cell>
        ))
      )}
    </GridRow>
  )
}

function Waiting({ index }: { readonly index: number }) {
  return (
    <Cell className={styles.text}>
      <Skeleton width={`${40 + ((index * 13) % 35)}%`} />
      <span className="visually-hidden">{t('loading')}</span>
    </Cell>
  )
}
