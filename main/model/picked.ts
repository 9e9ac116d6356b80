import type { Pick } from './entry.ts'
import { everything, noFilter, type Selection, tick } from './selection.ts'

/** What an identifier means, as ticks or rules that a tree shows and a person can change. */
export function selectionOfPick(pick: Pick): Selection {
  switch (pick.kind) {
    case 'folder':
    case 'item':
      return tick({ ...everything, base: 'none' }, pick.path, true)
    case 'prefix':
      return { ...everything, filter: { ...noFilter, include: [`${pick.prefix}*`] } }
    case 'glob':
      return { ...everything, filter: { ...noFilter, include: [pick.pattern] } }
    case 'dandiset':
    case 'dandiset-yaml':
    case 'asset':
    case 'blob':
    case 'zarr':
      return everything
    default:
      return pick satisfies never
  }
}
