import type { ReactNode } from 'react'
import type { Column } from '../../store/columns.ts'
import type { BoxState } from '../../ui/check-box.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { Marks } from './use-marks.ts'
import type { Rows } from './use-rows.ts'

/** What a table shows and does; its rows are marked by mouse and keys, and chosen by their boxes. */
export interface TableOf<Row, K extends string> {
  /** Its arrangement is kept under this name. */
  readonly id: string
  readonly label: string
  readonly columns: readonly Column<K>[]
  readonly title: (key: K) => string
  readonly rows: Rows<Row>
  readonly keyOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  /** Must be the same function each time, as rows are drawn again only when they change. */
  readonly cell: (row: Row, key: K) => ReactNode
  readonly boxOf: (row: Row) => BoxState
  readonly allBox: BoxState
  /** Enter or a double click. */
  readonly onOpen?: (row: Row) => void
  readonly onTick: (marks: Marks<Row>, on: boolean) => void
  readonly menu: (marks: Marks<Row>) => readonly MenuEntry[]
}
