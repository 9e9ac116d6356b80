import type { Database } from 'better-sqlite3'
import type { Snapshot } from '../model/entry.ts'
import { type Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { HoldReason, JobCounts, JobOrder, JobPhase, JobView, Order } from '../model/job.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly order_json: string
  readonly snapshot: string | null
  readonly summary: string
  readonly folder: string
  readonly intent: 'run' | 'hold'
  readonly hold_reason: HoldReason | null
  readonly phase: JobPhase
  readonly priority: number
  readonly position: number
  readonly created_at: number
  readonly ended_at: number | null
  readonly failure: string | null
}

interface Parsed {
  readonly order: Order
  readonly told: JobOrder
  readonly snapshot: Snapshot | null
  readonly createdAt: number
}

interface Tally {
  readonly state: string
  readonly files: number
  readonly size_bytes: number
  readonly received_bytes: number
}

/** What does not change while a job moves. */
export interface JobFacts {
  readonly id: string
  readonly order: Order
  readonly snapshot: Snapshot
  readonly createdAt: number
}

export interface NewJob {
  readonly id: string
  readonly title: string
  readonly order: Order
  readonly summary: string
  readonly folder: string
  readonly createdAt: number
}

/**
 * What people ordered, with counts that triggers keep true. While nothing can be written no job
 * runs, whatever its row says.
 */
export function createJobs(db: Database, trouble: () => Failure | null) {
  const insert = db.prepare<[string, string, string, string, string, number]>(`
    INSERT INTO jobs (id, title, order_json, summary, folder, intent, phase, position, created_at)
    VALUES (?, ?, ?, ?, ?, 'run', 'listing', (SELECT coalesce(max(position), 0) + 1 FROM jobs), ?)`)
  const byId = db.prepare<[string], Row>('SELECT * FROM jobs WHERE id = ?')
  const all = db.prepare<[], Row>('SELECT * FROM jobs ORDER BY priority DESC, position')
  const tallies = db.prepare<[string], Tally>('SELECT * FROM tallies WHERE job_id = ?')
  const setIntent = db.prepare<[string, string | null, string]>(
    'UPDATE jobs SET intent = ?, hold_reason = ? WHERE id = ?',
  )
  const setListed = db.prepare<[string, string, string, string]>(
    'UPDATE jobs SET title = ?, snapshot = ?, folder = ? WHERE id = ?',
  )
  const setPhase = db.prepare<[string, number | null, string | null, string]>(
    'UPDATE jobs SET phase = ?, ended_at = ?, failure = ? WHERE id = ?',
  )
  const setPosition = db.prepare<[number, string]>('UPDATE jobs SET position = ? WHERE id = ?')
  const setPriority = db.prepare<[number, string]>('UPDATE jobs SET priority = ? WHERE id = ?')
  const runnable = db.prepare<[], { id: string }>(`
    SELECT id FROM jobs WHERE intent = 'run' AND phase = 'moving' ORDER BY priority DESC, position`)
  const open = db.prepare<[string], { files: number }>(`
    SELECT coalesce(sum(files), 0) AS files FROM tallies
    WHERE job_id = ? AND state IN ('queued', 'running', 'verifying')`)
  const bytes = db.prepare<[string], { received: number; open: number }>(`
    SELECT coalesce(sum(received_bytes), 0) AS received,
      coalesce(sum(iif(state IN ('queued', 'running', 'verifying'), size_bytes - received_bytes, 0)), 0)
        AS open
    FROM tallies WHERE job_id = ?`)
  const phase = db.prepare<[string], { phase: JobPhase }>('SELECT phase FROM jobs WHERE id = ?')
  const remove = db.prepare<[string]>('DELETE FROM jobs WHERE id = ?')

  /** Orders may hold thousands of ticks: parsed once, not with every event of the job. */
  const parsed = new Map<string, Parsed>()

  function parse(row: Row): Parsed {
    const known = parsed.get(row.id)
    if (known) return known
    const order = JSON.parse(row.order_json) as Order
    const { selection: _, ...told } = order
    const read = {
      order,
      told,
      snapshot: row.snapshot ? (JSON.parse(row.snapshot) as Snapshot) : null,
      createdAt: row.created_at,
    }
    parsed.set(row.id, read)
    return read
  }

  function view(row: Row): JobView {
    const job = fromRow(row, parse(row), tallies.all(row.id))
    const failure = trouble()
    if (!failure || job.intent === 'hold' || job.phase === 'ended') return job
    return { ...job, intent: 'hold', holdReason: 'disk-full', failure: recordOf(failure) }
  }

  return {
    add(job: NewJob): void {
      insert.run(
        job.id,
        job.title,
        JSON.stringify(job.order),
        job.summary,
        job.folder,
        job.createdAt,
      )
    },
    get(id: string): JobView | null {
      const row = byId.get(id)
      return row ? view(row) : null
    },
    /** The whole order. */
    order(id: string): Order | null {
      const row = parsed.has(id) ? null : byId.get(id)
      return (row ? parse(row) : parsed.get(id))?.order ?? null
    },
    /** Null until the job is listed. */
    facts(id: string): JobFacts | null {
      const row = parsed.has(id) ? null : byId.get(id)
      const { order, snapshot, createdAt } = (row ? parse(row) : parsed.get(id)) ?? {}
      return order && snapshot && createdAt !== undefined
        ? { id, order, snapshot, createdAt }
        : null
    },
    /** In the order in which they run. */
    all: (): readonly JobView[] => all.all().map(view),
    setIntent(id: string, intent: JobView['intent'], reason: HoldReason | null): void {
      setIntent.run(intent, reason, id)
    },
    setListed(id: string, listed: { title: string; snapshot: Snapshot; folder: string }): void {
      parsed.delete(id)
      setListed.run(listed.title, JSON.stringify(listed.snapshot), listed.folder, id)
    },
    setPhase(
      id: string,
      phase: JobPhase,
      endedAt: number | null,
      failure: FailureRecord | null,
    ): void {
      setPhase.run(phase, endedAt, failure ? JSON.stringify(failure) : null, id)
    },
    setPriority: (id: string, priority: number) => void setPriority.run(priority, id),
    /** Puts a job before another, or last; its priority becomes that of its new neighbour. */
    move(id: string, before: string | null): void {
      const others = all.all().filter((row) => row.id !== id)
      const at = before === null ? others.length : others.findIndex((row) => row.id === before)
      const neighbour = others[at] ?? others.at(-1)
      if (neighbour) setPriority.run(neighbour.priority, id)
      const ids = others.map((row) => row.id)
      ids.splice(at < 0 ? ids.length : at, 0, id)
      ids.forEach((each, index) => {
        setPosition.run(index + 1, each)
      })
    },
    /** Jobs whose transfers may start, in the order in which they run. */
    runnable: (): readonly string[] => (trouble() ? [] : runnable.all().map((row) => row.id)),
    /** Transfers that are neither done nor failed. */
    openTransfers: (id: string): number => open.get(id)?.files ?? 0,
    receivedBytes: (id: string): number => bytes.get(id)?.received ?? 0,
    /** Bytes that queued and moving transfers still need. */
    bytesLeft: (id: string): number => bytes.get(id)?.open ?? 0,
    phase: (id: string): JobPhase | null => phase.get(id)?.phase ?? null,
    remove(id: string): void {
      parsed.delete(id)
      remove.run(id)
    },
  }
}

function fromRow(row: Row, { told: order, snapshot }: Parsed, tallies: readonly Tally[]): JobView {
  const of = (state: string) => tallies.find((tally) => tally.state === state)
  const sum = (field: 'files' | 'size_bytes' | 'received_bytes') =>
    tallies.reduce((total, tally) => total + tally[field], 0)
  const files = (state: string) => of(state)?.files ?? 0
  const skippedBytes = of('skipped')?.size_bytes ?? 0
  const counts: JobCounts = {
    total: sum('files'),
    queued: files('queued'),
    running: files('running'),
    verifying: files('verifying'),
    done: files('done') + files('skipped'),
    skipped: files('skipped'),
    failed: files('failed'),
  }
  return {
    id: row.id,
    title: row.title,
    order,
    version: snapshot?.version ?? order.ref.version,
    summary: row.summary,
    folder: row.folder,
    intent: row.intent,
    holdReason: row.hold_reason,
    phase: row.phase,
    priority: row.priority,
    position: row.position,
    counts,
    totalBytes: sum('size_bytes'),
    receivedBytes: sum('received_bytes'),
    skippedBytes,
    verifiedBytes: (of('done')?.size_bytes ?? 0) + skippedBytes,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    failure: row.failure ? (JSON.parse(row.failure) as FailureRecord) : null,
  }
}
