import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Page } from '../../../main/model/files.ts'
import { Pages } from '../../store/pages.ts'
import { onListing } from '../../store/signals.ts'
import { usePages } from '../../store/use-pages.ts'

const pageSize = 200
/** The most that one request answers. */
export const mostRows = 5000

type Load<Row> = (offset: number, limit: number) => Promise<Page<Row>>
type Span = readonly [from: number, to: number]

export interface Rows<Row> {
  readonly pages: Pages<Row>
  /** Another function when rows are others. */
  readonly at: (index: number) => Row | undefined
  readonly load: (span: Span) => Promise<readonly Row[]>
  readonly want: (from: number, to: number) => void
  /** More has arrived; it is not shown while rows in the middle of the list are being read. */
  readonly behind: boolean
  readonly catchUp: () => void
}

/**
 * Rows of a version's list, page by page. `question` names what `ask` asks: when it changes, rows
 * are asked for anew and what is shown stays until they are here.
 */
export function useRows<Row>(snapshotId: number, question: string, ask: Load<Row>): Rows<Row> {
  const latest = useRef(ask)
  latest.current = ask
  const pages = useMemo(() => {
    void snapshotId
    return new Pages<Row>((_, offset, limit) => latest.current(offset, limit), pageSize)
  }, [snapshotId])
  const top = useRef(0)
  const [behind, setBehind] = useState(false)
  const before = useRef(question)
  const catchUp = useCallback(() => {
    setBehind(false)
    pages.refresh()
  }, [pages])
  useEffect(() => {
    if (before.current === question) return
    before.current = question
    catchUp()
  }, [question, catchUp])
  useEffect(
    () =>
      onListing((note) => {
        if (note.snapshotId !== snapshotId) return
        if (top.current === 0) pages.refresh()
        else setBehind(true)
      }),
    [pages, snapshotId],
  )
  usePages(pages)
  const version = pages.version()
  const want = useCallback(
    (from: number, to: number) => {
      void version
      top.current = from
      pages.want(from, to)
    },
    [pages, version],
  )
  const at = useCallback(
    (index: number) => {
      void version
      return pages.at(index)
    },
    [pages, version],
  )
  const load = useCallback((span: Span) => loadSpan(latest.current, span), [])
  return { pages, at, load, want, behind, catchUp }
}

/** All rows of a stretch, a request at a time. */
export async function loadSpan<Row>(ask: Load<Row>, [from, to]: Span): Promise<readonly Row[]> {
  const rows: Row[] = []
  while (from + rows.length <= to) {
    const offset = from + rows.length
    const answer = await ask(offset, Math.min(mostRows, to - offset + 1))
    if (answer.rows.length === 0) break
    rows.push(...answer.rows)
  }
  return rows
}
