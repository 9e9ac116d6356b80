import type { TreeRow } from '../../../main/model/listing.ts'
import { isTicked, type Selection } from '../../../main/model/selection.ts'
import type { BoxState } from '../../ui/check-box.tsx'

/**
 * A box as the ticks say it, without waiting for main; only a folder with ticks of its own below
 * needs the counts.
 */
export function boxState(row: TreeRow, selection: Selection): BoxState {
  const ticks = new Map(selection.ticks.map((tick) => [tick.path, tick.on]))
  const on = isTicked(row.path, ticks, selection.base)
  const mixed =
    row.kind === 'folder' &&
    selection.ticks.some((it) => it.path !== row.path && it.path.startsWith(row.path))
  if (!mixed) return on ? 'on' : 'off'
  if (row.chosenFiles === 0) return 'off'
  return row.chosenFiles === row.files ? 'on' : 'some'
}

/** The box in the head: everything, nothing, or something between. */
export function rootState(selection: Selection): BoxState {
  if (selection.ticks.length > 0) return 'some'
  return selection.base === 'all' ? 'on' : 'off'
}
