import { beforeEach, describe, expect, it } from 'vitest'
import { createRunMeter, type RunMeter } from '../../main/engine/overnight/run-meter.ts'
import {
  meanSpeed,
  noRecord,
  type RunRecord,
  type SourceBytes,
} from '../../main/model/run-record.ts'

const start = Date.UTC(2026, 10, 21, 22)
const runs: Readonly<Record<string, number>> = { 'job-1': 1, 'job-2': 2 }

let now = start
let records: Map<number, RunRecord>
let meter: RunMeter
/** Of the jobs that are still there. */
let known: readonly SourceBytes[] = []

beforeEach(() => {
  now = start
  records = new Map()
  known = []
  const store = {
    gather: (steps: () => void) => steps(),
    runHistory: { ofJob: (jobId: string) => runs[jobId] ?? null, sourceBytes: () => known },
    schedules: { runs: { open: () => [{ id: 1, startedAt: start, jobIds: ['job-1'] }] } },
    runRecords: {
      of: (runId: number) => records.get(runId) ?? noRecord,
      put: (runId: number, record: RunRecord) => void records.set(runId, record),
    },
  }
  meter = createRunMeter(store as never, () => now)
})

/** Bytes in bursts of a tenth of a second, with the engine's beat. */
function move(seconds: number, bytesPerSecond: number, jobId = 'job-1'): void {
  for (let step = 0; step < seconds * 10; step++) {
    meter.add(jobId, step % 10 === 0 ? 'api' : 's3', bytesPerSecond / 10)
    now += 100
    meter.tick()
  }
}

function rest(ms: number): void {
  for (let step = 0; step < ms / 250; step++) {
    now += 250
    meter.tick()
  }
}

const record = (runId = 1) => records.get(runId) ?? noRecord
const speed = (runId = 1) => meanSpeed(record(runId).speeds)

describe('a run', () => {
  it('that moves steadily is as fast as it moves, by the minute and by source', () => {
    move(180, 50e6)
    meter.flush()
    expect(record().speeds.points.map(({ at }) => at)).toEqual([
      start,
      start + 60_000,
      start + 120_000,
    ])
    expect(record().speeds.points.map(({ bytes }) => bytes)).toEqual([3e9, 3e9, 3e9])
    expect(speed()).toBeCloseTo(50e6, -6)
    expect(record().sources).toEqual([
      { source: 's3', bytes: 8.1e9 },
      { source: 'api', bytes: 0.9e9 },
    ])
  })

  it('that rests, or whose computer sleeps, is no slower for it', () => {
    move(30, 50e6)
    rest(600_000)
    move(30, 50e6)
    now += 8 * 3_600_000
    move(30, 50e6)
    meter.flush()
    expect(speed()).toBeGreaterThan(40e6)
    expect(speed()).toBeLessThan(56e6)
  })

  it('is kept every few seconds, so that a kill loses little', () => {
    move(60, 50e6)
    const { bytes = 0 } = record().speeds.points[0] ?? {}
    expect(bytes).toBeGreaterThanOrEqual(54 * 50e6)
  })

  it('that was killed has what its job has of it, and no byte twice', () => {
    move(7, 50e6)
    known = [
      { source: 's3', bytes: 315e6 },
      { source: 'api', bytes: 35e6 },
    ]
    meter.recover()
    meter.recover()
    expect(record().sources).toEqual(known)
    expect(record().speeds.points.map(({ bytes }) => bytes)).toEqual([350e6])
  })

  it('has its own bytes alone; those of jobs that a person ordered are nobody’s', () => {
    move(5, 10e6, 'job-2')
    move(5, 10e6, 'a job of a person')
    meter.flush()
    expect([...records.keys()]).toEqual([2])
    expect(record(2).sources.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(50e6)
  })

  it('of one small file has a speed that a line can have', () => {
    meter.add('job-1', 's3', 4e6)
    now += 11
    meter.flush()
    expect(speed()).toBe(4e6)
  })
})
