/** Work side by side, as much of it at once as is wanted at each moment. */

export interface LanesOptions<T> {
  readonly signal: AbortSignal
  /** Lanes that there may be now; at least one. */
  wanted(): number
  /** Calls back when `wanted` may have changed; returns the function that ends that. */
  onChange(told: () => void): () => void
  /** What is to be done next; undefined when there is nothing more. */
  take(): T | undefined
  /** Takes back what a lane that was cut short rejected with its reason; it is taken again. */
  giveBack?(item: T): void
  /** `cut` is aborted for the youngest lanes when fewer are wanted. Rejects when aborted. */
  work(item: T, signals: LaneSignals): Promise<void>
}

export interface LaneSignals {
  /** Ends everything. */
  readonly all: AbortSignal
  /** Ends this lane. */
  readonly cut: AbortSignal
}

/** Ends when all is done; the first failure ends the other lanes too and is thrown. */
export async function inLanes<T>(options: LanesOptions<T>): Promise<void> {
  const stop = new AbortController()
  const all = AbortSignal.any([options.signal, stop.signal])
  const lanes = new Map<AbortController, Promise<void>>()
  let isExhausted = false

  function take(): T | undefined {
    if (all.aborted) return undefined
    try {
      const item = options.take()
      isExhausted = item === undefined
      return item
    } catch (error) {
      stop.abort(error)
      return undefined
    }
  }

  function adjust(): void {
    const wanted = Math.max(1, options.wanted())
    for (const youngest of [...lanes.keys()].slice(wanted)) youngest.abort(new Error('cut'))
    while (lanes.size < wanted && !isExhausted && !all.aborted) open()
  }

  function open(): void {
    const first = take()
    if (first === undefined) return
    const cut = new AbortController()
    const ended = run(first, cut.signal)
      .catch((error: unknown) => stop.abort(error))
      .finally(() => {
        lanes.delete(cut)
        adjust()
      })
    lanes.set(cut, ended)
  }

  async function run(first: T, cut: AbortSignal): Promise<void> {
    for (let item: T | undefined = first; item !== undefined; ) {
      await workOn(item, cut)
      item = cut.aborted ? undefined : take()
    }
  }

  async function workOn(item: T, cut: AbortSignal): Promise<void> {
    try {
      await options.work(item, { all, cut })
    } catch (error) {
      if (!options.giveBack || !cut.aborted || error !== cut.reason) throw error
      options.giveBack(item)
      isExhausted = false
    }
  }

  const unsubscribe = options.onChange(adjust)
  try {
    adjust()
    while (lanes.size > 0) await Promise.race(lanes.values())
  } finally {
    unsubscribe()
  }
  options.signal.throwIfAborted()
  all.throwIfAborted()
}
