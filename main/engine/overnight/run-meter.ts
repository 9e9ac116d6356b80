/** Measures runs of schedules: bytes a minute, and by source. */
import type { SourceKind } from '../../model/instance.ts'
import { withSources, withSpeed } from '../../model/run-record.ts'
import type { RunView } from '../../model/schedule.ts'
import type { Store } from '../../store/database.ts'
import type { ScheduledRunner } from './scheduled-run.ts'

export interface RunMeter {
  /** Bytes that came over the line for a job. */
  add(jobId: string, source: SourceKind, bytes: number): void
  /** Call at a steady beat. */
  tick(): void
  /** Adds what a program that was killed had not kept yet, as far as its jobs tell. Call before jobs move. */
  recover(): void
  /** Keeps what was measured until now: before a run rests or ends. */
  flush(): void
}

/** What a kill may lose. */
const KEPT_EVERY_MS = 5_000
/** Bytes come in bursts; a longer silence is a rest. */
const SILENCE_MS = 1_000

interface Fresh {
  readonly since: number
  readonly bytes: Map<SourceKind, number>
}

export function createRunMeter(
  store: Pick<Store, 'gather' | 'runRecords' | 'runHistory' | 'schedules'>,
  now: () => number,
): RunMeter {
  const fresh = new Map<string, Fresh>()
  /** Jobs whose bytes were kept just now: their next bytes were on the way already. */
  let keptAt = new Map<string, number>()

  function keep(jobId: string, { since, bytes }: Fresh, nowMs: number): void {
    const runId = store.runHistory.ofJob(jobId)
    if (runId === null) return
    const { speeds, sources } = store.runRecords.of(runId)
    const more = [...bytes].map(([source, count]) => ({ source, bytes: count }))
    const total = more.reduce((sum, each) => sum + each.bytes, 0)
    // A clock that was set, or a sleep, while the bytes came tells nothing about their speed.
    const movedMs = Math.min(Math.max(0, nowMs - since), 2 * KEPT_EVERY_MS)
    store.runRecords.put(runId, {
      speeds: withSpeed(speeds, { at: since, bytes: total, movedMs }),
      sources: withSources(sources, more),
    })
  }

  function flush(): void {
    if (fresh.size === 0) return
    const nowMs = now()
    const told = [...fresh]
    fresh.clear()
    keptAt = new Map(told.map(([jobId]) => [jobId, nowMs]))
    store.gather(() => {
      for (const [jobId, each] of told) keep(jobId, each, nowMs)
    })
  }

  function recoverRun({ id, startedAt, jobIds }: RunView): void {
    const { speeds, sources } = store.runRecords.of(id)
    const lost = store.runHistory.sourceBytes(jobIds).map(({ source, bytes }) => {
      const kept = sources.find((each) => each.source === source)?.bytes ?? 0
      return { source, bytes: Math.max(0, bytes - kept) }
    })
    const bytes = lost.reduce((sum, each) => sum + each.bytes, 0)
    const at = speeds.points.at(-1)?.at ?? startedAt
    if (bytes === 0 || at === null) return
    store.runRecords.put(id, {
      speeds: withSpeed(speeds, { at, bytes, movedMs: 0 }),
      sources: withSources(sources, lost),
    })
  }

  function sinceOf(jobId: string): number {
    const nowMs = now()
    const before = keptAt.get(jobId)
    return before !== undefined && nowMs - before < SILENCE_MS ? before : nowMs
  }

  return {
    add(jobId, source, bytes) {
      const known = fresh.get(jobId) ?? { since: sinceOf(jobId), bytes: new Map() }
      known.bytes.set(source, (known.bytes.get(source) ?? 0) + bytes)
      fresh.set(jobId, known)
    },
    tick() {
      const nowMs = now()
      if ([...fresh.values()].some(({ since }) => nowMs - since >= KEPT_EVERY_MS)) flush()
    },
    recover: () =>
      store.gather(() => {
        for (const run of store.schedules.runs.open()) recoverRun(run)
      }),
    flush,
  }
}

/** The same runs, with nothing left unmeasured when they rest or end. */
export function measuredRuns(runner: ScheduledRunner, meter: RunMeter): ScheduledRunner {
  return { ...runner, run: (work) => runner.run(work).finally(meter.flush) }
}
