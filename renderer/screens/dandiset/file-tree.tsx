import { Copy, PanelRight } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion, TreeRow } from '../../../main/model/listing.ts'
import { tick } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import { openAsset } from '../../store/asset-panel.ts'
import { changeDraft, changeSelection, useDraft } from '../../store/drafts.ts'
import { order } from '../../store/queries.ts'
import { type MenuEntry, RowMenu } from '../../ui/menu.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { boxState } from './box-state.ts'
import styles from './file-tree.module.css'
import { FileTreeHead } from './file-tree-head.tsx'
import { FileTreeRow } from './file-tree-row.tsx'
import { NoFiles } from './no-files.tsx'
import { useTree } from './use-tree.ts'

interface FileTreeProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

export function FileTree({ dandiset, open }: FileTreeProps) {
  const { selection, expanded } = useDraft(dandiset)
  const tree = useTree(open.snapshotId, selection, expanded)
  const [active, setActive] = useState(0)
  const at = Math.min(active, Math.max(0, tree.flat.count - 1))
  const toggle = (row: TreeRow) => setTick(dandiset, row, boxState(row, selection) !== 'on')
  const onKey = (event: KeyboardEvent, index: number) => {
    const row = tree.row(index)
    return (
      row !== undefined &&
      act(event, { row, dandiset, snapshotId: open.snapshotId, index, tree, expanded, setActive })
    )
  }
  if (tree.pages.total('') === 0 && open.listing.state !== 'running') {
    return <NoFiles dandiset={dandiset} snapshotId={open.snapshotId} selection={selection} />
  }
  return (
    <RowMenu entries={menuOf(open.snapshotId, tree.row(at))}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the grid inside has the keyboard */}
      <div
        className={styles.tree}
        onContextMenu={({ target }) => {
          const id = (target as Element).closest('[id^="files-"]')?.id ?? ''
          const index = Number(id.slice('files-'.length))
          if (id !== '' && Number.isInteger(index)) setActive(index)
        }}
      >
        <VirtualRows
          role="treegrid"
          id="files"
          label={t('tree.name')}
          multiselectable
          count={tree.flat.count}
          rowHeight={30}
          active={at}
          onActive={setActive}
          onRange={tree.want}
          onKey={onKey}
          head={<FileTreeHead dandiset={dandiset} selection={selection} />}
        >
          {(place) => (
            <FileTreeRow
              place={place}
              at={tree.flat.at(place.index)}
              siblings={tree.pages.total(tree.flat.at(place.index)?.folder ?? '') ?? 0}
              row={tree.row(place.index)}
              selection={selection}
              expanded={expanded}
              onSelect={() => setActive(place.index)}
              onToggle={toggle}
              onOpen={(row) => openAsset(open.snapshotId, row.path)}
              onExpand={(row) => setExpanded(dandiset, row.path, !expanded.has(row.path))}
            />
          )}
        </VirtualRows>
      </div>
    </RowMenu>
  )
}

function menuOf(snapshotId: number, row: TreeRow | undefined): readonly MenuEntry[] {
  return [
    {
      label: t('asset.details'),
      icon: PanelRight,
      keys: t('key.enter'),
      disabled: row === undefined || row.kind === 'folder',
      act: () => row && openAsset(snapshotId, row.path),
    },
    {
      label: t('asset.copy-path'),
      icon: Copy,
      disabled: row === undefined,
      act: () => row && void order('clipboard.write', { text: row.path }),
    },
  ]
}

interface Act {
  readonly row: TreeRow
  readonly dandiset: ArchiveRef
  readonly snapshotId: number
  readonly index: number
  readonly tree: ReturnType<typeof useTree>
  readonly expanded: ReadonlySet<string>
  readonly setActive: (index: number) => void
}

/** Space ticks; right and left open, close and climb as in any tree. */
function act(event: KeyboardEvent, it: Act): boolean {
  const open = it.expanded.has(it.row.path)
  const isFolder = it.row.kind === 'folder'
  if (event.key === ' ') {
    changeSelection(it.dandiset, (now) => tick(now, it.row.path, boxState(it.row, now) !== 'on'))
    return true
  }
  if (event.key === 'ArrowRight' && isFolder) {
    if (open) it.setActive(it.index + 1)
    else setExpanded(it.dandiset, it.row.path, true)
    return true
  }
  if (event.key === 'Enter' && isFolder) {
    setExpanded(it.dandiset, it.row.path, !open)
    return true
  }
  if (event.key === 'Enter') {
    openAsset(it.snapshotId, it.row.path)
    return true
  }
  if (event.key !== 'ArrowLeft') return false
  if (isFolder && open) setExpanded(it.dandiset, it.row.path, false)
  else it.setActive(parentOf(it))
  return true
}

/** The nearest row above that is less deep. */
function parentOf({ tree, index }: Act): number {
  const depth = tree.flat.at(index)?.depth ?? 0
  for (let above = index - 1; above >= 0 && depth > 0; above -= 1) {
    if ((tree.flat.at(above)?.depth ?? 0) < depth) return above
  }
  return index
}

function setTick(dandiset: ArchiveRef, row: TreeRow, on: boolean): void {
  changeSelection(dandiset, (now) => tick(now, row.path, on))
}

function setExpanded(dandiset: ArchiveRef, path: string, open: boolean): void {
  changeDraft(dandiset, ({ expanded }) => {
    const next = new Set(expanded)
    if (open) next.add(path)
    else next.delete(path)
    return { expanded: next }
  })
}
