/** Makes and joins everything that moves bytes. */
import { availableParallelism } from 'node:os'
import { createMeter } from '../queue/meter.ts'
import { createQueue, type Queue } from '../queue/queue.ts'
import type { StoredTransfer } from '../store/transfer-rows.ts'
import { type Bandwidth, createBandwidth } from '../transfer/bandwidth.ts'
import { type Connections, createConnections } from '../transfer/connections.ts'
import { createPool, type Pool } from '../transfer/pool.ts'
import type { Shared } from '../transfer/ports.ts'
import type { Context } from './context.ts'
import { type Heartbeat, startHeartbeat } from './heartbeat.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createJournalKeeper, type JournalKeeper } from './journal.ts'
import { createLineMeter, measured } from './line-meter.ts'
import { createMover, type Mover } from './mover.ts'
import { dueInMs, nextTransfers } from './next-transfers.ts'
import { type BudgetKeeper, createBudgetKeeper } from './overnight/data-budget.ts'
import { ownZone } from './overnight/own-zone.ts'
import { createRunMeter, type RunMeter } from './overnight/run-meter.ts'
import { createSpeedKeeper, type SpeedKeeper } from './overnight/speed-keeper.ts'
import type { EnginePorts } from './ports.ts'
import type { SettingsKeeper } from './settings-keeper.ts'
import type { Versions } from './versions.ts'

/** A line that brings no byte for this long is given up. */
const STALL_MS = 30_000
/** Below this a file is mostly waiting for its first byte, so four of them share a place. */
const SMALL_BYTES = 4 * 1024 * 1024
const SMALL_WEIGHT = 0.25
/** Workers open what the count of connections grants; this only keeps a pool from growing for ever. */
const connectionsLimit = 128

export interface Moving {
  readonly bandwidth: Bandwidth
  readonly speeds: SpeedKeeper
  readonly budget: BudgetKeeper
  readonly connections: Connections
  readonly pool: Pool
  readonly keeper: JournalKeeper
  readonly jobs: Jobs
  readonly runMeter: RunMeter
  readonly mover: Mover
  readonly queue: Queue
  readonly heartbeat: Heartbeat
}

/** Everything that moves bytes. */
export function assembleMoving(
  ports: EnginePorts,
  {
    context,
    versions,
    network,
    ended,
    onSettings,
    onBudget,
  }: {
    context: Context
    versions: Versions
    network: Readonly<Record<string, string>>
    /** Takes the transfers that ended. */
    ended: number[]
    onSettings: SettingsKeeper['onChange']
    /** Told when the month's budget is used up, and when it no longer is. */
    onBudget: () => void
  },
): Moving {
  const { clock, store, settings } = context
  const { connectionsPerHost, connectionsTotal } = settings()
  const bandwidth = createBandwidth()
  const speeds = createSpeedKeeper({ context, bandwidth, timeZone: ownZone })
  const budget = createBudgetKeeper({ context, timeZone: ownZone, onChange: onBudget })
  const connections = createConnections({ perHost: connectionsPerHost, total: connectionsTotal })
  const pool = createPool(ports.workerUrl, Math.min(4, Math.max(2, availableParallelism())), {
    bandwidth: bandwidth.cells,
    userAgent: ports.userAgent,
    connectionsPerOrigin: connectionsLimit,
    stallMs: Number(ports.environment.DANDELION_STALL_MS) || STALL_MS,
    environment: network,
  })
  const line = createLineMeter(store)
  const meter = measured(createMeter(clock.now()), [line, budget])
  const keeper = createJournalKeeper(store)
  const shared: Shared = {
    pool,
    connections,
    settings,
    onSettings,
    proxyFor: async (url) => (await ports.proxyFor?.(url)) ?? null,
    sleep: clock.sleep,
    random: Math.random,
  }
  const { attempts } = ports
  const jobs = createJobs({
    context,
    versions,
    queue: () => queue,
    attempts,
    // Of what a schedule does, the morning tells.
    onEnded: (job) => store.runHistory.ofJob(job.id) === null && ports.notify(job),
  })
  const onDiskFull = jobs.holdForDisk
  const onSettled = (transferId: number, jobId: string) => {
    ended.push(transferId)
    jobs.settled(jobId)
  }
  const runMeter = createRunMeter(store, clock.now)
  const mover = createMover({
    ...{ context, shared, keeper, meter, runMeter },
    ...{ attempts, onDiskFull, onSettled },
  })
  const queue: Queue = createQueue<StoredTransfer>({
    capacity: () => settings().filesAtOnce,
    lightest: SMALL_WEIGHT,
    weight: ({ sizeBytes, kind }) =>
      settings().filesAtOnce > 1 && kind === 'blob' && sizeBytes < SMALL_BYTES ? SMALL_WEIGHT : 1,
    next: (count, busy) => nextTransfers(count, busy, { context, jobs }),
    run: mover.run,
    dueInMs: () => dueInMs({ context, jobs }),
  })
  const heartbeat = startHeartbeat({
    ...{ context, queue, meter, line, mover, keeper, pool, jobs },
    tickers: [speeds, budget, runMeter],
  })
  return {
    ...{ bandwidth, speeds, budget, connections, pool, keeper, jobs },
    ...{ runMeter, mover, queue, heartbeat },
  }
}
