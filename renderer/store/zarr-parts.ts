import type { ArchiveRef } from '../../main/model/entry.ts'
import { type Selection, tick } from '../../main/model/selection.ts'
import { changeSelection } from './drafts.ts'

/** What of a Zarr is chosen; null for the whole. */
export function keepOf(selection: Selection, path: string): readonly string[] | null {
  return selection.zarrParts.find((part) => part.path === path)?.keep ?? null
}

/** The state of a box inside a Zarr. */
export function keptState(keep: readonly string[] | null, path: string): 'on' | 'off' | 'some' {
  if (keep === null) return 'off'
  if (keep.some((it) => it === path || (it.endsWith('/') && path.startsWith(it)))) return 'on'
  return path.endsWith('/') && keep.some((it) => it.startsWith(path)) ? 'some' : 'off'
}

/** Chooses a part of a Zarr, and with it the Zarr; null chooses the whole again. */
export function setKeep(ref: ArchiveRef, path: string, keep: readonly string[] | null): void {
  changeSelection(ref, (now) => {
    const others = now.zarrParts.filter((part) => part.path !== path)
    const zarrParts = keep === null || keep.length === 0 ? others : [...others, { path, keep }]
    return { ...tick(now, path, true), zarrParts }
  })
}

/**
 * Chooses one more array, folder or file, or one less. What is below a chosen folder goes with it:
 * clearing it there clears the folder.
 */
export function toggleKept(ref: ArchiveRef, zarr: string, path: string): void {
  changeSelection(ref, (now) => {
    const keep = keepOf(now, zarr) ?? []
    const covers = (it: string) => it === path || (it.endsWith('/') && path.startsWith(it))
    const isOn = keep.some(covers)
    const next = isOn
      ? keep.filter((it) => !covers(it))
      : [...keep.filter((it) => !it.startsWith(path) || !path.endsWith('/')), path]
    const others = now.zarrParts.filter((part) => part.path !== zarr)
    const zarrParts = next.length === 0 ? others : [...others, { path: zarr, keep: next }]
    return { ...tick(now, zarr, true), zarrParts }
  })
}
