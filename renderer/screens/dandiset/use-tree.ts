import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Page } from '../../../main/model/files.ts'
import type { TreeRow } from '../../../main/model/listing.ts'
import type { Selection } from '../../../main/model/selection.ts'
import { request } from '../../bridge.ts'
import { Pages } from '../../store/pages.ts'
import { mutable } from '../../store/queries.ts'
import { onListing } from '../../store/signals.ts'
import { usePages } from '../../store/use-pages.ts'
import { type FlatTree, flatten, type TreePlace } from './tree-rows.ts'
import { loadSpan } from './use-rows.ts'

const pageSize = 200

interface Tree {
  readonly flat: FlatTree
  readonly pages: Pages<TreeRow>
  readonly at: (index: number) => TreeRow | undefined
  readonly want: (from: number, to: number) => void
  /** Rows of a stretch that were never in sight too. */
  readonly load: (span: Span) => Promise<readonly TreeRow[]>
  /** More has arrived; it is not shown while rows in the middle of the tree are being read. */
  readonly behind: boolean
  readonly catchUp: () => void
}

type Span = readonly [from: number, to: number]

/** The file tree of a version: pages by folder, refreshed in place when listing or rules change. */
export function useTree(
  snapshotId: number,
  selection: Selection,
  expanded: ReadonlySet<string>,
): Tree {
  const current = useRef(selection)
  const ask = useCallback(
    (folder: string, offset: number, limit: number) =>
      request('entries.children', {
        snapshotId,
        folder,
        offset,
        limit,
        selection: mutable(current.current),
      }),
    [snapshotId],
  )
  const pages = useMemo(() => new Pages<TreeRow>(ask, pageSize), [ask])
  const top = useRef(0)
  const entries = useRef(0)
  const [behind, setBehind] = useState(false)
  const catchUp = useCallback(() => {
    setBehind(false)
    pages.refresh()
  }, [pages])
  useEffect(() => {
    if (current.current === selection) return
    current.current = selection
    catchUp()
  }, [catchUp, selection])
  useEffect(
    () =>
      onListing((note) => {
        if (note.snapshotId !== snapshotId) return
        const isMore = note.entries !== entries.current
        entries.current = note.entries
        if (isMore && top.current > 0) setBehind(true)
        else pages.refresh()
      }),
    [pages, snapshotId],
  )
  usePages(pages)
  const version = pages.version()
  const flat = useMemo(() => {
    void version
    return flatten(pages, expanded)
  }, [pages, expanded, version])
  const want = useCallback(
    (from: number, to: number) => {
      top.current = from
      wantRange(pages, flat, [from, to])
    },
    [pages, flat],
  )
  const at = useCallback(
    (index: number) => {
      const place = flat.at(index)
      return place && pages.at(place.index, place.folder)
    },
    [flat, pages],
  )
  const load = useCallback((span: Span) => loadRows(flat, span, ask), [flat, ask])
  return { flat, pages, at, want, load, behind, catchUp }
}

/** A run of neighbours of one folder at a time. */
async function loadRows(
  flat: FlatTree,
  [from, to]: Span,
  ask: (folder: string, offset: number, limit: number) => Promise<Page<TreeRow>>,
): Promise<readonly TreeRow[]> {
  const rows: TreeRow[] = []
  for (let index = from; index <= to; ) {
    const first = flat.at(index)
    if (!first) break
    let length = 1
    while (index + length <= to && isNext(first, flat.at(index + length), length)) length += 1
    const { folder, index: start } = first
    rows.push(
      ...(await loadSpan(
        (offset, limit) => ask(folder, offset, limit),
        [start, start + length - 1],
      )),
    )
    index += length
  }
  return rows
}

function isNext(first: TreePlace, place: TreePlace | undefined, distance: number): boolean {
  return place?.folder === first.folder && place.index === first.index + distance
}

function wantRange(pages: Pages<TreeRow>, flat: FlatTree, [from, to]: Span): void {
  if (flat.count === 0) pages.want(0, 0)
  for (let index = from; index <= to; index += 1) {
    const place = flat.at(index)
    if (place) pages.want(place.index, place.index, place.folder)
  }
}
