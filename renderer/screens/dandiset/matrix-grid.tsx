import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { MatrixCell } from '../../../main/model/files.ts'
import { t } from '../../locales/t.ts'
import { classes } from '../../ui/class-names.ts'
import { GridRow, HeadCell } from '../../ui/grid.tsx'
import { cellBox, MatrixCellBox, sumBox } from './matrix-cell.tsx'
import styles from './matrix-grid.module.css'
import { columnName, subjectName } from './matrix-names.ts'
import type { MatrixView, Sight } from './use-matrix.ts'

interface MatrixGridProps {
  readonly view: MatrixView
  /** Two letters by modality. */
  readonly marks: ReadonlyMap<string, string>
  readonly onSight: (sight: Sight) => void
  readonly onCell: (row: number, cell: MatrixCell, on: boolean) => void
  readonly onRow: (subject: string | null, on: boolean) => void
  readonly onColumn: (column: number, on: boolean) => void
}

/** A place of the grid; -1 is the head of a row or a column. */
interface Place {
  readonly row: number
  readonly column: number
}

const headWidth = 176
const headHeight = 32
const rowHeight = 44
const leastWidth = 98
const mostWidth = 220
const wide = 150
/** What is beside the marks in a cell, and one of them. */
const beside = 36
const markWidth = 23

/** Draws what is in sight, both ways. The grid has the focus; the active cell is named by id. */
export function MatrixGrid(props: MatrixGridProps) {
  const { view, onSight } = props
  const rowCount = view.matrix?.subjectTotal ?? 0
  const columnCount = view.matrix?.columnTotal ?? 0
  const scroller = useRef<HTMLDivElement>(null)
  const [asked, setActive] = useState<Place>({ row: 0, column: 0 })
  const width = useCellWidth(scroller, columnCount)
  const common = { getScrollElement: () => scroller.current, overscan: 4 }
  const rows = useVirtualizer({
    ...common,
    count: rowCount,
    estimateSize: () => rowHeight,
    scrollPaddingStart: headHeight,
  })
  const columns = useVirtualizer({
    ...common,
    horizontal: true,
    count: columnCount,
    estimateSize: () => width,
    scrollPaddingStart: headWidth,
  })
  useEffect(() => {
    void width
    columns.measure()
  }, [columns, width])
  useSight(rows, columns, onSight)
  const last = { row: rowCount - 1, column: columnCount - 1 }
  const at = { row: Math.min(asked.row, last.row), column: Math.min(asked.column, last.column) }
  const go = (to: Place) => {
    setActive(to)
    if (to.row >= 0) rows.scrollToIndex(to.row)
    if (to.column >= 0) columns.scrollToIndex(to.column)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = stepOf(event, at, last)
    if (to) go(to)
    else if (event.key === ' ' || event.key === 'Enter') toggle(props, at)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const place = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset
    if (!place) return
    const clicked = { row: Number(place.row), column: Number(place.column) }
    setActive(clicked)
    toggle(props, clicked)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <table> cannot draw only what is in sight
    <div
      ref={scroller}
      id="matrix"
      className={styles.scroller}
      tabIndex={0}
      role="grid"
      aria-label={t('matrix.name')}
      aria-rowcount={rowCount + 1}
      aria-colcount={columnCount + 1}
      aria-multiselectable
      aria-activedescendant={idOf(at)}
      onKeyDown={onKeyDown}
      onClick={onClick}
      style={{ '--cell-width': `${width}px` } as CSSProperties}
    >
      <Heads {...props} rows={rows} columns={columns} active={at} />
      <div
        role="presentation"
        className={styles.body}
        style={{ height: rows.getTotalSize(), width: headWidth + columns.getTotalSize() }}
      >
        {rows.getVirtualItems().map((item) => (
          <GridRow
            key={item.index}
            aria-rowindex={item.index + 2}
            className={styles.row}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <RowHead {...props} row={item.index} columns={columns} active={at} />
            {columns.getVirtualItems().map((column) => (
              <MatrixCellBox
                key={column.index}
                id={idOf({ row: item.index, column: column.index })}
                row={item.index}
                column={column.index}
                start={headWidth + column.start}
                view={view}
                marks={props.marks}
                {...fitOf(width)}
                active={at.row === item.index && at.column === column.index}
              />
            ))}
          </GridRow>
        ))}
      </div>
    </div>
  )
}

/** So many modalities fit into a cell, in words where it is wide. */
function fitOf(width: number) {
  const words = width >= wide
  return { words, fits: words ? 3 : Math.floor((width - beside) / markWidth) }
}

const idOf = ({ row, column }: Place) => `matrix-${row}-${column}`

type Lanes = Virtualizer<HTMLDivElement, Element>

function useSight(rows: Lanes, columns: Lanes, onSight: (sight: Sight) => void): void {
  const [inRows, inColumns] = [rows.getVirtualItems(), columns.getVirtualItems()]
  const top = inRows[0]?.index ?? 0
  const bottom = inRows.at(-1)?.index ?? 0
  const left = inColumns[0]?.index ?? 0
  const right = inColumns.at(-1)?.index ?? 0
  useEffect(
    () => onSight({ rows: [top, bottom], columns: [left, right] }),
    [onSight, top, bottom, left, right],
  )
}

/** Few columns share the room that there is. */
function useCellWidth(
  scroller: { readonly current: HTMLDivElement | null },
  count: number,
): number {
  const [room, setRoom] = useState(0)
  useEffect(() => {
    if (!scroller.current) return
    const observer = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? 0))
    observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [scroller])
  const share = Math.floor((room - headWidth - 8) / Math.max(1, count))
  return Math.max(leastWidth, Math.min(mostWidth, share))
}

interface LanesProps extends MatrixGridProps {
  readonly columns: Lanes
  readonly active: Place
}

function Heads({ view, columns, active }: LanesProps & { readonly rows: Lanes }) {
  return (
    <GridRow
      aria-rowindex={1}
      className={styles.heads}
      style={{ width: headWidth + columns.getTotalSize() }}
    >
      <HeadCell
        id={idOf({ row: -1, column: -1 })}
        aria-colindex={1}
        className={classes(styles.corner, styles.head)}
        data-active={active.row < 0 && active.column < 0 ? '' : undefined}
      >
        {t('matrix.corner')}
      </HeadCell>
      {columns.getVirtualItems().map(({ index, start }) => (
        <HeadCell
          key={index}
          id={idOf({ row: -1, column: index })}
          aria-colindex={index + 2}
          aria-label={t('matrix.column', { session: columnName(view, index) })}
          title={t('matrix.column', { session: columnName(view, index) })}
          data-row={-1}
          data-column={index}
          data-active={active.row < 0 && active.column === index ? '' : undefined}
          className={styles.head}
          style={{ left: headWidth + start }}
        >
          <bdi>{columnName(view, index)}</bdi>
        </HeadCell>
      ))}
    </GridRow>
  )
}

function RowHead({ view, row, columns, active }: LanesProps & { readonly row: number }) {
  const subject = view.subject(row)
  const name = subjectName(subject)
  const known = knownCells(view, row, columns)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="rowheader"
      id={idOf({ row, column: -1 })}
      aria-colindex={1}
      data-row={row}
      data-column={-1}
      data-active={active.row === row && active.column < 0 ? '' : undefined}
      className={styles.rowHead}
      title={t('matrix.row', { subject: name })}
    >
      {subject !== undefined && sumBox(known)}
      <bdi>{name}</bdi>
    </div>
  )
}

function knownCells(view: MatrixView, row: number, columns: Lanes): readonly MatrixCell[] {
  return columns.getVirtualItems().flatMap(({ index }) => view.cell(row, index) ?? [])
}

/** A box, or all boxes of a row or a column: what is not chosen wholly becomes chosen. */
function toggle(props: MatrixGridProps, { row, column }: Place): void {
  const { view } = props
  const cells = view.matrix?.cells ?? []
  const isOn = (some: readonly MatrixCell[]) => some.every((it) => cellBox(it) === 'on')
  if (row >= 0 && column >= 0) {
    const cell = view.cell(row, column)
    if (cell) props.onCell(row, cell, cellBox(cell) !== 'on')
    return
  }
  if (row >= 0) {
    const subject = view.subject(row)
    if (subject !== undefined) props.onRow(subject, !isOn(cells.filter((it) => it.row === row)))
  } else if (column >= 0) {
    props.onColumn(column, !isOn(cells.filter((it) => it.column === column)))
  }
}

const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
}

function stepOf(event: KeyboardEvent, { row, column }: Place, last: Place): Place | null {
  const whole = event.ctrlKey || event.metaKey
  if (event.key === 'Home') return { row: whole ? 0 : row, column: 0 }
  if (event.key === 'End') return { row: whole ? last.row : row, column: last.column }
  const step = steps[event.key]
  if (!step) return null
  const [down, right] = step
  return {
    row: Math.max(-1, Math.min(last.row, row + down)),
    column: Math.max(-1, Math.min(last.column, column + right)),
  }
}
