import type { EngineEvent, EventBody } from '../model/events.ts'
import type { JobView } from '../model/job.ts'

export type Listener = (batch: readonly EngineEvent[]) => void

export interface Publisher {
  /** The number of the last event. */
  readonly seq: number
  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener): () => void
  /** Call after the commit, never before. */
  publish(body: EventBody): void
  /** The job's row changed; told at most ten times a second, with what is true then. */
  touchJob(jobId: string): void
  /** Some of the job's transfers changed; told at most four times a second. */
  touchTransfers(jobId: string): void
  close(): void
}

const JOB_MS = 100
const TRANSFERS_MS = 250

/** Numbers events and hands them out in batches, after `commit` made lasting what they tell. */
export function createPublisher(
  jobOf: (jobId: string) => JobView | null,
  commit: () => unknown,
): Publisher {
  const listeners = new Set<Listener>()
  const jobs = createGatherer(JOB_MS, (jobId) => {
    const job = jobOf(jobId)
    if (job) publish({ kind: 'job.changed', job })
  })
  const transfers = createGatherer(TRANSFERS_MS, (jobId) =>
    publish({ kind: 'transfers.changed', jobId }),
  )
  let seq = 0
  let batch: EngineEvent[] = []

  function publish(body: EventBody): void {
    seq += 1
    if (batch.length === 0) setImmediate(flush)
    batch.push({ seq, ...body })
  }

  function flush(): void {
    const ready = batch
    batch = []
    commit()
    for (const listener of listeners) listener(ready)
  }

  return {
    get seq() {
      return seq
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    publish,
    touchJob: jobs.touch,
    touchTransfers: transfers.touch,
    close() {
      jobs.close()
      transfers.close()
      listeners.clear()
    },
  }
}

/** Calls `tell` once a key and interval, however often it is touched; the first touch soon. */
function createGatherer(intervalMs: number, tell: (key: string) => void) {
  const touched = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    timer = touched.size > 0 ? setTimeout(flush, intervalMs) : undefined
    const keys = [...touched]
    touched.clear()
    for (const key of keys) tell(key)
  }

  return {
    touch(key: string): void {
      touched.add(key)
      timer ??= setTimeout(flush, 5)
    },
    close: () => clearTimeout(timer),
  }
}
