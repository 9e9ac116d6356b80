/** Keeps as many transfers moving as settings allow, and knows how to stop them. */

export interface QueueItem {
  readonly id: number
  readonly jobId: string
}

export interface QueuePorts<T extends QueueItem> {
  /** How many may move at once. Read at every pump, so that settings take effect at once. */
  capacity(): number
  /** Share of one place that a transfer takes: small ones share a place. */
  weight(item: T): number
  /** The least that `weight` gives. */
  readonly lightest: number
  /** Up to `count` transfers that may start now, best first, none of `moving` among them. */
  next(count: number, moving: ReadonlyMap<number, T>): readonly T[]
  /** Runs one to its end, state included. Never rejects. */
  run(item: T, signal: AbortSignal): Promise<void>
  /** Milliseconds until a waiting transfer is due; null when none waits. */
  dueInMs(): number | null
}

export interface Queue {
  /** Starts what may start. Call after every change of state, settings or intent. */
  pump(): void
  /** Stops matching transfers and resolves when nothing of them runs any more. */
  stop(matches: (item: QueueItem) => boolean): Promise<void>
  readonly moving: ReadonlyMap<number, QueueItem>
  /** Stops everything for good. */
  close(): Promise<void>
}

interface Moving<T> {
  readonly item: T
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Weights are fractions; sums of them are compared with this much room for error. */
const ROUNDING = 1e-6

export function createQueue<T extends QueueItem>(ports: QueuePorts<T>): Queue {
  const moving = new Map<number, Moving<T>>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let isPlanned = false
  let taken = 0

  function pump(): void {
    if (isPlanned || isClosed) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      fill()
    })
  }

  function fill(): void {
    if (isClosed) return
    clearTimeout(timer)
    while (free() > ROUNDING) {
      const found = ports.next(Math.ceil(free() / ports.lightest - ROUNDING), movingItems())
      for (const item of found) if (free() > ROUNDING) start(item)
      // With room left nobody's end may pump again, so the clock does.
      if (found.length === 0) {
        wakeWhenDue()
        return
      }
    }
  }

  function free(): number {
    return ports.capacity() - taken
  }

  function start(item: T): void {
    const abort = new AbortController()
    const weight = ports.weight(item)
    taken += weight
    const ended = ports.run(item, abort.signal).finally(() => {
      moving.delete(item.id)
      taken -= weight
      pump()
    })
    moving.set(item.id, { item, abort, ended })
  }

  function wakeWhenDue(): void {
    const wait = ports.dueInMs()
    if (wait === null) return
    timer = setTimeout(pump, Math.min(Math.max(wait, 10), 60_000))
    timer.unref()
  }

  async function stop(matches: (item: QueueItem) => boolean): Promise<void> {
    const stopping = [...moving.values()].filter(({ item }) => matches(item))
    for (const { abort } of stopping) abort.abort()
    await Promise.all(stopping.map(({ ended }) => ended))
  }

  const movingItems = () => new Map<number, T>([...moving].map(([id, { item }]) => [id, item]))

  return {
    pump,
    stop,
    get moving() {
      return movingItems()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await stop(() => true)
    },
  }
}
