import type { JobView } from '../../main/model/job.ts'

export type JobStatus =
  | 'listing'
  | 'fetching'
  | 'verifying'
  | 'queued'
  | 'paused'
  | 'disk-full'
  | 'verified'
  | 'failed'

/** One word for what a job does, from its intent, phase and counts. */
export function jobStatus(job: JobView): JobStatus {
  const { counts } = job
  if (job.phase === 'ended') return job.failure || counts.failed > 0 ? 'failed' : 'verified'
  if (job.intent === 'hold') return job.holdReason === 'disk-full' ? 'disk-full' : 'paused'
  if (job.failure) return 'failed'
  if (job.phase === 'listing') return 'listing'
  if (counts.running > 0) return 'fetching'
  if (counts.verifying > 0) return 'verifying'
  return 'queued'
}

export const isUnfinished = (job: JobView): boolean => job.phase !== 'ended'

export const isActive = (job: JobView): boolean =>
  ['listing', 'fetching', 'verifying'].includes(jobStatus(job))

export const isHeld = (job: JobView): boolean => job.intent === 'hold' && isUnfinished(job)
