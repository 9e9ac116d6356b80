import { useCallback, useMemo, useRef, useState } from 'react'
import { useHeldRow, useLostRow } from '../../ui/held-row.ts'

/** Rows that a person has marked to do something with; by key, so that they survive a new order. */
export interface Marks<Row> {
  readonly kind: 'some' | 'all'
  readonly rows: ReadonlyMap<string, Row>
}

/** Rows by their place in the list; undefined while one is on its way. */
interface Shown<Row> {
  /** Another function when rows are others. */
  readonly at: (index: number) => Row | undefined
}

type Span = readonly [from: number, to: number]

interface MarksOf<Row> {
  readonly pages: Shown<Row>
  readonly keyOf: (row: Row) => string
  readonly count: number
  /** Rows that are not here yet, for spans longer than what is in sight. */
  readonly load: (span: Span) => Promise<readonly Row[]>
}

const nothing = { kind: 'some', rows: new Map() } as const

export type Marking<Row> = ReturnType<typeof useMarks<Row>>

export function useMarks<Row>({ pages: { at }, keyOf, count, load }: MarksOf<Row>) {
  const [marks, setMarks] = useState<Marks<Row>>(nothing)
  const keyAt = useCallback(
    (index: number) => {
      const row = at(index)
      return row === undefined ? undefined : keyOf(row)
    },
    [at, keyOf],
  )
  const [active, setActive, , held] = useHeldRow(keyAt, count)
  const [anchor, setAnchor] = useHeldRow(keyAt, count)
  /** Grows whenever a person goes to a row. */
  const [steps, setSteps] = useState(0)
  /** Answers to an older span are not wanted. */
  const asked = useRef(0)

  const search = useCallback(
    async (key: string, isOver: () => boolean) => {
      const found = await placeIn({ load, keyOf, count }, key, isOver)
      if (found === null || isOver()) return
      setActive(found, key)
      setAnchor(found, key)
      setSteps((now) => now + 1)
    },
    [load, keyOf, count, setActive, setAnchor],
  )
  useLostRow(held, keyAt, search)

  const put = useCallback(
    (rows: readonly Row[], onto: Marks<Row>) =>
      setMarks({
        kind: 'some',
        rows: new Map([...onto.rows, ...rows.map((row) => [keyOf(row), row] as const)]),
      }),
    [keyOf],
  )
  const span = useCallback(
    ([a, b]: Span, onto: Marks<Row> = nothing) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      asked.current += 1
      const mine = asked.current
      const here = rowsHere(at, [from, to])
      if (here) return put(here, onto)
      void load([from, to]).then((rows) => mine === asked.current && put(rows, onto))
    },
    [at, load, put],
  )
  /** Goes there and marks nothing. */
  const goTo = useCallback(
    (index: number) => {
      setAnchor(index)
      setActive(index)
      setSteps((now) => now + 1)
    },
    [setAnchor, setActive],
  )
  const one = useCallback(
    (index: number) => {
      goTo(index)
      span([index, index])
    },
    [goTo, span],
  )
  const extend = useCallback(
    (index: number) => {
      setActive(index)
      setSteps((now) => now + 1)
      span([anchor, index])
    },
    [span, anchor, setActive],
  )
  const toggle = useCallback(
    (index: number) => {
      const row = at(index)
      goTo(index)
      if (!row) return
      setMarks((now) => {
        const rows = new Map(now.rows)
        if (!rows.delete(keyOf(row))) rows.set(keyOf(row), row)
        return { kind: 'some', rows }
      })
    },
    [at, keyOf, goTo],
  )
  const all = useCallback(() => setMarks({ kind: 'all', rows: new Map() }), [])
  const clear = useCallback(() => {
    asked.current += 1
    setMarks(nothing)
  }, [])
  return useMemo(
    () => ({ marks, active, steps, keyAt, goTo, one, extend, toggle, span, all, clear }),
    [marks, active, steps, keyAt, goTo, one, extend, toggle, span, all, clear],
  )
}

const searched = 5000

/** Where a row is among those that are not here; null when it is nowhere. */
async function placeIn<Row>(
  { load, keyOf, count }: Pick<MarksOf<Row>, 'load' | 'keyOf' | 'count'>,
  key: string,
  isOver: () => boolean,
): Promise<number | null> {
  for (let from = 0; from < count && !isOver(); from += searched) {
    const rows = await load([from, Math.min(count, from + searched) - 1])
    const at = rows.findIndex((row) => keyOf(row) === key)
    if (at >= 0) return from + at
  }
  return null
}

/** null when some of them are not here. */
function rowsHere<Row>(at: Shown<Row>['at'], [from, to]: Span): readonly Row[] | null {
  const rows: Row[] = []
  for (let index = from; index <= to; index += 1) {
    const row = at(index)
    if (!row) return null
    rows.push(row)
  }
  return rows
}
