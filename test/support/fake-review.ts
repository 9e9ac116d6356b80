import type { RunReview, RunTrash } from '../../main/model/run-review.ts'
import type { RunAsk } from '../../main/model/scheduled-sync.ts'
import type { SyncKind, SyncRow } from '../../main/model/sync.ts'
import { syncTallies } from '../../main/model/sync-plan.ts'

const DAY_MS = 86_400_000
const fingerprint = '9b1c40d7a2e85f36'
const key = '["dandi","000023","draft",{"kind":"dandiset"}]'

export const fakeAsks: readonly RunAsk[] = [
  {
    key,
    title: '000023/draft',
    fingerprint,
    asks: [
      { kind: 'files', value: 1240, limit: 1000 },
      { kind: 'share', value: 0.62, limit: 0.5 },
    ],
  },
]

const many: Partial<Record<SyncKind, number>> = { vanish: 1180, update: 60, add: 14, rename: 6 }

function rows(): readonly SyncRow[] {
  return Object.entries(many).flatMap(([kind, files]) =>
    Array.from({ length: files }, (_, index) => rowOf(kind as SyncKind, index)),
  )
}

function rowOf(kind: SyncKind, index: number): SyncRow {
  const path = `sub-${String(index % 40).padStart(2, '0')}/ses-${index}_${kind}_behavior+ecephys.nwb`
  const localPath = `000023/${path}`
  const from = kind === 'rename' ? `000023/sub-old/ses-${index}.nwb` : null
  const sizeBytes = 40_000_000 + index * 1_310_720
  return { kind, path, localPath, from, replaces: kind === 'update', sizeBytes, failure: null }
}

/** A draft from which most files are gone. */
export function fakeReview(folder: string): RunReview {
  const all = rows()
  const tallies = syncTallies(all)
  const plan = {
    folder,
    version: 'draft',
    remove: 'trash',
    tallies,
    bytesToFetch: tallies.add.bytes + tallies.update.bytes,
    freeBytes: 4e11,
    asks: fakeAsks[0]?.asks ?? [],
    fingerprint,
    rows: all.slice(0, 1000),
  } as const
  return { kind: 'orders', orders: [{ key, title: '000023/draft', plan, failure: null }] }
}

export const fakeTrash = (now: number): RunTrash => ({
  files: 1180,
  bytes: 9e11,
  endsAt: now + 22 * DAY_MS,
})
