import type { Database } from 'better-sqlite3'
import { noConditions } from '../model/conditions.ts'
import type { FailureRecord } from '../model/failure.ts'
import type {
  RunOutcome,
  RunPause,
  RunTally,
  RunView,
  RunWait,
  Schedule,
} from '../model/schedule.ts'
import type { RunAsk, RunConsent } from '../model/scheduled-sync.ts'
import { syncDefaults } from '../model/sync.ts'
import { createForgetting } from './forgetting.ts'

export interface RunRow {
  readonly id: number
  readonly schedule_id: string
  readonly planned_for: number | null
  readonly caught_up: number
  readonly missed: number
  readonly by_hand: number
  readonly phase: RunView['phase']
  readonly waits_for: RunWait | null
  readonly noticed_at: number
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly outcome: RunOutcome | null
  readonly failure: string | null
  readonly pauses: string
  readonly job_ids: string
  readonly asks: string
  readonly consent: string | null
  readonly files_added: number
  readonly files_changed: number
  readonly files_renamed: number
  readonly files_removed: number
  readonly files_failed: number
  readonly files_conflicts: number
  readonly bytes: number
}

export interface NewRun {
  readonly scheduleId: string
  readonly plannedFor: number | null
  readonly isCaughtUp: boolean
  readonly missed: number
  readonly isByHand: boolean
  readonly noticedAt: number
}

export interface RunEnd {
  readonly at: number
  readonly outcome: RunOutcome
  readonly failure: FailureRecord | null
  readonly asks: readonly RunAsk[]
  readonly tally: RunTally
}

/** Runs of a schedule that may come before it forgets again. */
const FORGET_EVERY = 50

/** What people want fetched again and again, and its runs. */
export function createSchedules(db: Database) {
  const all = db.prepare<[], { schedule: string }>(
    'SELECT schedule FROM schedules ORDER BY position',
  )
  const byId = db.prepare<[string], { schedule: string }>(
    'SELECT schedule FROM schedules WHERE id = ?',
  )
  const put = db.prepare<[string, string]>(`
    INSERT INTO schedules (id, position, schedule)
    VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM schedules), ?)
    ON CONFLICT (id) DO UPDATE SET schedule = excluded.schedule`)
  const remove = db.prepare<[string]>('DELETE FROM schedules WHERE id = ?')
  return {
    all: (): readonly Schedule[] => all.all().map(({ schedule }) => scheduleFrom(schedule)),
    get(id: string): Schedule | null {
      const row = byId.get(id)
      return row ? scheduleFrom(row.schedule) : null
    },
    put: (schedule: Schedule) => void put.run(schedule.id, JSON.stringify(schedule)),
    /** Its runs go with it. */
    remove: (id: string) => void remove.run(id),
    runs: createRuns(db),
  }
}

/** What older programs did not ask for. */
const later = {
  conditions: noConditions,
  timetable: [],
  trashDays: syncDefaults.trashDays,
  newest: syncDefaults.newest,
} satisfies Partial<Schedule>

function scheduleFrom(kept: string): Schedule {
  const schedule = JSON.parse(kept) as Omit<Schedule, keyof typeof later>
  return { ...later, ...schedule }
}

function createRuns(db: Database) {
  const get = db.prepare<[number], RunRow>('SELECT * FROM schedule_runs WHERE id = ?')
  const open = db.prepare<[], RunRow>(
    // The plus keeps SQLite from walking all that ever ran in the order asked for.
    `SELECT * FROM schedule_runs WHERE phase != 'ended' ORDER BY +id`,
  )
  const lastPlanned = db.prepare<[string, number], { at: number | null }>(`
    SELECT max(planned_for) AS at FROM schedule_runs WHERE schedule_id = ? AND planned_for <= ?`)
  const last = db.prepare<[string], RunRow>(`
    SELECT * FROM schedule_runs WHERE schedule_id = ? AND phase = 'ended'
    ORDER BY ended_at DESC, id DESC LIMIT 1`)
  const add = db.prepare<[string, number | null, number, number, number, number]>(`
    INSERT INTO schedule_runs
      (schedule_id, planned_for, caught_up, missed, by_hand, noticed_at, phase)
    VALUES (?, ?, ?, ?, ?, ?, 'waiting')`)
  const forgetting = createForgetting(db)
  const start = db.prepare<[number, string, number]>(`
    UPDATE schedule_runs SET phase = 'running', waits_for = NULL,
      started_at = coalesce(started_at, ?), pauses = ? WHERE id = ?`)
  const wait = db.prepare<[RunWait | null, string, number]>(
    `UPDATE schedule_runs SET phase = 'waiting', waits_for = ?, pauses = ? WHERE id = ?`,
  )
  const byHand = db.prepare<[number]>('UPDATE schedule_runs SET by_hand = 1 WHERE id = ?')
  const setJobs = db.prepare<[string, number]>('UPDATE schedule_runs SET job_ids = ? WHERE id = ?')
  const setConsent = db.prepare<[string, number]>(
    'UPDATE schedule_runs SET consent = ? WHERE id = ?',
  )
  const end = db.prepare<[number, RunOutcome, string | null, string, ...number[]]>(`
    UPDATE schedule_runs SET phase = 'ended', waits_for = NULL, ended_at = ?, outcome = ?,
      failure = ?, asks = ?, files_added = ?, files_changed = ?, files_renamed = ?, files_removed = ?,
      files_failed = ?, files_conflicts = ?, bytes = ? WHERE id = ?`)
  const page = db.prepare<[string | null, string | null, number, number], RunRow>(`
    SELECT * FROM schedule_runs WHERE ? IS NULL OR schedule_id = ?
    ORDER BY id DESC LIMIT ? OFFSET ?`)
  const count = db.prepare<[string | null, string | null], { total: number }>(
    'SELECT count(*) AS total FROM schedule_runs WHERE ? IS NULL OR schedule_id = ?',
  )

  /** Runs added to each schedule since its oldest were forgotten: to find them takes a while. */
  const addedSince = new Map<string, number>()

  function forgetOld(scheduleId: string, now: number): void {
    const added = addedSince.get(scheduleId) ?? 0
    if (added === 0) forgetting.ofSchedule(scheduleId, now)
    addedSince.set(scheduleId, (added + 1) % FORGET_EVERY)
  }

  return {
    get(id: number): RunView | null {
      const row = get.get(id)
      return row ? runFrom(row) : null
    },
    /** Those that wait or run, oldest first. */
    open: (): readonly RunView[] => open.all().map(runFrom),
    /** The newest planned start up to a time; what a clock that was wrong planned later is left aside. */
    lastPlanned: (scheduleId: string, now: number): number | null =>
      lastPlanned.get(scheduleId, now)?.at ?? null,
    /** The newest that is over. */
    last(scheduleId: string): RunView | null {
      const row = last.get(scheduleId)
      return row ? runFrom(row) : null
    },
    /** Throws when the same planned start has a run already. */
    add({ scheduleId, plannedFor, isCaughtUp, missed, isByHand, noticedAt }: NewRun): number {
      const flags = [Number(isCaughtUp), missed, Number(isByHand), noticedAt] as const
      const { lastInsertRowid } = add.run(scheduleId, plannedFor, ...flags)
      forgetOld(scheduleId, noticedAt)
      return Number(lastInsertRowid)
    },
    setRunning: (id: number, at: number, pauses: readonly RunPause[]) =>
      void start.run(at, JSON.stringify(pauses), id),
    setWaiting: (id: number, reason: RunWait | null, pauses: readonly RunPause[]) =>
      void wait.run(reason, JSON.stringify(pauses), id),
    /** A person said that it may run outside the window. */
    setByHand: (id: number) => void byHand.run(id),
    setJobs: (id: number, jobIds: readonly string[]) =>
      void setJobs.run(JSON.stringify(jobIds), id),
    setConsent: (id: number, consent: RunConsent) =>
      void setConsent.run(JSON.stringify(consent), id),
    setEnded(id: number, { at, outcome, failure, asks, tally }: RunEnd): void {
      const { added, changed, renamed, removed, failed, conflicts, bytes } = tally
      const said = failure ? JSON.stringify(failure) : null
      const files = [added, changed, renamed, removed, failed, conflicts]
      end.run(at, outcome, said, JSON.stringify(asks), ...files, bytes, id)
    },
    /** Newest first; of all schedules when none is named. */
    page(
      scheduleId: string | null,
      offset: number,
      limit: number,
    ): { readonly rows: readonly RunView[]; readonly total: number } {
      const rows = page.all(scheduleId, scheduleId, limit, offset).map(runFrom)
      return { rows, total: count.get(scheduleId, scheduleId)?.total ?? 0 }
    },
  }
}

/** A run as it is kept. */
export function runFrom(row: RunRow): RunView {
  return {
    id: row.id,
    scheduleId: row.schedule_id,
    plannedFor: row.planned_for,
    isCaughtUp: row.caught_up === 1,
    missed: row.missed,
    isByHand: row.by_hand === 1,
    phase: row.phase,
    waitsFor: row.waits_for,
    noticedAt: row.noticed_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    failure: row.failure ? (JSON.parse(row.failure) as FailureRecord) : null,
    pauses: JSON.parse(row.pauses) as readonly RunPause[],
    jobIds: JSON.parse(row.job_ids) as readonly string[],
    asks: JSON.parse(row.asks) as readonly RunAsk[],
    consent: row.consent ? (JSON.parse(row.consent) as RunConsent) : null,
    tally: {
      added: row.files_added,
      changed: row.files_changed,
      renamed: row.files_renamed,
      removed: row.files_removed,
      failed: row.files_failed,
      conflicts: row.files_conflicts,
      bytes: row.bytes,
    },
  }
}
