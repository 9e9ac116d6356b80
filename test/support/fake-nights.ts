import { Failure, recordOf } from '../../main/model/failure.ts'
import type { FollowFind } from '../../main/model/follow.ts'
import type { NightPart, NightReport, NightRun } from '../../main/model/night.ts'
import type { RunRecord } from '../../main/model/run-record.ts'
import { noFiles, type RunView } from '../../main/model/schedule.ts'
import type { SyncChange } from '../../main/model/sync.ts'
import { nightAt } from '../../main/schedule/mornings.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { nightsRequests } from '../../preload/requests/nights.ts'
import * as fake from './fake-data.ts'
import { runOf } from './fake-schedules.ts'

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
const HOUR_MS = 3_600_000
const night = nightAt(fake.now - 24 * HOUR_MS, zone)
const ten = night.from + 10 * HOUR_MS

/** A night with a run that went well, one that did not and one that waits; with `empty` nothing. */
export function fakeNights(asked: string): Pick<Handlers, keyof typeof nightsRequests> {
  return {
    'nights.report': ({ morning }) =>
      asked === 'empty'
        ? { ...report([]), previous: null }
        : report(morning === '2020-01-01' ? [] : parts),
    'runs.changes': ({ kinds, offset, limit }) => {
      const rows = changes.filter(({ kind }) => kinds.includes(kind))
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
    'runs.record': () => record,
    'history.save': () => ({ path: '/home/ada/history.csv' }),
  }
}

function report(shown: readonly NightPart[]): NightReport {
  return {
    night,
    timeZone: zone,
    parts: shown,
    found: shown.length === 0 ? [] : found,
    previous: '2020-01-01',
    next: null,
  }
}

const found: readonly FollowFind[] = [
  {
    id: 1,
    ruleId: 'f1',
    ruleName: 'Mouse two-photon',
    instance: 'dandi',
    dandisetId: '001537',
    title: 'Two-photon imaging of inhibitory neurons in mouse visual cortex during learning',
    version: 'draft',
    foundAt: ten,
    isRead: false,
    isWatched: false,
    jobId: null,
  },
]

/** Fast, slow for a while, at rest for an hour, fast again. */
const record: RunRecord = {
  speeds: {
    stepMs: 60_000,
    points: Array.from({ length: 312 }, (_, minute) => minute)
      .filter((minute) => minute < 120 || minute > 180)
      .map((minute) => ({
        at: ten + minute * 60_000,
        bytes: (minute % 90 < 70 ? 46 : 21) * 6e7 * (1 + Math.sin(minute / 3) / 12),
        movedMs: 60_000,
      })),
  },
  sources: [
    { source: 's3', bytes: 612e9 },
    { source: 'api', bytes: 31e9 },
  ],
}

const wrong = recordOf(new Failure('digest.mismatch', 'ask-user', { source: 's3' }))
const refused = recordOf(
  new Failure('http.status', 'give-up', { status: 500, host: 's3.amazonaws.com' }),
)

const changes: readonly SyncChange[] = [
  change('failed', 'sub-541516760/sub-541516760_ses-541516760_image+ophys.nwb', { failure: wrong }),
  change('failed', 'sub-542122135/sub-542122135_ses-542122135_image+ophys.nwb', {
    failure: refused,
  }),
  change('renamed', 'sub-05/sub-05_ses-2_ecephys.nwb', { from: 'sub-5/sub-5_ses-2_ecephys.nwb' }),
  change('trashed', 'sub-09/sub-09_ses-1_ecephys.nwb', {}),
  change('conflict', 'sub-03/notes.nwb', {}),
  ...Array.from({ length: 12 }, (_, index) =>
    change(
      index < 9 ? 'added' : 'changed',
      `sub-${20 + index}/sub-${20 + index}_ses-1_ecephys.nwb`,
      {},
    ),
  ),
]

function change(
  kind: SyncChange['kind'],
  localPath: string,
  more: Partial<SyncChange>,
): SyncChange {
  return { kind, localPath, from: null, sizeBytes: 4.2e9, failure: null, ...more }
}

const parts: readonly NightPart[] = [
  part('s1', 'Male subjects of 000023', [
    {
      run: run(3, {
        endedAt: ten + 312 * 60_000,
        tally: { ...noFiles, added: 9, changed: 3, renamed: 1, removed: 1, bytes: 643e9 },
        pauses: [{ reason: 'pause', from: ten + 120 * 60_000, to: ten + 180 * 60_000 }],
      }),
      record,
      bytes: 643e9,
      dandisetIds: ['000023'],
      changes: changes.length,
    },
  ]),
  part('s2', 'Weekends, 000108', [
    {
      run: run(4, {
        outcome: 'failed',
        endedAt: ten + HOUR_MS,
        tally: { ...noFiles, failed: 2, conflicts: 1 },
      }),
      record: {
        ...record,
        speeds: { stepMs: 60_000, points: record.speeds.points.slice(0, 7) },
        sources: [{ source: 's3', bytes: 19e9 }],
      },
      bytes: 19e9,
      dandisetIds: ['000108'],
      changes: changes.length,
    },
  ]),
  part('s3', 'Every six hours', [
    {
      run: run(5, {
        outcome: null,
        endedAt: null,
        phase: 'waiting',
        waitsFor: 'window',
        pauses: [{ reason: 'window', from: ten + 8 * HOUR_MS, to: null }],
      }),
      record: { speeds: { stepMs: 60_000, points: [] }, sources: [] },
      bytes: 0,
      dandisetIds: ['000026'],
      changes: 0,
    },
  ]),
]

function part(scheduleId: string, name: string, runs: readonly NightRun[]): NightPart {
  return { scheduleId, name, folder: '/home/ada/dandi', timeZone: zone, runs }
}

function run(id: number, more: Partial<RunView>): RunView {
  return runOf(id, 's1', { plannedFor: ten, ...more })
}
