import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

/** What a row is known by wherever it stands; undefined while it is on its way. */
export type KeyAt = (index: number) => string | undefined

/** A row that stays meant when others come or go above it. */
export interface HeldRow {
  /** Where it was last seen. */
  readonly index: number
  /** `undefined`: of the row that is on its way there; null: whichever row is first. */
  readonly key: string | undefined | null
}

export const firstRow: HeldRow = { index: 0, key: null }

/** A key that is looked for in vain costs a look at so many rows. */
const MOST_ROWS = 20_000

/** The row where it stands now; where it was when it is not among the rows that are here. */
export function stillHeld(held: HeldRow, keyAt: KeyAt, count: number): HeldRow {
  const { index, key } = held
  if (key === null) return held
  const here = keyAt(index)
  if (key === undefined) return here === undefined ? held : { index, key: here }
  if (here === key) return held
  const found = nearest(index, count, (at) => keyAt(at) === key)
  return found === null ? held : { index: found, key }
}

/** The place nearest to one of which something holds; of two as near, the later. */
export function nearest(
  from: number,
  count: number,
  holds: (at: number) => boolean,
): number | null {
  const most = Math.min(MOST_ROWS, Math.max(from, count - 1 - from))
  for (let away = 0; away <= most; away += 1) {
    if (from + away < count && holds(from + away)) return from + away
    if (away <= from && holds(from - away)) return from - away
  }
  return null
}

/**
 * The place of the row that was gone to last, the way to another, and back to the first whichever
 * it is. `keyAt` must be another
 * function when rows are others, and the same while they are not.
 */
export function useHeldRow(keyAt: KeyAt, count: number) {
  const [held, setHeld] = useState(firstRow)
  const now = useMemo(() => stillHeld(held, keyAt, count), [held, keyAt, count])
  useEffect(() => setHeld(now), [now])
  const hold = useCallback((index: number, key = keyAt(index)) => setHeld({ index, key }), [keyAt])
  const release = useCallback(() => setHeld(firstRow), [])
  return [now.index, hold, release, now] as const
}

/** Searches once for a row in whose place another one stands. */
export function useLostRow(
  held: HeldRow,
  keyAt: KeyAt,
  search: (key: string, isOver: () => boolean) => Promise<void>,
): void {
  const sought = useRef<HeldRow | null>(null)
  const latest = useRef({ held, search })
  latest.current = { held, search }
  useEffect(() => {
    const here = keyAt(held.index)
    const isLost = typeof held.key === 'string' && here !== undefined && here !== held.key
    if (!isLost || sought.current === held) return
    sought.current = held
    void latest.current.search(held.key ?? '', () => latest.current.held !== held)
  }, [held, keyAt])
}

interface Shown<Row> {
  readonly at: (index: number) => Row | undefined
  /** Another number when rows are others. */
  readonly version: () => number
}

/** The keys of rows that come in pages. `keyOf` must be the same function each time. */
export function usePagedKeys<Row>(pages: Shown<Row>, keyOf: (row: Row) => string): KeyAt {
  const version = pages.version()
  return useCallback(
    (index) => {
      void version
      const row = pages.at(index)
      return row === undefined ? undefined : keyOf(row)
    },
    [pages, version, keyOf],
  )
}

/** The keys of rows that are all here. */
export function useKeys<Row>(rows: readonly Row[], keyOf: (row: Row) => string): KeyAt {
  return useCallback(
    (index) => {
      const row = rows[index]
      return row === undefined ? undefined : keyOf(row)
    },
    [rows, keyOf],
  )
}
