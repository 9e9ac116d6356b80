import { expect, test } from 'vitest'
import { csvLine } from '../../main/model/csv.ts'
import { Failure, recordOf } from '../../main/model/failure.ts'
import {
  changeColumns,
  changeLine,
  csvHead,
  runColumns,
  runDocument,
  runLine,
  type ToldRun,
} from '../../main/model/run-table.ts'
import { noFiles } from '../../main/model/schedule.ts'

const at = (hour: number) => Date.UTC(2026, 10, 21, hour)

const told: ToldRun = {
  schedule: '=HYPERLINK("http://evil.example","Male, 000026")',
  folder: '/data/dandi',
  dandisets: ['000026', '000027'],
  run: {
    ...{ id: 12, scheduleId: 's1', plannedFor: at(22), isCaughtUp: true, missed: 2 },
    ...{ isByHand: false, phase: 'ended', waitsFor: null, noticedAt: at(22) },
    ...{ startedAt: at(22), endedAt: at(31), outcome: 'failed', jobIds: [], consent: null },
    failure: recordOf(new Failure('net.unreachable', 'retry-later', { host: 'x' })),
    asks: [],
    pauses: [
      { reason: 'window', from: at(26), to: at(30) },
      { reason: 'closed', from: null, to: at(31) },
    ],
    tally: { ...noFiles, added: 3, renamed: 1, conflicts: 2, bytes: 1_200_000 },
  },
  record: {
    speeds: { stepMs: 60_000, points: [{ at: at(22), bytes: 1_200_000, movedMs: 60_000 }] },
    sources: [
      { source: 's3', bytes: 1_000_000 },
      { source: 'api', bytes: 200_000 },
    ],
  },
}

test('runs are lines of RFC 4180, in which nothing is a formula', () => {
  expect(`${csvHead(runColumns)}${runLine(told)}`).toMatchInlineSnapshot(`
    "run,schedule,folder,dandisets,planned_for,started,ended,outcome,caught_up,missed,by_hand,added,changed,renamed,removed,failed,left_alone,bytes,bytes_per_second,bytes_s3,bytes_api,bytes_webdav,pauses,failure
    12,"'=HYPERLINK(""http://evil.example"",""Male, 000026"")",/data/dandi,000026 000027,2026-11-21T22:00:00.000Z,2026-11-21T22:00:00.000Z,2026-11-22T07:00:00.000Z,failed,true,2,false,3,0,1,0,0,2,1200000,20000,1000000,200000,0,window 2026-11-22T02:00:00.000Z/2026-11-22T06:00:00.000Z; closed /2026-11-22T07:00:00.000Z,net.unreachable
    "
  `)
})

test('what a run did to files is a line a file', () => {
  const change = {
    kind: 'renamed',
    localPath: 'sub-1/@odd, "name"\n.nwb',
    from: '-1.nwb',
    sizeBytes: 42,
    failure: null,
  } as const
  expect(`${csvHead(changeColumns)}${changeLine(told, change)}`).toMatchInlineSnapshot(`
    "run,schedule,started,change,path,from,bytes,failure
    12,"'=HYPERLINK(""http://evil.example"",""Male, 000026"")",2026-11-21T22:00:00.000Z,renamed,"sub-1/@odd, ""name""
    .nwb",'-1.nwb,42,
    "
  `)
})

test('a document tells the same with the speeds', () => {
  expect(runDocument(told)).toMatchInlineSnapshot(`
    {
      "added": 3,
      "bytes": 1200000,
      "changed": 0,
      "dandisets": [
        "000026",
        "000027",
      ],
      "endedAt": "2026-11-22T07:00:00.000Z",
      "failed": 0,
      "failure": {
        "code": "net.unreachable",
        "details": {
          "host": "x",
        },
        "remedy": "retry-later",
      },
      "folder": "/data/dandi",
      "id": 12,
      "isByHand": false,
      "isCaughtUp": true,
      "leftAlone": 2,
      "missed": 2,
      "noticedAt": "2026-11-21T22:00:00.000Z",
      "outcome": "failed",
      "pauses": [
        {
          "from": "2026-11-22T02:00:00.000Z",
          "reason": "window",
          "to": "2026-11-22T06:00:00.000Z",
        },
        {
          "from": null,
          "reason": "closed",
          "to": "2026-11-22T07:00:00.000Z",
        },
      ],
      "plannedFor": "2026-11-21T22:00:00.000Z",
      "removed": 0,
      "renamed": 1,
      "schedule": "=HYPERLINK("http://evil.example","Male, 000026")",
      "scheduleId": "s1",
      "sources": [
        {
          "bytes": 1000000,
          "source": "s3",
        },
        {
          "bytes": 200000,
          "source": "api",
        },
      ],
      "speeds": [
        {
          "at": "2026-11-21T22:00:00.000Z",
          "bytes": 1200000,
          "movedMs": 60000,
        },
      ],
      "startedAt": "2026-11-21T22:00:00.000Z",
    }
  `)
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['a=b', 'a=b'],
  ['a"b', '"a""b"'],
  ['a\r\nb', '"a\r\nb"'],
  ['', ''],
])('the text %j is written as %j', (text, written) => {
  expect(csvLine([text])).toBe(`${written}\r\n`)
})

test('numbers, also negative ones, stay numbers', () => {
  expect(csvLine([-1, 0.5, true, null])).toBe('-1,0.5,true,\r\n')
})
