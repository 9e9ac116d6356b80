import type { MouseEvent } from 'react'
import type { Marking, Marks } from './use-marks.ts'

/** What the mouse and boxes mean where rows can be marked. */

export function isMarked<Row>(marks: Marks<Row>, key: string): boolean {
  return marks.kind === 'all' || marks.rows.has(key)
}

/** The marked rows if this is one of them, else this row alone. */
export function meantBy<Row>(marks: Marks<Row>, key: string, row: Row): Marks<Row> {
  return isMarked(marks, key) ? marks : { kind: 'some', rows: new Map([[key, row]]) }
}

/** Null between rows. */
export function rowAt(target: EventTarget): number | null {
  const index = (target as Element).closest<HTMLElement>('[data-index]')?.dataset.index
  return index === undefined ? null : Number(index)
}

/** With Shift up to the row that is pressed, with Ctrl or Cmd that one more or less. */
export function markPressed<Row>(event: MouseEvent, marking: Marking<Row>): void {
  const index = rowAt(event.target)
  if (index === null || (event.target as Element).closest('button')) return
  if (event.shiftKey) marking.extend(index)
  else if (event.ctrlKey || event.metaKey) marking.toggle(index)
  else marking.one(index)
}
