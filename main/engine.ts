/** The engine: one method an intent. Windows, terminals and schedules all come in here. */
import { join } from 'node:path'
import { writeDocument } from './disk/document.ts'
import { holderOf, isAskedToLeave, leaveNote, removeNote } from './disk/holder.ts'
import { type LocalItem, lookAt } from './disk/survey.ts'
import { type Assembly, assemble } from './engine/assembly.ts'
import type { CartParts } from './engine/cart/cart.ts'
import type { DueLooks } from './engine/catalogue/due-looks.ts'
import { historyPieces } from './engine/overnight/history-export.ts'
import type { EnginePorts } from './engine/ports.ts'
import type { Listener } from './engine/publisher.ts'
import {
  type EngineHandlers,
  engineHandlers,
  type IdentifyHow,
  identifyIn,
} from './engine/requests.ts'
import type { Syncs } from './engine/sync/sync.ts'
import { type Verified, type VerifySource, verifyFolder } from './engine/verifying.ts'
import type { CartScriptGaps, CartTool } from './model/cart.ts'
import type { ArchiveRef, Entry } from './model/entry.ts'
import { Failure } from './model/failure.ts'
import type { Instance } from './model/instance.ts'
import type { OpenVersion } from './model/listing.ts'
import type { HookCommand, HooksState } from './model/run-hooks.ts'
import type { HistoryAsked } from './model/run-table.ts'
import type { Settings } from './model/settings.ts'

export type { EnginePorts }

/** Answers to all requests that are the engine's own, and what only its host may do. */
export type Engine = EngineHandlers & {
  /** Events in order and in batches, after the commit. Returns the function that ends it. */
  subscribe(listener: Listener): () => void
  /** Absolute path of a job's folder, or of one of its files. */
  pathOf(input: { readonly jobId: string; readonly transferId?: number | undefined }): string
  /** What a path names now; links are not followed. */
  kindOf(path: string): LocalItem['kind'] | null
  settings(): Settings
  /**
   * For the terminal: identifiers whose paths may be patterns, on an instance asked for by name.
   * Keys of the environment go to the instances that the text names.
   */
  identifyIn(text: string, how: IdentifyHow): Promise<readonly ArchiveRef[]>
  /** The instance behind an address; known from then on. */
  askHost(origin: string): Promise<Instance>
  /** A cart file with what has changed since, and its orders; the person's own cart stays as it is. */
  ordersOfCartFile: CartParts['ordersOfFile']
  /** The history of schedules, piece by piece. */
  history(asked: HistoryAsked): Iterable<string>
  /** The same as a file. */
  saveHistory(asked: HistoryAsked, path: string): Promise<void>
  /** Only a host that has asked a person may call this with a program. */
  setHookCommand(command: HookCommand | null): Promise<HooksState>
  /** Writes the cart as a file. */
  saveCart(path: string): Promise<void>
  /** Writes the cart as a script of another tool; tells how many assets that tool cannot get. */
  writeCartScript(tool: CartTool, path: string): Promise<CartScriptGaps>
  /** Resolves when the listing of an opened version is complete. */
  complete(snapshotId: number): Promise<OpenVersion>
  /** Resolves when the metadata of a complete listing are there. */
  described(snapshotId: number): Promise<void>
  /** Entries of an opened version after a path, in order. */
  entries(snapshotId: number, after: string, limit: number): readonly Entry[]
  /** Reads the files below a folder again and compares their digests. */
  verify(folder: string, from: VerifySource, signal: AbortSignal): AsyncGenerator<Verified>
  /** Keeps a folder in step; never rejects. */
  runSync: Syncs['run']
  /** From now on runs of schedules begin when they are due. */
  keepSchedules(): void
  /** Looks at the rules for new dandisets that are due, once. */
  lookAtRules: DueLooks['look']
  /** Whether a run of a schedule is under way or may soon be, or such a look is. */
  hasDueRuns(): boolean
  /** Whether the window waits for the data folder; `sync --due` makes room. */
  isAskedToLeave(): boolean
  /** Call when the computer wakes up or its clock was set: schedules look at the time again. */
  wake(): void
  /** Stops what moves, keeps all parts, closes the database. */
  close(): Promise<void>
}

/** A draft that nobody looked at for this long is listed anew. */
const DRAFTS_KEPT_MS = 90 * 86_400_000

/** Opens the data folder and goes on from where the last run ended. Throws `store.locked` and such. */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const parts = assembleAlone(ports)
  const { store, context, versions, settings, keys, sources, jobs, pool } = parts
  for (const id of store.snapshots.stale(context.clock.now() - DRAFTS_KEPT_MS))
    store.snapshots.remove(id)
  parts.scheduler.recover()
  parts.runMeter.recover()
  jobs.recover(ports.recover === 'run')
  if (ports.keepsSchedules) {
    parts.scheduler.start()
    parts.whatHappened.start()
  }
  if (ports.keepsCatalogue) {
    parts.catalogue.keeper.look(settings.current().instance)
    parts.following.start()
  }
  return {
    ...engineHandlers(parts),
    subscribe: context.publisher.subscribe,
    pathOf({ jobId, transferId }) {
      const job = store.jobs.get(jobId)
      if (!job) throw new Failure('request.invalid', 'give-up', { jobId })
      const transfer = transferId === undefined ? null : store.transfers.get(transferId)
      return transfer ? join(job.order.destination, ...transfer.localPath.split('/')) : job.folder
    },
    kindOf: (path) => lookAt(path)?.kind ?? null,
    settings: settings.current,
    identifyIn: (text, how) => identifyIn(parts, text, { ...how, onNamed: keys.trust }),
    async askHost(origin) {
      const instance = await sources.askHost(origin, context.signal)
      settings.learn(instance)
      keys.trust(instance.name)
      return instance
    },
    ordersOfCartFile: parts.cart.ordersOfFile,
    history: (asked) => historyPieces(store, asked),
    saveHistory: (asked, path) => writeDocument(path, historyPieces(store, asked)),
    setHookCommand: parts.whatHappened.hooks.setCommand,
    saveCart: (path) => parts.cart.files.save(parts.cart.carts.read(), path),
    writeCartScript: (tool, path) => parts.cart.scripts.write(parts.cart.carts.read(), tool, path),
    complete: (snapshotId) => versions.complete(snapshotId, context.signal),
    described: (snapshotId) => versions.described(snapshotId, context.signal),
    entries: (snapshotId, after, limit) => store.entries.pageAfter(snapshotId, after, limit),
    verify: (folder, from, signal) =>
      verifyFolder(folder, from, { context, versions, pool, signal }),
    runSync: parts.syncs.run,
    keepSchedules: parts.scheduler.start,
    lookAtRules: parts.dueLooks.look,
    hasDueRuns: () => parts.scheduler.isDue() || parts.dueLooks.isBusy(),
    isAskedToLeave: () => isAskedToLeave(ports.dataDir),
    wake() {
      parts.scheduler.look()
      parts.whatHappened.look()
    },
    async close() {
      await parts.close()
      removeNote(ports.dataDir)
    },
  }
}

/** Whoever comes second is told who has the data folder. */
function assembleAlone(ports: EnginePorts): Assembly {
  try {
    const parts = assemble(ports)
    leaveNote(ports.dataDir, ports.host, parts.context.clock.now())
    return parts
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'store.locked') throw error
    const details = { ...error.details, ...holderOf(ports.dataDir) }
    throw new Failure(error.code, error.remedy, details, error.cause)
  }
}
