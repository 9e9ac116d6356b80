/** What is made of runs once they are over: reports of nights, notices, what a person has done then. */
import type { Http } from '../../net/http.ts'
import type { Context } from '../context.ts'
import type { EnginePorts } from '../ports.ts'
import { createNightReports, type NightReports } from './night-reports.ts'
import { createNightWatch } from './night-watch.ts'
import { ownZone } from './own-zone.ts'
import { createRunHooks, type RunHooks } from './run-hooks.ts'

export interface WhatHappened {
  readonly nightReports: NightReports
  readonly hooks: RunHooks
  /** Call after a run has ended or rests, once that is kept. */
  runSettled(runId: number): void
  /** Call when schedules begin to run by themselves. */
  start(): void
  /** Call after a sleep. */
  look(): void
  close(): Promise<void>
}

export function createWhatHappened(
  context: Context,
  http: Http,
  { morning, secrets, environment, hooksGraceMs = 0 }: EnginePorts,
): WhatHappened {
  const { store, clock, log } = context
  const timeZone = ownZone
  const nightReports = createNightReports({ store, clock, timeZone })
  const hooks = createRunHooks({ context, http, secrets, environment, graceMs: hooksGraceMs })
  const watch = morning
    ? createNightWatch({ store, clock, log, reports: nightReports, port: morning, timeZone })
    : null
  return {
    nightReports,
    hooks,
    runSettled(runId) {
      const run = store.schedules.runs.get(runId)
      const schedule = run ? store.schedules.get(run.scheduleId) : null
      if (run?.phase === 'ended' && schedule) hooks.ended(run, schedule)
      watch?.look()
    },
    start() {
      hooks.start()
      watch?.look()
    },
    look: () => watch?.look(),
    async close() {
      watch?.close()
      await hooks.close()
    },
  }
}
