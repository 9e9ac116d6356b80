import { useCallback, useMemo, useRef, useState } from 'react'

/** Rows that a person has marked to do something with; by key, so that they survive a new order. */
export interface Marks<Row> {
  readonly kind: 'some' | 'all'
  readonly rows: ReadonlyMap<string, Row>
}

/** Rows by their place in the list; undefined while one is on its way. */
interface Shown<Row> {
  readonly at: (index: number) => Row | undefined
}

type Span = readonly [from: number, to: number]

interface MarksOf<Row> {
  readonly pages: Shown<Row>
  readonly keyOf: (row: Row) => string
  /** Rows that are not here yet, for spans longer than what is in sight. */
  readonly load: (span: Span) => Promise<readonly Row[]>
}

const nothing = { kind: 'some', rows: new Map() } as const

export type Marking<Row> = ReturnType<typeof useMarks<Row>>

export function useMarks<Row>({ pages, keyOf, load }: MarksOf<Row>) {
  const [marks, setMarks] = useState<Marks<Row>>(nothing)
  const [active, setActive] = useState(0)
  const anchor = useRef(0)
  /** Answers to an older span are not wanted. */
  const asked = useRef(0)

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
      const here = rowsHere(pages, [from, to])
      if (here) return put(here, onto)
      void load([from, to]).then((rows) => mine === asked.current && put(rows, onto))
    },
    [pages, load, put],
  )
  /** Goes there and marks nothing. */
  const goTo = useCallback((index: number) => {
    anchor.current = index
    setActive(index)
  }, [])
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
      span([anchor.current, index])
    },
    [span],
  )
  const toggle = useCallback(
    (index: number) => {
      const row = pages.at(index)
      goTo(index)
      if (!row) return
      setMarks((now) => {
        const rows = new Map(now.rows)
        if (!rows.delete(keyOf(row))) rows.set(keyOf(row), row)
        return { kind: 'some', rows }
      })
    },
    [pages, keyOf, goTo],
  )
  const all = useCallback(() => setMarks({ kind: 'all', rows: new Map() }), [])
  const clear = useCallback(() => {
    asked.current += 1
    setMarks(nothing)
  }, [])
  return useMemo(
    () => ({ marks, active, goTo, one, extend, toggle, span, all, clear }),
    [marks, active, goTo, one, extend, toggle, span, all, clear],
  )
}

/** null when some of them are not here. */
function rowsHere<Row>(pages: Shown<Row>, [from, to]: Span): readonly Row[] | null {
  const rows: Row[] = []
  for (let index = from; index <= to; index += 1) {
    const row = pages.at(index)
    if (!row) return null
    rows.push(row)
  }
  return rows
}
