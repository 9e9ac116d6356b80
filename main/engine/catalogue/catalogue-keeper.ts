/** Keeps each instance's catalogue: fills it once, then asks for what changed when somebody looks. */
import { type CatalogueState, neverFilled } from '../../model/catalogue.ts'
import { Failure, recordOf } from '../../model/failure.ts'
import type { StoredCatalogue } from '../../store/catalogue.ts'
import type { Context } from '../context.ts'
import { type FillPorts, fillChanged, fillWhole } from './catalogue-fill.ts'

export interface CatalogueKeeper {
  /** How far the catalogue is. Begins or checks it when that is due. */
  look(instance: string): CatalogueState
  /** The same without beginning anything, of all that were looked at in this run. */
  states(): Readonly<Record<string, CatalogueState>>
  /** Asks for what changed, now. */
  refresh(instance: string): CatalogueState
  /** The same, resolved when what that began has ended; its failure is in the state. */
  refreshed(instance: string, signal: AbortSignal): Promise<CatalogueState>
  /** Calls whenever an instance's catalogue is complete and up to date. */
  onReady(listener: (instance: string) => void): void
  /** Another key, or none, sees other dandisets. */
  keyChanged(instance: string): void
  /** Stops asking; what came is kept. */
  close(): Promise<void>
}

export interface KeeperOptions {
  readonly context: Context
  /** Address of an instance's API; throws `request.invalid` for one that nobody knows. */
  readonly apiUrl: (instance: string) => string
  /** Dandisets of the instance changed, or with null any of them; called after they are kept. */
  readonly onChange: (instance: string, ids: readonly string[] | null) => void
}

const minute = 60_000
/** Somebody who looks again after this long is shown what is new. */
const CHECK_AFTER_MS = 10 * minute
/** The order of changes does not tell of what was removed, nor of every change. */
const WHOLE_AFTER_MS = 24 * 60 * minute
const RETRY_AFTER_MS = minute
const TELL_MS = 250

interface Run {
  readonly ended: Promise<void>
  readonly stop: AbortController
  total: number | null
}

const nothing: StoredCatalogue = { total: null, listedAt: null, checkedAt: null, failure: null }

export function createCatalogueKeeper(options: KeeperOptions): CatalogueKeeper {
  const { context, apiUrl, onChange } = options
  const { store, clock, log, publisher } = context
  const runs = new Map<string, Run>()
  const seen = new Set<string>()
  const failedAt = new Map<string, number>()
  const listeners: ((instance: string) => void)[] = []
  const tell = createTelling((instance) =>
    publisher.publish({ kind: 'catalogue.changed', state: stateOf(instance) }),
  )

  const stored = (instance: string) => store.catalogue.read(instance, apiUrl(instance)) ?? nothing

  function stateOf(instance: string): CatalogueState {
    const kept = store.catalogue.read(instance, apiUrl(instance))
    const run = runs.get(instance)
    if (!kept) return { ...neverFilled(instance), phase: run ? 'filling' : 'never' }
    const { checkedAt, failure } = kept
    const total = run?.total ?? kept.total
    const counts = store.catalogue.counts(instance)
    return { instance, ...counts, total, phase: phaseOf(kept, run), checkedAt, failure }
  }

  function isDue(instance: string): boolean {
    const { checkedAt, failure } = stored(instance)
    const ago = clock.now() - (failedAt.get(instance) ?? Number.NEGATIVE_INFINITY)
    if (failure) return ago >= RETRY_AFTER_MS
    return checkedAt === null || clock.now() - checkedAt >= CHECK_AFTER_MS
  }

  function begin(instance: string, isWhole: boolean): void {
    if (runs.has(instance) || context.signal.aborted) return
    const stop = new AbortController()
    // Two runs of one instance never meet; `run` begins with a turn of its own.
    const ended = Promise.resolve().then(() => run(instance, isWhole))
    runs.set(instance, { ended, stop, total: null })
    tell.touch(instance)
  }

  async function run(instance: string, isWhole: boolean): Promise<void> {
    const startedAt = clock.now()
    try {
      store.transact(() => store.catalogue.begin(instance, apiUrl(instance)))
      onChange(instance, null)
      await fill(instance, isWhole, startedAt)
      failedAt.delete(instance)
      for (const listener of listeners) listener(instance)
    } catch (error) {
      if (!isStopped(instance)) giveUp(instance, error)
    } finally {
      runs.delete(instance)
      if (!context.signal.aborted) tell.touch(instance)
    }
  }

  async function fill(instance: string, isWhole: boolean, startedAt: number): Promise<void> {
    const ports = portsOf(instance)
    const before = stored(instance)
    const isYoung = before.listedAt !== null && startedAt - before.listedAt < WHOLE_AFTER_MS
    const wasEnough = !isWhole && isYoung && (await fillChanged(ports))
    if (!wasEnough) await fillWhole(ports)
    const listedAt = wasEnough ? before.listedAt : startedAt
    const total = runs.get(instance)?.total ?? before.total
    note(instance, { total, listedAt, checkedAt: startedAt, failure: null })
  }

  function portsOf(instance: string): FillPorts {
    const stop = runs.get(instance)?.stop.signal ?? context.signal
    return {
      context,
      instance,
      signal: AbortSignal.any([context.signal, stop]),
      changed(ids) {
        onChange(instance, ids)
        tell.touch(instance)
      },
      counted(total) {
        const run = runs.get(instance)
        if (run) run.total = total
      },
    }
  }

  const isStopped = (instance: string) =>
    context.signal.aborted || runs.get(instance)?.stop.signal.aborted === true

  function giveUp(instance: string, error: unknown): void {
    if (!(error instanceof Failure)) log.error('catalogue', { error: String(error) })
    failedAt.set(instance, clock.now())
    const total = runs.get(instance)?.total ?? stored(instance).total
    note(instance, { ...stored(instance), total, failure: recordOf(error) })
  }

  function note(instance: string, catalogue: StoredCatalogue): void {
    store.gather(() => store.catalogue.note(instance, catalogue))
  }

  function look(instance: string): CatalogueState {
    apiUrl(instance)
    seen.add(instance)
    if (isDue(instance)) begin(instance, false)
    return stateOf(instance)
  }

  function refresh(instance: string): CatalogueState {
    apiUrl(instance)
    seen.add(instance)
    begin(instance, false)
    return stateOf(instance)
  }

  return {
    look,
    refresh,
    async refreshed(instance, signal) {
      refresh(instance)
      await unlessAborted(runs.get(instance)?.ended ?? Promise.resolve(), signal)
      return stateOf(instance)
    },
    onReady: (listener) => void listeners.push(listener),
    states: () => Object.fromEntries([...seen].map((instance) => [instance, stateOf(instance)])),
    keyChanged(instance) {
      if (!store.catalogue.read(instance, apiUrl(instance))) return
      store.transact(() => store.catalogue.removeEmbargoed(instance))
      onChange(instance, null)
      const run = runs.get(instance)
      run?.stop.abort(new Error('the key changed'))
      void (run?.ended ?? Promise.resolve()).then(() => begin(instance, true))
    },
    async close() {
      await Promise.allSettled([...runs.values()].map(({ ended }) => ended))
      tell.close()
    },
  }
}

function phaseOf({ checkedAt, failure }: StoredCatalogue, run?: Run): CatalogueState['phase'] {
  if (run) return checkedAt === null ? 'filling' : 'checking'
  if (failure) return 'failed'
  return checkedAt === null ? 'never' : 'ready'
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const over = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal })
  })
  try {
    await Promise.race([work, aborted])
  } finally {
    over.abort()
  }
}

/** The first news at once, those after it together. */
function createTelling(publish: (instance: string) => void) {
  const touched = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    timer = touched.size > 0 ? setTimeout(flush, TELL_MS) : undefined
    const instances = [...touched]
    touched.clear()
    for (const instance of instances) publish(instance)
  }

  return {
    touch(instance: string): void {
      touched.add(instance)
      timer ??= setTimeout(flush, 0)
    },
    close: () => clearTimeout(timer),
  }
}
