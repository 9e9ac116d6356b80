/** What each request of a window or terminal means to the engine's parts. */
import { isAbsolute, resolve } from 'node:path'
import type { Handlers } from '../../preload/contract.ts'
import { freeBytes } from '../disk/survey.ts'
import type { ArchiveRef } from '../model/entry.ts'
import type { EngineState } from '../model/events.ts'
import { Failure } from '../model/failure.ts'
import type { Instance, InstanceRow } from '../model/instance.ts'
import { builtInInstances } from '../model/instances.ts'
import type { Settings } from '../model/settings.ts'
import type { TransferDetail } from '../model/transfer.ts'
import type { Assembly } from './assembly.ts'
import { cellsOf } from './cells.ts'
import { assetsHandlers } from './handlers/assets.ts'
import { cartHandlers } from './handlers/cart.ts'
import { catalogueHandlers } from './handlers/catalogue.ts'
import { compareHandlers } from './handlers/compare.ts'
import { followHandlers } from './handlers/follow.ts'
import { nightHandlers } from './handlers/nights.ts'
import { scheduleHandlers } from './handlers/schedules.ts'
import { syncHandlers } from './handlers/sync.ts'
import { timerHandlers } from './handlers/timer.ts'
import { versionHandlers } from './handlers/versions.ts'
import { identifyAll } from './identifying.ts'

/** Requests that only Electron can answer. */
export type ShellRequests =
  | 'dialog.folder'
  | 'countdown.get'
  | 'countdown.answer'
  | 'shell.show'
  | 'shell.log'
  | 'shell.browse'
  | 'clipboard.write'
  | 'login.show'
  | 'login.set'
  | 'cart.save'
  | 'cart.choose'
  | 'cart.script'
  | 'history.save'
  | 'hooks.command'
  | 'hooks.choose'
export type EngineHandlers = Omit<Handlers, ShellRequests>

export function engineHandlers(parts: Assembly): EngineHandlers {
  return {
    snapshot: () => stateOf(parts),
    ...catalogHandlers(parts),
    ...catalogueHandlers(parts),
    ...cartHandlers(parts),
    ...versionHandlers(parts),
    ...assetsHandlers(parts),
    ...compareHandlers(parts),
    ...planHandlers(parts),
    ...jobHandlers(parts),
    ...scheduleHandlers(parts),
    ...followHandlers(parts),
    ...nightHandlers(parts),
    ...syncHandlers(parts),
    ...timerHandlers(parts),
    ...settingsHandlers(parts),
  }
}

function stateOf(parts: Assembly): EngineState {
  const { context, store, heartbeat, settings, catalogue, speeds, budget } = parts

  return {
    seq: context.publisher.seq,
    jobs: store.jobs.all(),
    settings: settings.current(),
    ...heartbeat.paces(),
    freeBytes: heartbeat.freeBytes,
    limit: speeds.current(),
    budget: budget.state(),
    cartItems: store.cart.count(),
    catalogues: catalogue.keeper.states(),
  }
}

export interface IdentifyHow {
  readonly glob: boolean
  readonly instanceAsked: boolean
  /** For this once in place of the instance in the settings. */
  readonly defaultInstance?: string
  /** Told the name of each instance that the text itself names. */
  readonly onNamed?: (instance: string) => void
}

/** Identifiers to refs; the terminal also reads patterns and insists on the instance it asked for. */
export function identifyIn(
  { sources, settings, context }: Assembly,
  text: string,
  how: IdentifyHow,
): Promise<readonly ArchiveRef[]> {
  return identifyAll(text, {
    sources,
    instances: settings.instances(),
    defaultInstance: settings.current().instance,
    onNamed: () => {},
    ...how,
    signal: context.signal,
    learn: settings.learn,
  })
}

function catalogHandlers(parts: Assembly) {
  const { sources, context, settings } = parts
  return {
    identify: ({ text }) => identifyIn(parts, text, { glob: false, instanceAsked: false }),
    instances: () => settings.instances().map(instanceRow),
    'dandiset.versions': ({ instance, dandisetId }) =>
      sources.catalog(instance).versions(dandisetId, context.signal),
  } satisfies Partial<EngineHandlers>
}

function planHandlers({ plans, context }: Assembly) {
  return {
    plan: ({ order }) => plans.make(placed(order), context.signal),
    'plan.page': ({ planId, ...query }) => plans.page(planId, query),
  } satisfies Partial<EngineHandlers>
}

function jobHandlers(parts: Assembly) {
  const { jobs, store, context, queue } = parts
  return {
    'job.create': ({ order }) => ({ jobId: jobs.create(placed(order)) }),
    'jobs.same': ({ order }) => ({ jobIds: jobs.sameAs(placed(order)) }),
    'job.pause': ({ jobId }) => jobs.pause(jobId),
    'job.resume': ({ jobId }) => jobs.resume(jobId),
    'job.cancel': ({ jobId, files }) => jobs.cancel(jobId, files),
    'job.retry': ({ jobId, transferId }) => jobs.retry(jobId, transferId),
    'job.move'({ jobId, before }) {
      store.transact(() => store.jobs.move(jobId, before))
      for (const each of store.jobs.all()) context.publisher.touchJob(each.id)
      queue.pump()
    },
    'job.priority'({ jobId, priority }) {
      store.jobs.setPriority(jobId, priority)
      context.publisher.touchJob(jobId)
      queue.pump()
    },
    'jobs.pause-all': () => jobs.pauseAll(),
    'jobs.resume-all': () => jobs.resumeAll(),
    'transfers.page': ({ jobId, ...query }) => store.transfers.page(jobId, query),
    'transfer.detail': ({ transferId }) => detailOf(parts, transferId),
  } satisfies Partial<EngineHandlers>
}

function detailOf({ store }: Assembly, transferId: number): TransferDetail {
  const transfer = store.transfers.get(transferId)
  const job = transfer ? store.jobs.get(transfer.jobId) : null
  if (!transfer || !job) throw new Failure('request.invalid', 'give-up', { transferId })
  const { entry: _, ...view } = transfer
  return {
    transfer: view,
    cells: cellsOf(transfer, job, store),
    sources: store.transfers.sourceBytes(transferId),
    timeline: store.transfers.timeline(transferId),
  }
}

function settingsHandlers({ settings, keys, sources, context, catalogue }: Assembly) {
  return {
    'settings.change': (patch) => settings.change(placed(withoutUndefined(patch))),
    'disk.free': async ({ folder }) => ({ freeBytes: await freeBytes(folder) }),
    'key.status': ({ instance }) => keys.status(instance),
    async 'key.set'({ instance, key }) {
      const status = await keys.set(instance, key, sources, context.signal)
      catalogue.keeper.keyChanged(instance)
      return status
    },
    async 'key.remove'({ instance }) {
      const status = await keys.remove(instance)
      catalogue.keeper.keyChanged(instance)
      return status
    },
  } satisfies Partial<EngineHandlers>
}

/** The destination without detours. Throws `input.invalid` for one that is not absolute here. */
function placed<T extends { readonly destination?: string }>(asked: T): T {
  const { destination } = asked
  if (destination === undefined) return asked
  if (!isAbsolute(destination)) {
    throw new Failure('input.invalid', 'ask-user', { field: 'destination', value: destination })
  }
  return { ...asked, destination: resolve(destination) }
}

function withoutUndefined(
  patch: {
    readonly [K in keyof Settings]?: Settings[K] | undefined
  },
): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}

function instanceRow(instance: Instance): InstanceRow {
  const builtIn = builtInInstances.some((each) => each.name === instance.name)
  return { ...instance, title: instance.name, builtIn }
}
