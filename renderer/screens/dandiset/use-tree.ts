import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { TreeRow } from '../../../main/model/listing.ts'
import type { Selection } from '../../../main/model/selection.ts'
import { request } from '../../bridge.ts'
import { Pages } from '../../store/pages.ts'
import { mutable } from '../../store/queries.ts'
import { onListing } from '../../store/signals.ts'
import { usePages } from '../../store/use-pages.ts'
import { type FlatTree, flatten } from './tree-rows.ts'

const pageSize = 200

interface Tree {
  readonly flat: FlatTree
  readonly pages: Pages<TreeRow>
  readonly row: (index: number) => TreeRow | undefined
  readonly want: (from: number, to: number) => void
}

/** The file tree of a version: pages by folder, refreshed in place when listing or rules change. */
export function useTree(
  snapshotId: number,
  selection: Selection,
  expanded: ReadonlySet<string>,
): Tree {
  const current = useRef(selection)
  const pages = useMemo(
    () =>
      new Pages<TreeRow>(
        (folder, offset, limit) =>
          request('entries.children', {
            snapshotId,
            folder,
            offset,
            limit,
            selection: mutable(current.current),
          }),
        pageSize,
      ),
    [snapshotId],
  )
  useEffect(() => {
    if (current.current === selection) return
    current.current = selection
    pages.refresh()
  }, [pages, selection])
  useEffect(
    () => onListing((note) => note.snapshotId === snapshotId && pages.refresh()),
    [pages, snapshotId],
  )
  usePages(pages)
  const version = pages.version()
  const flat = useMemo(() => {
    void version
    return flatten(pages, expanded)
  }, [pages, expanded, version])
  const want = useCallback(
    (from: number, to: number) => wantRange(pages, flat, [from, to]),
    [pages, flat],
  )
  const row = (index: number) => {
    const place = flat.at(index)
    return place && pages.at(place.index, place.folder)
  }
  return { flat, pages, row, want }
}

function wantRange(
  pages: Pages<TreeRow>,
  flat: FlatTree,
  [from, to]: readonly [number, number],
): void {
  if (flat.count === 0) pages.want(0, 0)
  for (let index = from; index <= to; index += 1) {
    const place = flat.at(index)
    if (place) pages.want(place.index, place.index, place.folder)
  }
}
