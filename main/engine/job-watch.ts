import type { JobView } from '../model/job.ts'
import type { Store } from '../store/database.ts'

/** Lets somebody in the engine wait for the end of a job. */
export interface JobWatch {
  /** Resolves when the job has ended or holds since the disk is full; with null when it is removed. */
  until(jobId: string, signal: AbortSignal): Promise<JobView | null>
  /** Call when a job may have come to that. */
  tell(jobId: string): void
}

export function createJobWatch(store: Store): JobWatch {
  const watchers = new Map<string, Set<(job: JobView | null) => void>>()

  function wait(jobId: string, signal: AbortSignal): Promise<JobView | null> {
    return new Promise((resolve, reject) => {
      const told = watchers.get(jobId) ?? new Set()
      const stop = () => {
        told.delete(come)
        reject(signal.reason)
      }
      const come = (job: JobView | null) => {
        signal.removeEventListener('abort', stop)
        resolve(job)
      }
      watchers.set(jobId, told.add(come))
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
    })
  }

  return {
    until(jobId, signal) {
      const job = store.jobs.get(jobId)
      return !job || isOver(job) ? Promise.resolve(job) : wait(jobId, signal)
    },
    tell(jobId) {
      const job = store.jobs.get(jobId)
      if (job && !isOver(job)) return
      const told = watchers.get(jobId) ?? []
      watchers.delete(jobId)
      for (const come of told) come(job)
    },
  }
}

function isOver({ phase, holdReason }: JobView): boolean {
  return phase === 'ended' || holdReason === 'disk-full'
}
