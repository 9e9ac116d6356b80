import { useCallback, useEffect, useRef } from 'react'
import { meantBy } from './marked.ts'
import type { TableOf } from './table-of.ts'
import type { Marks } from './use-marks.ts'

type Of<Row> = Pick<TableOf<Row, string>, 'keyOf' | 'boxOf' | 'onTick'>

/** Ticks a row, and all marked ones with it; the same function each time, so that rows stay drawn. */
export function useTick<Row>(of: Of<Row>, marks: Marks<Row>): (row: Row) => void {
  const latest = useRef({ of, marks })
  useEffect(() => {
    latest.current = { of, marks }
  })
  return useCallback((row: Row) => {
    const now = latest.current
    now.of.onTick(meantBy(now.marks, now.of.keyOf(row), row), now.of.boxOf(row) !== 'on')
  }, [])
}
