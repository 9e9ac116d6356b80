/** The engine: one method an intent. Windows, terminals and schedules all come in here. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Handlers, InstanceRow } from '../preload/contract.ts'
import { freeBytes } from './disk/survey.ts'
import { cellsOf } from './engine/cells.ts'
import type { Clock, Context, Log, Secrets } from './engine/context.ts'
import { startHeartbeat } from './engine/heartbeat.ts'
import { identifyAll } from './engine/identifying.ts'
import { createJobs } from './engine/jobs.ts'
import { createJournalKeeper } from './engine/journal.ts'
import { createKeys } from './engine/keys.ts'
import { createMover } from './engine/mover.ts'
import { planOf } from './engine/planning.ts'
import { createPublisher, type Listener } from './engine/publisher.ts'
import { type Verified, verifyFolder } from './engine/verifying.ts'
import { createVersions } from './engine/versions.ts'
import type { ArchiveRef, Entry } from './model/entry.ts'
import type { EngineState } from './model/events.ts'
import { Failure } from './model/failure.ts'
import type { Instance, SourcePreference } from './model/instance.ts'
import { allInstances, builtInInstances } from './model/instances.ts'
import type { JobView } from './model/job.ts'
import type { OpenVersion } from './model/listing.ts'
import { defaultSettings, type Settings } from './model/settings.ts'
import type { TransferView } from './model/transfer.ts'
import { createHttp } from './net/http.ts'
import { createMeter } from './queue/meter.ts'
import { createQueue } from './queue/queue.ts'
import { createSources } from './sources/registry.ts'
import { openStore } from './store/database.ts'
import type { StoredTransfer } from './store/transfers.ts'
import { createBandwidth } from './transfer/bandwidth.ts'
import { createConnections } from './transfer/connections.ts'
import { createPool } from './transfer/pool.ts'

export interface EnginePorts {
  readonly dataDir: string
  /** Where files go until a person says otherwise; absolute. */
  readonly defaultDestination: string
  readonly clock: Clock
  readonly log: Log
  readonly secrets: Secrets
  /** Told once when nothing of a job is left to do. */
  readonly notify: (job: JobView) => void
  /** The bundled worker entry. */
  readonly workerUrl: URL
  /** The system's proxy for a URL, as Electron words it; null goes by the environment alone. */
  readonly proxyFor: ((url: string) => Promise<string | null>) | null
  readonly sqliteBinding: string | null
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly userAgent: string
  /** `run`: jobs of an earlier run go on at once. `leave`: they rest until asked for. */
  readonly recover: 'run' | 'leave'
  /** Tries of a transfer before it is given up; above 5 a lost network is waited for without end. */
  readonly attempts: number
  /** Settings of this run alone; they are not kept. */
  readonly overrides?: Partial<Settings>
  /** Addresses of this run alone, for whatever instance is asked. */
  readonly addresses?: Partial<Pick<Instance, 's3Url' | 'webdavUrl'>>
  /** Told when a transfer is done or has failed for good. */
  readonly onTransferEnded?: (transfer: TransferView) => void
}

type ShellRequests =
  | 'dialog.folder'
  | 'shell.show'
  | 'shell.log'
  | 'shell.browse'
  | 'clipboard.write'
type EngineRequests = Exclude<keyof Handlers, ShellRequests>

/** Handlers of all requests that are the engine's own, and what only its host may do. */
export type Engine = { readonly [N in EngineRequests]: Handlers[N] } & {
  subscribe(listener: Listener): () => void
  /** Absolute path of a job's folder, or of one of its files. */
  pathOf(input: { readonly jobId: string; readonly transferId?: number | undefined }): string
  readonly settings: () => Settings
  /** For the terminal: identifiers whose paths may be patterns, on an instance asked for by name. */
  identifyIn(
    text: string,
    how: { readonly glob: boolean; readonly instanceAsked: boolean },
  ): Promise<readonly ArchiveRef[]>
  /** The instance behind an address; known from then on. */
  askHost(origin: string): Promise<Instance>
  /** Resolves when the listing of an opened version is complete. */
  complete(snapshotId: number): Promise<OpenVersion>
  /** Entries of an opened version after a path, in order. */
  entries(snapshotId: number, after: string, limit: number): readonly Entry[]
  /** Reads the files below a folder again and compares their digests. */
  verify(folder: string, source: SourcePreference, signal: AbortSignal): AsyncGenerator<Verified>
  /** Stops what moves, keeps all parts, closes the database. */
  close(): Promise<void>
}

/** Proxies and certificates; the only variables that a worker sees. */
const NETWORK_VARIABLES = /^(https?_proxy|all_proxy|no_proxy|ssl_cert_file|node_extra_ca_certs)$/i
const STALL_MS = 30_000

/** Opens the data folder and goes on from where the last run ended. */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { clock, log, environment } = ports
  const store = openStore({ dataDir: ports.dataDir, nativeBinding: ports.sqliteBinding })
  const defaults = defaultSettings(ports.defaultDestination)
  const readSettings = () => ({ ...store.settings.read(defaults), ...ports.overrides })
  let settings = readSettings()
  const instances = () =>
    allInstances(settings.instances).map((each) => ({
      ...each,
      ...ports.addresses,
    }))
  const closing = new AbortController()
  const network = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => NETWORK_VARIABLES.test(name) && value),
  ) as Record<string, string>
  const http = createHttp({
    userAgent: ports.userAgent,
    connectionsPerOrigin: 8,
    env: network,
    ...(ports.proxyFor ? { proxyFor: ports.proxyFor } : {}),
  })
  const keys = createKeys(environment, ports.secrets)
  const sources = createSources({
    http,
    instances,
    tokenFor: keys.read,
  })
  const publisher = createPublisher((jobId) => store.jobs.get(jobId))
  const context: Context = {
    clock,
    log,
    store,
    sources,
    publisher,
    settings: () => settings,
    signal: closing.signal,
  }
  const versions = createVersions(context)
  const bandwidth = createBandwidth()
  bandwidth.setLimit(settings.speedLimitBytesPerSecond)
  const connections = createConnections({
    perHost: settings.connectionsPerHost,
    total: settings.connectionsTotal,
  })
  const pool = createPool(ports.workerUrl, Math.min(4, Math.max(2, availableParallelism())), {
    bandwidth: bandwidth.cells,
    userAgent: ports.userAgent,
    connectionsPerOrigin: 128,
    stallMs: Number(environment.DANDELION_STALL_MS) || STALL_MS,
    environment: network,
  })
  const meter = createMeter(clock.now())
  const keeper = createJournalKeeper(store, clock.now)
  const shared = {
    pool,
    connections,
    settings: () => settings,
    proxyFor: async (url: string) => (await ports.proxyFor?.(url)) ?? null,
    sleep: clock.sleep,
    random: Math.random,
  }
  const jobs = createJobs({
    context,
    versions,
    queue: () => queue,
    attempts: ports.attempts,
    onEnded: ports.notify,
  })
  const mover = createMover({
    context,
    shared,
    keeper,
    meter,
    attempts: ports.attempts,
    onDiskFull: jobs.holdForDisk,
    onSettled(transferId, jobId) {
      const transfer = ports.onTransferEnded ? store.transfers.get(transferId) : null
      if (transfer?.state.kind === 'done' || transfer?.state.kind === 'failed') {
        ports.onTransferEnded?.(transfer)
      }
      jobs.settled(jobId)
    },
  })
  const queue = createQueue<StoredTransfer>({
    capacity: () => settings.filesAtOnce,
    next(count, moving) {
      const found: StoredTransfer[] = []
      for (const jobId of jobs.runnable()) {
        const due = store.transfers.due(jobId, clock.now(), count + moving.size)
        found.push(...due.filter((transfer) => !moving.has(transfer.id)))
        if (found.length >= count) break
      }
      return found.slice(0, count)
    },
    run: mover.run,
    dueInMs() {
      const times = jobs.runnable().map((jobId) => store.transfers.nextDueAt(jobId))
      const known = times.filter((at) => at !== null)
      return known.length === 0 ? null : Math.min(...known) - clock.now()
    },
  })
  const heartbeat = startHeartbeat({ context, queue, meter, mover, keeper, pool, jobs })
  for (const id of store.snapshots.stale(clock.now())) store.snapshots.remove(id)
  jobs.recover(ports.recover === 'run')

  const here = () => closing.signal

  function job(jobId: string): JobView {
    const found = store.jobs.get(jobId)
    if (!found) throw new Failure('request.invalid', 'give-up', { jobId })
    return found
  }

  function state(): EngineState {
    const { pace, jobPaces } = heartbeat.paces()
    return {
      seq: publisher.seq,
      jobs: store.jobs.all(),
      settings,
      pace,
      jobPaces,
      freeBytes: heartbeat.freeBytes,
    }
  }

  function changeSettings(patch: Partial<Settings>): Settings {
    store.settings.write(patch)
    settings = readSettings()
    bandwidth.setLimit(settings.speedLimitBytesPerSecond)
    connections.setLimits({
      perHost: settings.connectionsPerHost,
      total: settings.connectionsTotal,
    })
    publisher.publish({ kind: 'settings.changed', settings })
    queue.pump()
    return settings
  }

  /** A host that was asked once is known from then on: jobs of it go on after a restart. */
  function learn(instance: Instance): void {
    const others = settings.instances.filter((each) => each.name !== instance.name)
    changeSettings({ instances: [...others, instance] })
  }

  function identifyIn(text: string, how: { glob: boolean; instanceAsked: boolean }) {
    return identifyAll(text, {
      sources,
      instances: instances(),
      defaultInstance: settings.instance,
      ...how,
      signal: here(),
      learn,
    })
  }

  return {
    snapshot: state,
    identify: ({ text }) => identifyIn(text, { glob: false, instanceAsked: false }),
    instances: () => instances().map(instanceRow),
    'dandisets.page': ({ instance, ...query }) =>
      sources.catalog(instance).dandisets(query, here()),
    'dandiset.versions': ({ instance, dandisetId }) =>
      sources.catalog(instance).versions(dandisetId, here()),
    'version.open': ({ ref, source }) => versions.open(ref, source, here()),
    'version.state': ({ snapshotId }) => versions.state(snapshotId),
    'version.about'({ snapshotId }) {
      const { instance, dandisetId, version } = versions.state(snapshotId).snapshot
      return sources.catalog(instance).about(dandisetId, version, here())
    },
    'entries.children': async ({ snapshotId, ...query }) =>
      (await versions.tree(snapshotId)).children(query),
    'entries.facets': async ({ snapshotId }) => (await versions.tree(snapshotId)).facets(),
    'selection.summary': async ({ snapshotId, selection }) =>
      (await versions.tree(snapshotId)).summary(selection),
    plan: ({ order }) => planOf(order, { context, versions, signal: here() }),
    'job.create': ({ order }) => ({ jobId: jobs.create(order) }),
    'job.pause': ({ jobId }) => jobs.pause(jobId),
    'job.resume': ({ jobId }) => jobs.resume(jobId),
    'job.cancel': ({ jobId, files }) => jobs.cancel(jobId, files),
    'job.retry': ({ jobId, transferId }) => jobs.retry(jobId, transferId),
    'job.move'({ jobId, before }) {
      store.transact(() => store.jobs.move(jobId, before))
      for (const each of store.jobs.all()) publisher.touchJob(each.id)
      queue.pump()
    },
    'job.priority'({ jobId, priority }) {
      store.jobs.setPriority(jobId, priority)
      publisher.touchJob(jobId)
      queue.pump()
    },
    async 'jobs.pause-all'() {
      const running = store.jobs.all().filter((each) => each.intent === 'run')
      await Promise.all(running.map((each) => jobs.pause(each.id)))
    },
    'jobs.resume-all'() {
      for (const each of store.jobs.all()) if (each.intent === 'hold') jobs.resume(each.id)
    },
    'transfers.page': ({ jobId, ...query }) => store.transfers.page(jobId, query),
    'transfer.detail'({ transferId }) {
      const transfer = store.transfers.get(transferId)
      if (!transfer) throw new Failure('request.invalid', 'give-up', { transferId })
      const { entry: _, ...view } = transfer
      return {
        transfer: view,
        cells: cellsOf(transfer, job(transfer.jobId), store),
        sources: store.transfers.sourceBytes(transferId),
        timeline: store.transfers.timeline(transferId),
      }
    },
    'settings.change': (patch) => changeSettings(patch as Partial<Settings>),
    'disk.free': async ({ folder }) => ({ freeBytes: await freeBytes(folder) }),
    'key.status': ({ instance }) => keys.status(instance),
    'key.set': ({ instance, key }) => keys.set(instance, key, sources, here()),
    'key.remove': ({ instance }) => keys.remove(instance),
    subscribe: publisher.subscribe,
    pathOf({ jobId, transferId }) {
      const transfer = transferId === undefined ? null : store.transfers.get(transferId)
      const { order, folder } = job(jobId)
      return transfer ? join(order.destination, ...transfer.localPath.split('/')) : folder
    },
    settings: () => settings,
    identifyIn,
    askHost: async (origin) => {
      const instance = await sources.askHost(origin, here())
      learn(instance)
      return instance
    },
    complete: (snapshotId) => versions.complete(snapshotId, here()),
    entries: (snapshotId, after, limit) => store.entries.pageAfter(snapshotId, after, limit),
    verify: (folder, source, signal) =>
      verifyFolder(folder, source, { context, versions, pool, signal }),
    async close() {
      closing.abort(new Error('closing'))
      await jobs.close()
      await queue.close()
      heartbeat.stop()
      keeper.commit()
      mover.commit()
      publisher.close()
      bandwidth.close()
      await pool.close()
      await http.close()
      store.close()
    },
  }
}

function instanceRow(instance: ReturnType<typeof allInstances>[number]): InstanceRow {
  const builtIn = builtInInstances.some((each) => each.name === instance.name)
  return { ...instance, title: instance.name, builtIn }
}
