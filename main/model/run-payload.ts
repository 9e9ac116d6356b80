/** What a program or an address is told of a run; README.md says the same to others. */
import { meanSpeed, type RunRecord } from './run-record.ts'
import type { RunView } from './schedule.ts'

const payloadSchema = 'dandelion.run/1'

const MOST_PAUSES = 20
const MOST_DANDISETS = 100

export interface PayloadParts {
  readonly event: 'run.ended' | 'test'
  readonly sentAt: number
  readonly schedule: { readonly id: string; readonly name: string; readonly folder: string }
  readonly dandisets: readonly string[]
  readonly run: RunView
  readonly record: RunRecord
}

/** JSON of a bounded length; times are in UTC. */
export function payloadOf(parts: PayloadParts): string {
  const { event, sentAt, schedule, dandisets, run, record } = parts
  const { added, changed, renamed, removed, failed, conflicts, bytes } = run.tally
  return JSON.stringify({
    schema: payloadSchema,
    event,
    sentAt: time(sentAt),
    schedule,
    dandisets: dandisets.slice(0, MOST_DANDISETS),
    run: {
      id: run.id,
      plannedFor: time(run.plannedFor),
      startedAt: time(run.startedAt),
      endedAt: time(run.endedAt),
      outcome: run.outcome,
      isCaughtUp: run.isCaughtUp,
      missed: run.missed,
      isByHand: run.isByHand,
      failure: run.failure?.code ?? null,
    },
    files: { added, changed, renamed, removed, failed, leftAlone: conflicts },
    bytes,
    bytesPerSecond: meanSpeed(record.speeds),
    sources: record.sources,
    pauses: run.pauses
      .slice(-MOST_PAUSES)
      .map(({ reason, from, to }) => ({ reason, from: time(from), to: time(to) })),
  })
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
