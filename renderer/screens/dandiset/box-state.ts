import type { FileRow } from '../../../main/model/files.ts'
import type { TreeRow } from '../../../main/model/listing.ts'
import { isTicked, type Selection } from '../../../main/model/selection.ts'
import type { BoxState } from '../../ui/check-box.tsx'

const maps = new WeakMap<Selection, ReadonlyMap<string, boolean>>()

/** Made once for all rows that a selection is shown in. */
function ticksOf(selection: Selection): ReadonlyMap<string, boolean> {
  const known = maps.get(selection)
  if (known) return known
  const made = new Map(selection.ticks.map((tick) => [tick.path, tick.on]))
  maps.set(selection, made)
  return made
}

/**
 * A box as the ticks say it, without waiting for main; only a folder with ticks of its own below,
 * and what a sample takes, need the counts.
 */
export function boxState(row: TreeRow, selection: Selection): BoxState {
  const on = isTicked(row.path, ticksOf(selection), selection.base)
  const mixed =
    selection.sample !== null ||
    (row.kind === 'folder' &&
      selection.ticks.some((it) => it.path !== row.path && it.path.startsWith(row.path)))
  if (!mixed) return on ? partOf(row.path, selection) : 'off'
  if (row.chosenFiles === 0) return 'off'
  return row.chosenFiles === row.files ? 'on' : 'some'
}

/** The same for a file that the filter leaves. */
export function fileBox(row: FileRow, selection: Selection): BoxState {
  const on =
    selection.sample === null ? isTicked(row.path, ticksOf(selection), selection.base) : row.chosen
  return on ? partOf(row.path, selection) : 'off'
}

/** A Zarr of which only a part is wanted is half ticked. */
function partOf(path: string, { zarrParts }: Selection): BoxState {
  return zarrParts.some((it) => it.path === path) ? 'some' : 'on'
}

/** The box in the head: everything, nothing, or something between. */
export function rootState(selection: Selection): BoxState {
  if (selection.ticks.length > 0 || (selection.sample !== null && selection.base === 'all'))
    return 'some'
  return selection.base === 'all' ? 'on' : 'off'
}
