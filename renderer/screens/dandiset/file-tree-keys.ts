import type { KeyboardEvent } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { TreeRow } from '../../../main/model/listing.ts'
import { openAsset } from '../../store/asset-panel.ts'
import { changeDraft } from '../../store/drafts.ts'
import type { Marking } from './use-marks.ts'
import type { useTree } from './use-tree.ts'

interface Keys {
  readonly dandiset: ArchiveRef
  readonly snapshotId: number
  readonly index: number
  readonly tree: ReturnType<typeof useTree>
  readonly expanded: ReadonlySet<string>
  readonly marking: Marking<TreeRow>
  readonly tick: (row: TreeRow) => void
}

/** Space ticks what is marked; right and left open, close and climb as in any tree. */
export function treeKey(event: KeyboardEvent, it: Keys): boolean {
  const { marking, index } = it
  const command = event.ctrlKey || event.metaKey
  if (command && event.key.toLowerCase() === 'a') {
    marking.all()
    return true
  }
  if (event.key === 'Escape') {
    marking.clear()
    return true
  }
  const row = it.tree.at(index)
  if (row === undefined) return false
  if (event.key === ' ') {
    if (command) marking.toggle(index)
    else it.tick(row)
    return true
  }
  return row.kind === 'folder' ? folderKey(event.key, row, it) : fileKey(event.key, row, it)
}

function folderKey(key: string, { path }: TreeRow, it: Keys): boolean {
  const { dandiset, marking, index } = it
  const open = it.expanded.has(path)
  if (key === 'ArrowRight' && open) marking.one(index + 1)
  else if (key === 'ArrowRight') setExpanded(dandiset, path, true)
  else if (key === 'Enter') setExpanded(dandiset, path, !open)
  else if (key === 'ArrowLeft' && open) setExpanded(dandiset, path, false)
  else if (key === 'ArrowLeft') marking.one(parentOf(it))
  else return false
  return true
}

function fileKey(key: string, { path }: TreeRow, it: Keys): boolean {
  if (key === 'Enter') openAsset(it.snapshotId, path)
  else if (key === 'ArrowLeft') it.marking.one(parentOf(it))
  else return false
  return true
}

/** The nearest row above that is less deep. */
function parentOf({ tree, index }: Keys): number {
  const depth = tree.flat.at(index)?.depth ?? 0
  for (let above = index - 1; above >= 0 && depth > 0; above -= 1) {
    if ((tree.flat.at(above)?.depth ?? 0) < depth) return above
  }
  return index
}

export function setExpanded(dandiset: ArchiveRef, path: string, open: boolean): void {
  changeDraft(dandiset, ({ expanded }) => {
    const next = new Set(expanded)
    if (open) next.add(path)
    else next.delete(path)
    return { expanded: next }
  })
}
