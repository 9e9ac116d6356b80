import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, RotateCcw } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { t } from '../../locales/t.ts'
import {
  type Arrangement,
  type Column,
  keep,
  moved,
  sortedBy,
  toggled,
} from '../../store/columns.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { GridRow, HeadCell } from '../../ui/grid.tsx'
import list from '../../ui/list-row.module.css'
import { type MenuEntry, RowMenu } from '../../ui/menu.tsx'
import styles from './list-table.module.css'
import type { TableOf } from './table-of.ts'

interface HeadProps<Row, K extends string> {
  readonly of: TableOf<Row, K>
  readonly arrangement: Arrangement<K>
  readonly shown: readonly Column<K>[]
  readonly onArrange: (next: Arrangement<K>) => void
  readonly onAll: (on: boolean) => void
}

/** Sorts by click, Shift-click, Enter; moves by dragging or Alt+arrows; resizes by Shift+arrows. */
export function ListTableHead<Row, K extends string>(props: HeadProps<Row, K>) {
  const { of, arrangement, shown, onArrange, onAll } = props
  const [over, setOver] = useState<K | null>(null)
  return (
    <GridRow
      aria-rowindex={1}
      className={classes(list.row, list.head, styles.row, styles.head)}
      data-head
    >
      <HeadCell className={styles.box}>
        <CheckBox state={of.allBox} label={t('tree.all')} onChange={onAll} />
      </HeadCell>
      {shown.map((column, index) => (
        <ColumnHead
          key={column.key}
          column={column}
          title={of.title(column.key)}
          first={index === 0}
          last={index === shown.length - 1}
          target={over === column.key}
          arrangement={arrangement}
          onArrange={onArrange}
          onOver={setOver}
          menu={menuOf(props, column)}
        />
      ))}
    </GridRow>
  )
}

interface ColumnHeadProps<K extends string> {
  readonly column: Column<K>
  readonly title: string
  readonly first: boolean
  readonly last: boolean
  readonly target: boolean
  readonly arrangement: Arrangement<K>
  readonly onArrange: (next: Arrangement<K>) => void
  readonly onOver: (key: K | null) => void
  readonly menu: readonly MenuEntry[]
}

function ColumnHead<K extends string>(props: ColumnHeadProps<K>) {
  const { column, title, arrangement, onArrange } = props
  const { sort } = arrangement
  const rank = sort.findIndex((it) => it.key === column.key)
  const own = sort[rank]
  const Arrow = own?.descending ? ArrowDown : ArrowUp
  return (
    <HeadCell
      className={classes(styles.column, column.numeric && styles.numeric)}
      data-column={column.key}
      data-target={props.target ? '' : undefined}
      {...(rank === 0 && { 'aria-sort': own?.descending ? 'descending' : 'ascending' })}
    >
      <RowMenu entries={props.menu}>
        <button
          type="button"
          className={styles.sorter}
          tabIndex={props.first ? 0 : -1}
          title={column.unsortable ? undefined : t('table.sort.hint')}
          onClick={(event) =>
            column.unsortable !== true &&
            onArrange({
              ...arrangement,
              sort: sortedBy(sort, column.key, event.shiftKey ? 'also' : 'only'),
            })
          }
          onKeyDown={(event) => onHeadKey(event, props)}
          onPointerDown={(event) => drag(event, props)}
        >
          <span className={styles.title}>{title}</span>
          {own && <Arrow size={12} strokeWidth={2} aria-hidden />}
          {own && sort.length > 1 && (
            <span className={styles.rank}>
              <span className="visually-hidden">{t('table.sort.rank')} </span>
              {rank + 1}
            </span>
          )}
        </button>
      </RowMenu>
      {!props.first && (
        <span
          className={styles.edge}
          aria-hidden
          onPointerDown={(event) => resize(event, props, -1)}
        />
      )}
      {props.last && !props.first && (
        <span
          className={classes(styles.edge, styles.outer)}
          aria-hidden
          onPointerDown={(event) => resize(event, props, 1)}
        />
      )}
    </HeadCell>
  )
}

function menuOf<Row, K extends string>(
  { of, arrangement, shown, onArrange }: HeadProps<Row, K>,
  column: Column<K>,
): readonly MenuEntry[] {
  const { key } = column
  const at = shown.findIndex((it) => it.key === key)
  const [before, after] = [shown[at - 1], shown[at + 1]]
  const sort = (descending: boolean) => () =>
    onArrange({ ...arrangement, sort: [{ key, descending }] })
  const place = (to: Column<K> | undefined) => () =>
    to && onArrange(moved(arrangement, key, to.key))
  return [
    {
      label: t('table.ascending'),
      icon: ArrowUp,
      disabled: column.unsortable === true,
      act: sort(false),
    },
    {
      label: t('table.descending'),
      icon: ArrowDown,
      disabled: column.unsortable === true,
      act: sort(true),
    },
    {
      label: t('table.left'),
      icon: ArrowLeft,
      apart: true,
      disabled: column.fixed === true || !before || before.fixed === true,
      act: place(before),
    },
    {
      label: t('table.right'),
      icon: ArrowRight,
      disabled: column.fixed === true || !after,
      act: place(after),
    },
    {
      label: t('table.hide'),
      icon: EyeOff,
      disabled: column.fixed === true,
      act: () => onArrange(toggled(arrangement, key)),
    },
    { label: t('table.reset'), icon: RotateCcw, apart: true, act: () => keep(of.id, null) },
  ]
}

const step = 16

function onHeadKey<K extends string>(event: KeyboardEvent, props: ColumnHeadProps<K>): void {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (direction === undefined) return
  event.preventDefault()
  event.stopPropagation()
  const cell = (event.currentTarget as Element).closest('[data-column]')
  const next = (direction < 0 ? cell?.previousElementSibling : cell?.nextElementSibling) ?? null
  const { column, arrangement, onArrange } = props
  const neighbour = columnOf<K>(next)
  if (event.shiftKey) onArrange(widened(arrangement, column, direction * step))
  else if (!event.altKey) next?.querySelector<HTMLElement>('button')?.focus()
  else if (neighbour && !column.fixed) onArrange(moved(arrangement, column.key, neighbour))
}

const columnOf = <K extends string>(element: Element | null): K | undefined =>
  (element as HTMLElement | null)?.dataset.column as K | undefined

function widened<K extends string>(
  now: Arrangement<K>,
  column: Column<K>,
  by: number,
): Arrangement<K> {
  const width = Math.max(column.least, Math.round(column.width + by))
  return { ...now, widths: { ...now.widths, [column.key]: width } }
}

/** By its left edge, or with `side` 1 by its right one. */
function resize<K extends string>(
  event: PointerEvent,
  props: ColumnHeadProps<K>,
  side: 1 | -1,
): void {
  event.preventDefault()
  event.stopPropagation()
  const from = event.clientX
  const { column, arrangement, onArrange } = props
  track(event, (move) => onArrange(widened(arrangement, column, (move.clientX - from) * side)))
}

const threshold = 6

function drag<K extends string>(event: PointerEvent, props: ColumnHeadProps<K>): void {
  const { column, arrangement, onArrange, onOver } = props
  if (event.button !== 0 || column.fixed) return
  const from = event.clientX
  let over: K | undefined
  track(
    event,
    (move) => {
      if (over === undefined && Math.abs(move.clientX - from) < threshold) return
      const under = document.elementFromPoint(move.clientX, move.clientY)
      over = columnOf<K>(under?.closest('[data-column]') ?? null) ?? over ?? column.key
      onOver(over)
    },
    () => {
      onOver(null)
      if (over === undefined) return
      addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => removeEventListener('click', swallow, { capture: true }))
      onArrange(moved(arrangement, column.key, over))
    },
  )
}

const swallow = (event: Event) => event.stopPropagation()

function track(
  start: PointerEvent,
  onMove: (event: globalThis.PointerEvent) => void,
  onEnd?: () => void,
): void {
  const { pointerId } = start
  const move = (event: globalThis.PointerEvent) => event.pointerId === pointerId && onMove(event)
  const end = () => {
    removeEventListener('pointermove', move)
    removeEventListener('pointerup', end)
    removeEventListener('pointercancel', end)
    onEnd?.()
  }
  addEventListener('pointermove', move)
  addEventListener('pointerup', end)
  addEventListener('pointercancel', end)
}
