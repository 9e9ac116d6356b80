/** Makes the engine's parts and joins them. Data flows one way; nothing here decides anything. */
import { createSurroundings, type SurroundingsPort } from '../machine/surroundings.ts'
import { type Failure, recordOf } from '../model/failure.ts'
import { expectedSeconds } from '../model/line-time.ts'
import { defaultSettings } from '../model/settings.ts'
import { createHttp, type Http } from '../net/http.ts'
import type { Queue } from '../queue/queue.ts'
import { createSources, type Sources } from '../sources/registry.ts'
import { openStore, type Store } from '../store/database.ts'
import type { Pool } from '../transfer/pool.ts'
import { assembleMoving, type Moving } from './assemble-moving.ts'
import { createAttention } from './attention.ts'
import { assembleCart, type CartParts } from './cart/cart.ts'
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts'
import { createDueLooks, type DueLooks } from './catalogue/due-looks.ts'
import { createFollowing, type Following } from './catalogue/following.ts'
import type { Context } from './context.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Jobs } from './jobs.ts'
import { createKeys, type Keys } from './keys.ts'
import type { BudgetKeeper } from './overnight/data-budget.ts'
import { ownZone } from './overnight/own-zone.ts'
import { createRunHolds } from './overnight/run-holds.ts'
import { measuredRuns, type RunMeter } from './overnight/run-meter.ts'
import { createRunRetries } from './overnight/run-retries.ts'
import { createOrdersOfSchedule, type OrdersOfSchedule } from './overnight/schedule-orders.ts'
import { createScheduleReviews, type ScheduleReviews } from './overnight/schedule-review.ts'
import { createSyncRunner } from './overnight/scheduled-syncs.ts'
import { createScheduler, type Scheduler } from './overnight/scheduler.ts'
import { createSchedules, type Schedules } from './overnight/schedules.ts'
import type { SpeedKeeper } from './overnight/speed-keeper.ts'
import { createSystemTimer, type SystemTimer } from './overnight/system-timer.ts'
import { createTonights, type Tonights } from './overnight/tonight.ts'
import { createWhatHappened, type WhatHappened } from './overnight/what-happened.ts'
import { createPlans, type Plans } from './plans.ts'
import type { EnginePorts } from './ports.ts'
import { createPublisher } from './publisher.ts'
import { realClock } from './real-clock.ts'
import { createSettingsKeeper, type SettingsKeeper } from './settings-keeper.ts'
import { createSyncs, type Syncs } from './sync/sync.ts'
import { createVersions, type Versions } from './versions.ts'

export interface Assembly {
  readonly store: Store
  readonly settings: SettingsKeeper
  readonly keys: Keys
  readonly sources: Sources
  readonly context: Context
  readonly versions: Versions
  readonly catalogue: Catalogue
  readonly plans: Plans
  readonly cart: CartParts
  readonly ordersOfSchedule: OrdersOfSchedule
  readonly jobs: Jobs
  readonly scheduler: Scheduler
  readonly schedules: Schedules
  readonly systemTimer: SystemTimer
  readonly tonights: Tonights
  readonly following: Following
  readonly dueLooks: DueLooks
  readonly reviews: ScheduleReviews
  readonly runMeter: RunMeter
  readonly whatHappened: WhatHappened
  readonly surroundings: SurroundingsPort
  readonly syncs: Syncs
  readonly queue: Queue
  readonly pool: Pool
  readonly heartbeat: Heartbeat
  readonly speeds: SpeedKeeper
  readonly budget: BudgetKeeper
  /** Stops what moves, keeps all parts, closes the database. A second call waits for the first. */
  close(): Promise<void>
}

/** Proxies and certificates; the only variables that a worker sees. */
const NETWORK_VARIABLES =
  /^(https?_proxy|all_proxy|no_proxy|ssl_cert_file|ssl_cert_dir|node_extra_ca_certs)$/i
/** Stretches of time in which something moved, newest first, that an expected time is told from. */
const MEASURED = 60
/** API and listings; the bytes have connections of their own in the workers. */
const API_CONNECTIONS = 8

export function assemble(ports: EnginePorts): Assembly {
  const { clock = realClock, log } = ports
  const store = openStore({
    dataDir: ports.dataDir,
    nativeBinding: ports.sqliteBinding,
    onError: (error) => log.error('database', { error: String(error) }),
    onTrouble: (failure) => queueMicrotask(() => onTrouble(failure)),
    onReplaced(failure) {
      log.error('database', {
        code: failure.code,
        ...failure.details,
        error: String(failure.cause),
      })
      ports.onReplaced?.(recordOf(failure))
    },
  })
  const settings = createSettingsKeeper({
    store,
    defaults: defaultSettings(ports.defaultDestination),
    overrides: ports.overrides ?? {},
    addresses: ports.addresses ?? {},
  })
  const closing = new AbortController()
  const network = networkVariables(ports.environment)
  const http = createHttp({
    userAgent: ports.userAgent,
    connectionsPerOrigin: API_CONNECTIONS,
    env: network,
    ...(ports.proxyFor ? { proxyFor: ports.proxyFor } : {}),
  })
  const keys = createKeys({
    environment: ports.environment,
    secrets: ports.secrets,
    instances: settings.instances,
    chosen: () => settings.current().instance,
  })
  const sources = createSources({
    http,
    instances: settings.instances,
    tokenFor: keys.read,
    pauses: { now: clock.now, sleep: clock.sleep, random: Math.random },
  })
  const ended: number[] = []
  /** Nobody is told what a crash could still undo. */
  function commit(): void {
    if (!store.commit()) return
    for (const id of ended.splice(0)) tellEnded(id, { store, ports })
  }
  const publisher = createPublisher((jobId) => store.jobs.get(jobId), commit)
  const attention = createAttention()
  const shared = { clock, log, store, sources, publisher, attention }
  const context: Context = { ...shared, settings: settings.current, signal: closing.signal }
  const versions = createVersions(context)
  const catalogue = createCatalogue(context, settings)
  const seconds = (bytes: number) => expectedSeconds(bytes, store.lineSpeeds.newest(MEASURED))
  const plans = createPlans({ context, versions, seconds })
  const program = ports.userAgent
  const cart = assembleCart({ context, versions, settings, program, seconds })
  const ordersOfSchedule = createOrdersOfSchedule({ store, cart, catalogue })
  const moving = assembleMoving(ports, {
    context,
    versions,
    network,
    ended,
    onSettings: settings.onChange,
    onBudget: () => scheduler.look(),
  })
  const { speeds, budget, connections, queue, jobs } = moving
  const syncs = createSyncs({ context, versions, jobs, pool: moving.pool })
  const { surroundings = createSurroundings({ platform: process.platform }) } = ports
  const holds = createRunHolds({
    ...{ context, surroundings, budget },
    timeZone: ownZone,
    onChange: () => scheduler.look(),
  })
  const onChange = () => publisher.publish({ kind: 'schedules.changed' })
  const retries = createRunRetries({ clock, onChange })
  const scheduler: Scheduler = createScheduler({
    context,
    runner: measuredRuns(
      createSyncRunner({ context, syncs, jobs, ordersOf: ordersOfSchedule, retries }),
      moving.runMeter,
    ),
    holds,
    onLimit: speeds.setScheduled,
    onSettled: (runId) => whatHappened.runSettled(runId),
  })
  const whatHappened = createWhatHappened(context, http, ports)
  const reviews = createScheduleReviews({ context, syncs, ordersOf: ordersOfSchedule })
  const onChanged = () => void systemTimer.refresh()
  const schedules = createSchedules({ context, scheduler, retries, onChanged })
  const { list } = schedules
  const systemTimer = createSystemTimer({ context, settings, list, port: ports.timer ?? null })
  const following = createFollowing({
    context,
    catalogue,
    jobs,
    onFound: (finds) => ports.found?.(finds),
    onRules: () => void systemTimer.refresh(),
  })
  const dueLooks = createDueLooks({ context, catalogue, following, jobs })
  const tonights = createTonights({
    context,
    syncs,
    ordersOf: ordersOfSchedule,
    timeZone: ownZone,
    budget,
  })
  /** A database without room holds everything, whatever the rows say, until it can be written. */
  function onTrouble(failure: Failure | null): void {
    if (failure) log.error('database', { code: failure.code, ...failure.details })
    if (closing.signal.aborted) return
    if (failure) void queue.stop(() => true)
    else tryToCatchUp()
    for (const { id } of store.jobs.all()) publisher.touchJob(id)
  }
  function tryToCatchUp(): void {
    try {
      jobs.catchUp()
    } catch (error) {
      log.warn('database', { error: String(error) })
    }
  }
  settings.onChange((next) => {
    speeds.look()
    budget.tick()
    scheduler.look()
    connections.setLimits({ perHost: next.connectionsPerHost, total: next.connectionsTotal })
    publisher.publish({ kind: 'settings.changed', settings: next })
    queue.pump()
  })
  let closed: Promise<void> | null = null
  const close = () => {
    closing.abort(new Error('closing'))
    closed ??= closeAll(moving, {
      ...{
        context,
        catalogue,
        following,
        scheduler,
        whatHappened,
        systemTimer,
        syncs,
        http,
        commit,
      },
    })
    return closed
  }
  return {
    store,
    settings,
    keys,
    sources,
    context,
    versions,
    catalogue,
    cart,
    plans,
    ordersOfSchedule,
    scheduler,
    schedules,
    systemTimer,
    tonights,
    following,
    dueLooks,
    reviews,
    whatHappened,
    surroundings,
    syncs,
    ...moving,
    close,
  }
}

function networkVariables(
  environment: EnginePorts['environment'],
): Readonly<Record<string, string>> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => NETWORK_VARIABLES.test(entry[0]) && Boolean(entry[1]),
  )
  return Object.fromEntries(entries)
}

function tellEnded(
  transferId: number,
  { store, ports }: { store: Store; ports: EnginePorts },
): void {
  const transfer = ports.onTransferEnded ? store.transfers.view(transferId) : null
  if (transfer?.state.kind !== 'done' && transfer?.state.kind !== 'failed') return
  const fetched = store.transfers.sourceBytes(transferId).reduce((sum, it) => sum + it.bytes, 0)
  ports.onTransferEnded?.(transfer, fetched)
}

async function closeAll(
  moving: Moving,
  {
    context,
    catalogue,
    following,
    scheduler,
    whatHappened,
    systemTimer,
    syncs,
    http,
    commit,
  }: {
    context: Context
    catalogue: Catalogue
    following: Following
    scheduler: Scheduler
    whatHappened: WhatHappened
    systemTimer: SystemTimer
    syncs: Syncs
    http: Http
    commit: () => void
  },
): Promise<void> {
  const { jobs, queue, heartbeat, keeper, mover, bandwidth, budget, pool } = moving
  await catalogue.keeper.close()
  await following.close()
  await scheduler.close()
  await whatHappened.close()
  await systemTimer.refresh()
  await syncs.close()
  await jobs.close()
  await queue.close()
  heartbeat.stop()
  await heartbeat.checkpoint()
  keeper.commit()
  mover.commit()
  budget.close()
  commit()
  context.publisher.close()
  bandwidth.close()
  await pool.close()
  await http.close()
  context.store.close()
}
