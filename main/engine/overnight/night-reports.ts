/** What the nights brought, from what is kept of runs. */
import {
  firstFrom,
  isOfNight,
  lastBefore,
  type Night,
  type NightPart,
  type NightReport,
  type NightRun,
} from '../../model/night.ts'
import { bytesBetween } from '../../model/run-record.ts'
import type { RunView, Schedule } from '../../model/schedule.ts'
import { nightAt, nightOf } from '../../schedule/mornings.ts'
import type { Store } from '../../store/database.ts'
import type { Clock } from '../context.ts'

export interface NightReportsContext {
  readonly store: Pick<Store, 'schedules' | 'runHistory' | 'runRecords' | 'follow'>
  readonly clock: Pick<Clock, 'now'>
  /** Of this computer. */
  readonly timeZone: () => string
}

export type NightReports = ReturnType<typeof createNightReports>

/** Runs that are looked through for the nearest night before and after. */
const LOOKED_THROUGH = 500

export function createNightReports({ store, clock, timeZone }: NightReportsContext) {
  const { runHistory } = store

  function runsOf(night: Night): readonly RunView[] {
    const now = clock.now()
    return runHistory.around(night.from, night.to).filter((run) => isOfNight(run, night, now))
  }

  function runOf(run: RunView, night: Night): NightRun {
    const record = store.runRecords.of(run.id)
    return {
      run,
      record,
      bytes: bytesBetween(record.speeds, night.from, night.to),
      dandisetIds: runHistory.dandisets(run.id),
      changes: runHistory.countChanges(run.id),
    }
  }

  function partOf({ id, name, how, timeZone: zone }: Schedule, runs: readonly NightRun[]) {
    const own = runs.filter(({ run }) => run.scheduleId === id)
    const part: NightPart = {
      scheduleId: id,
      name,
      folder: how.destination,
      timeZone: zone,
      runs: own,
    }
    return own.length === 0 ? [] : [part]
  }

  function nearest(night: Night): Pick<NightReport, 'previous' | 'next'> {
    const now = clock.now()
    const befores = runHistory
      .before(night.from, LOOKED_THROUGH)
      .map((run) => lastBefore(run, night.from, now))
      .filter((at) => at !== null)
    const afters = runHistory
      .after(night.to, LOOKED_THROUGH)
      .map((run) => firstFrom(run, night.to, now))
      .filter((at) => at !== null)
    const morning = (at: number) => nightAt(at, timeZone()).morning
    return {
      previous: befores.length === 0 ? null : morning(Math.max(...befores)),
      next: afters.length === 0 ? null : morning(Math.min(...afters)),
    }
  }

  function report(night: Night): NightReport {
    const runs = runsOf(night).map((run) => runOf(run, night))
    const parts = store.schedules.all().flatMap((schedule) => partOf(schedule, runs))
    const found = store.follow.between(night.from, night.to)
    return { night, timeZone: timeZone(), parts, found, ...nearest(night) }
  }

  return {
    report,
    runsOf,
    /** The night of a morning's date, such as 2026-11-22; the newest with anything to tell for null. */
    of(morning: string | null): NightReport {
      const zone = timeZone()
      const now = clock.now()
      const asked = morning === null ? null : nightOf(morning, zone)
      if (asked) return report(asked)
      const current = report(nightAt(now, zone))
      const before = current.previous === null ? null : nightOf(current.previous, zone)
      return current.parts.length === 0 && before ? report(before) : current
    },
  }
}
