import { type CSSProperties, type ReactNode, useId } from 'react'
import { useHeldRow, useKeys } from './held-row.ts'
import { type RowPlace, VirtualRows } from './virtual-rows.tsx'

interface RowListProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  /** Must be the same function each time. */
  readonly keyOf: (row: Row) => string
  readonly rowHeight: number
  /** The list is as high as its rows, up to so many of them. */
  readonly mostInSight: number
  /** Enter. */
  readonly onOpen?: (row: Row) => void
  /** Delete. */
  readonly onRemove?: (row: Row) => void
  readonly style?: CSSProperties
  readonly children: (row: Row, place: RowPlace) => ReactNode
}

/** A grid of rows that are all here, however many they are; those in sight are drawn. */
export function RowList<Row>(props: RowListProps<Row>) {
  const { label, rows, keyOf, rowHeight, mostInSight, onOpen, onRemove } = props
  const id = useId()
  const keyAt = useKeys(rows, keyOf)
  const [active, setActive] = useHeldRow(keyAt, rows.length)
  const actions = new Map([
    ['Enter', onOpen],
    ['Delete', onRemove],
    ['Backspace', onRemove],
  ])
  const height = rowHeight * Math.min(rows.length, mostInSight)
  return (
    <VirtualRows
      role="grid"
      id={id}
      label={label}
      style={{ height, flexShrink: 0, ...props.style }}
      count={rows.length}
      rowHeight={rowHeight}
      active={Math.min(active, Math.max(0, rows.length - 1))}
      keyAt={keyAt}
      onActive={setActive}
      onKey={({ key }, index) => {
        const row = rows[index]
        const act = actions.get(key)
        if (!(act && row !== undefined)) return false
        act(row)
        return true
      }}
    >
      {(place) => {
        const row = rows[place.index]
        return row !== undefined && props.children(row, place)
      }}
    </VirtualRows>
  )
}
