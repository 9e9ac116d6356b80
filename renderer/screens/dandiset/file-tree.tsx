import type { MouseEvent } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion, TreeRow } from '../../../main/model/listing.ts'
import { t } from '../../locales/t.ts'
import { openAsset } from '../../store/asset-panel.ts'
import { chooseAll, choosePaths } from '../../store/choosing.ts'
import { useDraft } from '../../store/drafts.ts'
import { RowMenu } from '../../ui/menu.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { BandBox } from './band-box.tsx'
import { boxState } from './box-state.ts'
import styles from './file-tree.module.css'
import { FileTreeHead } from './file-tree-head.tsx'
import { setExpanded, treeKey } from './file-tree-keys.ts'
import { treeMenu } from './file-tree-menu.ts'
import { FileTreeRow } from './file-tree-row.tsx'
import { Behind } from './list-table.tsx'
import { isMarked, markPressed, rowAt } from './marked.ts'
import { NoFiles } from './no-files.tsx'
import { type Marks, useMarks } from './use-marks.ts'
import { useRowBand } from './use-row-band.ts'
import { useTick } from './use-tick.ts'
import { useTree } from './use-tree.ts'

interface FileTreeProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

/** Folders and files; rows are marked by mouse and keys, and chosen by their boxes. */
export function FileTree({ dandiset, open }: FileTreeProps) {
  const { selection, expanded } = useDraft(dandiset)
  const { snapshotId } = open
  const tree = useTree(snapshotId, selection, expanded)
  const { count } = tree.flat
  const marking = useMarks({ pages: tree, count, load: tree.load, keyOf: pathOf })
  const { marks } = marking
  const { band, covers, onPointerDown } = useRowBand(marking, count)
  const at = Math.min(marking.active, Math.max(0, count - 1))
  const choose = {
    keyOf: pathOf,
    boxOf: (row: TreeRow) => boxState(row, selection),
    onTick: (meant: Marks<TreeRow>, on: boolean) => tickRows(dandiset, meant, on),
  }
  const tick = useTick(choose, marks)
  const expand = (row: TreeRow) => setExpanded(dandiset, row.path, !expanded.has(row.path))
  const onDoubleClick = (event: MouseEvent) => {
    const index = (event.target as Element).closest('button') ? null : rowAt(event.target)
    const row = index === null ? undefined : tree.at(index)
    if (row?.kind === 'folder') expand(row)
    else if (row) openAsset(snapshotId, row.path)
  }
  const onContextMenu = ({ target }: MouseEvent) => {
    const index = rowAt(target)
    const row = index === null ? undefined : tree.at(index)
    if (index !== null && row && !isMarked(marks, row.path)) marking.one(index)
  }
  if (tree.pages.total('') === 0 && open.listing.state !== 'running') {
    return <NoFiles dandiset={dandiset} open={open} selection={selection} />
  }
  return (
    <Behind rows={tree}>
      <RowMenu entries={treeMenu(marks, { snapshotId, onTick: choose.onTick })}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the grid inside has the keyboard */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
        <div
          className={styles.tree}
          onClick={(event) => markPressed(event, marking)}
          onDoubleClick={onDoubleClick}
          onContextMenu={onContextMenu}
          onPointerDown={onPointerDown}
        >
          <VirtualRows
            role="treegrid"
            id="files"
            label={t('tree.name')}
            multiselectable
            count={count}
            rowHeight={30}
            active={at}
            keyAt={marking.keyAt}
            onActive={(index, how) =>
              how === 'extend' ? marking.extend(index) : marking.one(index)
            }
            onRange={tree.want}
            onKey={(event, index) =>
              treeKey(event, { dandiset, snapshotId, index, tree, expanded, marking, tick })
            }
            overlay={band && <BandBox band={band} />}
            head={<FileTreeHead dandiset={dandiset} selection={selection} />}
          >
            {(place) => {
              const row = tree.at(place.index)
              return (
                <FileTreeRow
                  place={place}
                  at={tree.flat.at(place.index)}
                  siblings={tree.pages.total(tree.flat.at(place.index)?.folder ?? '') ?? 0}
                  row={row}
                  marked={covers(place.index) || (row !== undefined && isMarked(marks, row.path))}
                  selection={selection}
                  expanded={expanded}
                  onToggle={tick}
                  onExpand={(opened) => {
                    marking.goTo(place.index)
                    expand(opened)
                  }}
                />
              )
            }}
          </VirtualRows>
        </div>
      </RowMenu>
    </Behind>
  )
}

const pathOf = (row: TreeRow) => row.path

function tickRows(dandiset: ArchiveRef, marks: Marks<TreeRow>, on: boolean): void {
  if (marks.kind === 'all') chooseAll(dandiset, on)
  else choosePaths(dandiset, [...marks.rows.keys()], on)
}
