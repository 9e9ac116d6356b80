import { type Difference, talliesOf } from '../../main/model/compare.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { compareRequests } from '../../preload/requests/compare.ts'

/** Answers about versions side by side; with the state `same` nothing differs. */
export function fakeCompare(state: string): Pick<Handlers, keyof typeof compareRequests> {
  const all = Array.from({ length: 420 }, (_, index) => differenceOf(index)).filter(
    ({ kind }) => state !== 'same' || kind === 'same',
  )
  return {
    'versions.compare': () => {
      const tallies = talliesOf(all)
      const toFetch = {
        files: tallies.added.files + tallies.changed.files,
        bytes: tallies.added.bytes + tallies.changed.bytes,
      }
      return { id: 1, tallies, toFetch, seconds: [900, 1500] }
    },
    'compare.page': ({ kinds, offset, limit }) => {
      const rows = all.filter(({ kind }) => kinds.includes(kind))
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    'compare.ticks': ({ kinds }) =>
      all.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path),
    'dandiset.folders': () => ['/home/ada/dandi/000023'],
  }
}

const cycle = ['same', 'added', 'same', 'changed', 'same', 'renamed', 'removed', 'same'] as const

function differenceOf(index: number): Difference {
  const kind = cycle[index % cycle.length] ?? 'same'
  const subject = `M${String(1 + Math.floor(index / 12)).padStart(3, '0')}`
  const path = `sub-${subject}/sub-${subject}_ses-2021${String(index).padStart(4, '0')}_ecephys.nwb`
  const sizeBytes = 4e6 + ((index * 7919) % 983) * 3.3e6
  return {
    kind,
    path,
    from: kind === 'renamed' ? `raw data/${subject}-${index}.nwb` : null,
    sizeBytes,
    wasBytes: kind === 'added' ? null : sizeBytes * (kind === 'changed' ? 0.9 : 1),
  }
}
