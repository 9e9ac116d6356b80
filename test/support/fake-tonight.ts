import { Failure, recordOf } from '../../main/model/failure.ts'
import { overnight } from '../../main/model/overnight.ts'
import { type SyncKind, type SyncTally, syncKinds } from '../../main/model/sync.ts'
import type { Tonight, TonightRow } from '../../main/model/tonight.ts'
import * as fake from './fake-data.ts'

const HOUR_MS = 3_600_000
const evening = Math.ceil(fake.now / (24 * HOUR_MS)) * 24 * HOUR_MS - 2 * HOUR_MS
const subjects = Array.from({ length: 23 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`)

/** 1.2 TB of 23 subjects; `unmeasured`: no speed is known; `offline`: nothing could be looked at; `nothing-new`. */
export function fakeTonight(asked: string): Tonight {
  if (asked === 'offline') {
    const failure = new Failure('net.unreachable', 'retry-later', { host: 'api.dandiarchive.org' })
    return { ...whole(null, 0), failures: [{ dandisetId: '000023', failure: recordOf(failure) }] }
  }
  if (asked === 'nothing-new') return { ...whole(46e6, 0), tallies: tallies({ keep: 318 }) }
  return {
    ...whole(asked === 'unmeasured' ? null : 46e6, 1.2e12),
    tallies: tallies({ add: 214, update: 3, rename: 2, vanish: 1, keep: 98, conflict: 1 }),
    rows: rows(),
    totalRows: 221,
    asks: asked === 'asks' ? [{ kind: 'fetch-bytes', value: 1.2e12, limit: 1e12 }] : [],
  }
}

function whole(bytesPerSecond: number | null, bytes: number): Tonight {
  const files = bytes === 0 ? [] : subjects.map((subject) => ({ leftBytes: bytes / 23, subject }))
  const night = (index: number) => {
    const from = evening + index * 24 * HOUR_MS
    return [{ from, to: from + 3 * HOUR_MS, limitBytesPerSecond: null }]
  }
  return {
    from: evening,
    to: evening + 3 * HOUR_MS,
    dandisets: 1,
    tallies: tallies({}),
    bytesToFetch: bytes,
    asks: [],
    failures: [],
    rows: [],
    totalRows: 0,
    budget: null,
    overnight: overnight(files, [0, 1, 2, 3].map(night), bytesPerSecond),
  }
}

function tallies(files: Partial<Record<SyncKind, number>>): Tonight['tallies'] {
  const all = syncKinds.map((kind): [SyncKind, SyncTally] => {
    const count = files[kind] ?? 0
    return [kind, { files: count, bytes: count * 5.6e9 }]
  })
  return Object.fromEntries(all) as Tonight['tallies']
}

function rows(): readonly TonightRow[] {
  const row = (kind: SyncKind, localPath: string, from: string | null = null): TonightRow => ({
    dandisetId: '000023',
    kind,
    localPath,
    from,
    sizeBytes: 5.6e9,
  })
  return [
    ...subjects.map((subject) => row('add', `000023/sub-${subject}/sub-${subject}_ecephys.nwb`)),
    row('update', '000023/sub-R02/sub-R02_behavior.nwb'),
    row('rename', '000023/sub-R03/sub-R03_ses-1.nwb', '000023/sub-R03/sub-R03.nwb'),
    row('vanish', '000023/sub-R04/sub-R04_old.nwb'),
    row('conflict', '000023/sub-R05/sub-R05_ecephys.nwb'),
  ]
}
