/** What happens by the beat: progress to the windows, marks to the journal, a look at the disks. */
import { freeBytes } from '../disk/survey.ts'
import type { MovingTransfer } from '../model/events.ts'
import type { Pace } from '../model/job.ts'
import type { Meter } from '../queue/meter.ts'
import type { Queue } from '../queue/queue.ts'
import type { Pool } from '../transfer/pool.ts'
import type { Context } from './context.ts'
import type { Jobs } from './jobs.ts'
import type { JournalKeeper } from './journal.ts'
import type { LineMeter } from './line-meter.ts'
import type { Mover } from './mover.ts'

/** Windows see progress four times a second. */
const PROGRESS_MS = 250
/** A crash loses at most this much of parts under way; complete parts are never lost. */
const CHECKPOINT_MS = 2_000
const DISK_MS = 5_000
/** After so many beats without a transfer the speed is nothing, not a slow goodbye. */
const IDLE_BEATS = 8
/** Room for the database's own steps, below which it is no use to try them again. */
const DATABASE_BYTES = 4 * 1024 * 1024

export interface HeartbeatParts {
  readonly context: Context
  readonly queue: Queue
  readonly meter: Meter
  readonly line: LineMeter
  readonly mover: Mover
  readonly keeper: JournalKeeper
  readonly pool: Pool
  readonly jobs: Jobs
  /** Told at each beat. */
  readonly tickers: readonly { tick(): void }[]
}

export interface Heartbeat {
  /** Speed of everything, and by job; as the last beat told it. */
  paces(): { readonly pace: Pace; readonly jobPaces: Readonly<Record<string, Pace>> }
  readonly freeBytes: number | null
  /** Writes to the journal what is flushed now. */
  checkpoint(): Promise<void>
  stop(): void
}

export function startHeartbeat(parts: HeartbeatParts): Heartbeat {
  const { context, queue, meter, line, mover, keeper, pool, jobs, tickers } = parts
  const { store, publisher, clock, log } = context
  let free: number | null = null
  let idleBeats = IDLE_BEATS
  let isCheckpointing = false

  function beat(): void {
    try {
      mover.commit()
      const moving = queue.moving
      idleBeats = moving.size > 0 ? 0 : idleBeats + 1
      if (idleBeats >= IDLE_BEATS) meter.rest()
      meter.tick(clock.now())
      line.tick(clock.now(), moving.size > 0)
      for (const ticker of tickers) ticker.tick()
      if (idleBeats <= IDLE_BEATS) tell([...moving.values()])
      if (!store.trouble()) keeper.sweep()
    } catch (error) {
      log.error('beat', { error: String(error) })
    }
  }

  function tell(items: readonly { id: number; jobId: string }[]): void {
    const { pace, jobPaces } = paces()
    const jobBytes: Record<string, number> = {}
    const moving: MovingTransfer[] = []
    for (const item of items) {
      const transfer = store.transfers.view(item.id)
      if (!transfer) continue
      const ahead = meter.ahead(item.id)
      const receivedBytes = Math.min(transfer.sizeBytes, transfer.receivedBytes + ahead)
      jobBytes[item.jobId] ??= store.jobs.receivedBytes(item.jobId)
      jobBytes[item.jobId] = (jobBytes[item.jobId] ?? 0) + receivedBytes - transfer.receivedBytes
      const { bytesPerSecond } = meter.pace(item.id, 0)
      const { path, sizeBytes } = transfer
      moving.push({
        id: item.id,
        jobId: item.jobId,
        path,
        sizeBytes,
        receivedBytes,
        bytesPerSecond,
      })
    }
    publisher.publish({ kind: 'progress', pace, jobPaces, jobBytes, moving })
  }

  function paces(): ReturnType<Heartbeat['paces']> {
    const jobPaces: Record<string, Pace> = {}
    let left = 0
    for (const jobId of jobs.runnable()) {
      const jobLeft = store.jobs.bytesLeft(jobId)
      left += jobLeft
      jobPaces[jobId] = meter.pace(jobId, jobLeft)
    }
    return { pace: meter.pace(null, left), jobPaces }
  }

  async function checkpoint(): Promise<void> {
    if (isCheckpointing) return
    isCheckpointing = true
    try {
      await pool.checkpoint()
      keeper.commit()
    } catch (error) {
      log.error('checkpoint', { error: String(error) })
    } finally {
      isCheckpointing = false
    }
  }

  async function lookAtDisk(): Promise<void> {
    try {
      const now = await freeBytes(context.settings().destination)
      if (now !== free) publisher.publish({ kind: 'disk.changed', freeBytes: now })
      free = now
      if (await hasRoomToWrite()) await jobs.watchDisks()
    } catch (error) {
      log.warn('disk', { error: String(error) })
    }
  }

  async function hasRoomToWrite(): Promise<boolean> {
    const path = store.trouble()?.details.path
    if (path === undefined) return true
    return (await freeBytes(String(path))) >= DATABASE_BYTES && store.recover()
  }

  const timers = [
    setInterval(beat, PROGRESS_MS),
    setInterval(() => void (queue.moving.size > 0 && checkpoint()), CHECKPOINT_MS),
    setInterval(() => void lookAtDisk(), DISK_MS),
  ]
  for (const timer of timers) timer.unref()
  void lookAtDisk()

  return {
    paces,
    get freeBytes() {
      return free
    },
    checkpoint,
    stop() {
      timers.forEach(clearInterval)
      line.close(clock.now())
    },
  }
}
