import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine, type EnginePorts } from '../../main/engine.ts'
import type { Pick } from '../../main/model/entry.ts'
import type { EngineState } from '../../main/model/events.ts'
import type { Instance } from '../../main/model/instance.ts'
import { type JobView, type Order, orderDefaults } from '../../main/model/job.ts'
import { everything } from '../../main/model/selection.ts'
import type { Settings } from '../../main/model/settings.ts'
import type { TransferDetail, TransferView } from '../../main/model/transfer.ts'
import { type Archive, type ArchiveOptions, startArchive } from '../archive/archive.ts'
import { putEmptyDatabase } from './empty-database.ts'
import { createWarpClock, type WarpClock } from './engine-clock.ts'

export interface WorldOptions {
  readonly archive?: ArchiveOptions
  /** An archive that others use too; the world does not close it. */
  readonly shared?: Archive
  readonly settings?: Partial<Settings>
  /** Beside the stall time; nothing of the test's own environment reaches the engine. */
  readonly environment?: Readonly<Record<string, string>>
  readonly instance?: Partial<Instance>
  readonly attempts?: number
  /** In place of the world's own, from the first engine on. */
  readonly ports?: Partial<EnginePorts>
  /** How long a silence is a stall. Default: longer than any test lasts. */
  readonly stallMs?: number
}

/** A local archive, a folder to download into and an engine on a data folder of its own. */
export interface EngineWorld {
  readonly archive: Archive
  readonly engine: Engine
  readonly clock: WarpClock
  /** The destination of orders. */
  readonly out: string
  /** What the engine logged at level warn or above, as JSON lines. */
  readonly complaints: readonly string[]
  order(dandisetId: string, patch?: OrderPatch): Order
  start(order: Order): Promise<string>
  /** Orders, and resolves when the job has ended or holds because of the disk. */
  run(order: Order): Promise<JobView>
  /** Resolves as soon as an event, or the state now, tells of a job that the test holds for. */
  until(jobId: string, holds: (job: JobView) => boolean): Promise<JobView>
  /** Resolves when the test holds: asked now and with every event, of which moving bytes make four a second. */
  when(holds: () => boolean): Promise<void>
  job(jobId: string): JobView
  files(jobId: string): Promise<readonly TransferView[]>
  /** The job's only file, or the one at a path. */
  file(jobId: string, path?: string): Promise<TransferDetail>
  /** Closes the engine and opens another on the same data. */
  reopen(patch?: Partial<EnginePorts>): Promise<void>
  close(): Promise<void>
}

export interface OrderPatch extends Partial<Omit<Order, 'ref'>> {
  readonly pick?: Pick
  readonly version?: string | null
}

const instanceName = 'local'
/** On a machine that is busy with other things a silence is none of the server's. */
const patientStallMs = 60_000
/** For tests in which a server falls silent: long for a local one, short for a test. */
export const shortStallMs = 1000

export async function startEngineWorld(options: WorldOptions = {}): Promise<EngineWorld> {
  const archive = options.shared ?? (await startArchive(options.archive))
  const root = await mkdtemp(join(tmpdir(), 'dandelion-engine-'))
  const out = join(root, 'out')
  const clock = createWarpClock()
  const complaints: string[] = []
  const ports = portsOf(options, { archive, root, out, clock, complaints })
  putEmptyDatabase(ports.dataDir)
  let engine = await createEngine(ports)
  if (options.settings) await engine['settings.change'](options.settings as never)
  const watch = createWatch(() => engine, clock)

  async function files(jobId: string): Promise<readonly TransferView[]> {
    const query = { jobId, state: 'all', text: '', offset: 0, limit: 5000 } as const
    return (await engine['transfers.page'](query)).rows
  }

  async function start(order: Order): Promise<string> {
    return (await engine['job.create']({ order: structuredClone(order) as never })).jobId
  }

  return {
    archive,
    get engine() {
      return engine
    },
    clock,
    out,
    complaints,
    order: (dandisetId, patch = {}) => orderOf(dandisetId, patch, out),
    start,
    async run(order) {
      return watch.until(await start(order), isOver)
    },
    until: watch.until,
    when: (holds) => when(engine, holds),
    job: watch.job,
    files,
    async file(jobId, path) {
      const all = await files(jobId)
      const found = path === undefined ? all[0] : all.find((each) => each.path === path)
      if (!found) throw new Error(`no transfer of ${path ?? 'this job'}`)
      return engine['transfer.detail']({ transferId: found.id })
    },
    async reopen(patch = {}) {
      await engine.close()
      engine = await createEngine({ ...ports, ...patch })
    },
    async close() {
      await engine.close()
      if (!options.shared) await archive.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

export function isOver(job: JobView): boolean {
  return job.phase === 'ended' || job.holdReason === 'disk-full'
}

export function stateOf(engine: Engine): EngineState {
  return engine.snapshot(undefined) as EngineState
}

interface Parts {
  readonly archive: Archive
  readonly root: string
  readonly out: string
  readonly clock: WarpClock
  readonly complaints: string[]
}

function portsOf(options: WorldOptions, parts: Parts): EnginePorts {
  const { archive, root, out, clock, complaints } = parts
  const instance: Instance = {
    name: instanceName,
    apiUrl: archive.urls.api,
    webUrl: archive.urls.web,
    s3Url: null,
    webdavUrl: archive.urls.webdav,
    ...options.instance,
  }
  const complain = (message: string, details: object = {}) =>
    complaints.push(JSON.stringify({ message, ...details }))
  return {
    dataDir: join(root, 'data'),
    host: 'terminal',
    defaultDestination: out,
    clock,
    log: { debug: () => {}, info: () => {}, warn: complain, error: complain },
    secrets: {
      kind: 'session',
      get: () => Promise.resolve(null),
      set: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    notify: () => {},
    workerUrl: new URL('../../main/transfer/worker.ts', import.meta.url),
    proxyFor: null,
    sqliteBinding: process.env.DANDELION_SQLITE_BINDING ?? null,
    environment: {
      DANDELION_STALL_MS: String(options.stallMs ?? patientStallMs),
      ...options.environment,
    },
    userAgent: 'dandelion-test/1',
    recover: 'run',
    attempts: options.attempts ?? 3,
    overrides: { instances: [instance], instance: instanceName },
    ...options.ports,
  }
}

function orderOf(dandisetId: string, patch: OrderPatch, out: string): Order {
  const { pick = { kind: 'dandiset' }, version = null, ...rest } = patch
  return {
    ref: { instance: instanceName, dandisetId, version, pick },
    selection: everything,
    destination: out,
    source: 'auto',
    existing: 'error',
    ...orderDefaults,
    // A world fetches the same files again and again, to see how.
    reuse: 'none',
    preserveTree: false,
    assets: true,
    dandisetYaml: true,
    ...rest,
  }
}

function when(engine: Engine, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const see = () => {
      if (!holds()) return
      stop()
      resolve()
    }
    const stop = engine.subscribe(see)
    see()
  })
}

/** Waits for jobs by their events; where only the clock keeps a job waiting, the clock is put on. */
function createWatch(engine: () => Engine, clock: WarpClock) {
  function job(jobId: string): JobView {
    const found = stateOf(engine()).jobs.find((each) => each.id === jobId)
    if (!found) throw new Error(`no job ${jobId}`)
    return found
  }

  function hurry({ counts, intent, phase }: JobView): void {
    const moves = counts.running + counts.verifying > 0
    if (moves || counts.queued === 0 || intent !== 'run' || phase !== 'moving') return
    clock.skip(120_000)
    void engine()['settings.change']({})
  }

  function until(jobId: string, holds: (job: JobView) => boolean): Promise<JobView> {
    return new Promise((resolve) => {
      const see = (seen: JobView) => {
        if (!holds(seen)) return hurry(seen)
        stop()
        resolve(seen)
      }
      const stop = engine().subscribe((batch) => {
        for (const event of batch) {
          if (event.kind === 'job.changed' && event.job.id === jobId) see(event.job)
        }
      })
      see(job(jobId))
    })
  }

  return { job, until }
}
