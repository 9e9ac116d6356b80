import type { KeyboardEvent } from 'react'
import type { ZarrNode } from '../../../main/model/zarr-tree.ts'
import type { Pages } from '../../store/pages.ts'

/** A place in the tree; its node is absent until its page has come. */
export interface InsidePlace {
  readonly folder: string
  readonly index: number
  readonly depth: number
  readonly siblings: number
  readonly node: ZarrNode | undefined
}

export const canOpen = ({ kind }: ZarrNode) => kind === 'folder' || kind === 'group'

/** The rows of all open folders, from the top down. */
export function flattenInside(
  pages: Pages<ZarrNode>,
  expanded: ReadonlySet<string>,
): readonly InsidePlace[] {
  const rows: InsidePlace[] = []
  const walk = (folder: string, depth: number) => {
    const siblings = pages.total(folder) ?? 0
    for (let index = 0; index < siblings; index += 1) {
      const node = pages.at(index, folder)
      rows.push({ folder, index, depth, siblings, node })
      if (node && canOpen(node) && expanded.has(node.path)) walk(node.path, depth + 1)
    }
  }
  walk('', 0)
  return rows
}

interface Keys {
  readonly rows: readonly InsidePlace[]
  readonly expanded: ReadonlySet<string>
  readonly toggle: (node: ZarrNode) => void
  readonly open: (node: ZarrNode, isOpen: boolean) => void
  readonly setActive: (index: number) => void
}

/** Space chooses; right and left open, close and climb as in any tree. */
export function insideKey(event: KeyboardEvent, row: InsidePlace, keys: Keys): boolean {
  const { node } = row
  if (!node) return false
  const isOpen = keys.expanded.has(node.path)
  if (event.key === ' ') keys.toggle(node)
  else if (event.key === 'ArrowRight' && canOpen(node)) keys.open(node, true)
  else if (event.key === 'ArrowLeft' && isOpen) keys.open(node, false)
  else if (event.key === 'ArrowLeft') {
    const above = keys.rows.findIndex(({ node: other }) => other?.path === row.folder)
    if (above >= 0) keys.setActive(above)
  } else return false
  return true
}
