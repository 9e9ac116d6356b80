import type { JobView, Pace } from '../../../main/model/job.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatAgo } from '../../format/time.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { isUnfinished, jobStatus } from '../../store/job-status.ts'

/** The state in a word and, where there is one, its reason. */
export function jobWords(job: JobView): string {
  const status = jobStatus(job)
  const { counts } = job
  if (status === 'listing') return t('job.listing', { found: formatCount(counts.total) })
  if (status === 'disk-full') return diskFullWords(job)
  if (status === 'paused') return heldWords(job)
  if (status === 'failed') return failedWords(job)
  if (status === 'verified') return verifiedWords(job)
  if (status === 'queued' && counts.failed > 0) return failedWords(job)
  return progressWords(job, t(`job.${status}`))
}

function diskFullWords({ failure }: JobView): string {
  const missing = failure?.details.missingBytes
  if (typeof missing !== 'number') return t('job.disk-full')
  return t('job.disk-full-by', { missing: formatBytes(missing) })
}

/** A person knows why; else it is told. */
function heldWords(job: JobView): string {
  const { holdReason } = job
  if (holdReason === null || holdReason === 'person') return progressWords(job, t('job.paused'))
  return t(`job.${holdReason}`)
}

function progressWords({ counts }: JobView, word: string): string {
  const done = t('job.done-of', {
    done: formatCount(counts.done),
    total: formatCount(counts.total),
  })
  const failed = counts.failed > 0 ? ` · ${t('job.failed', { count: counts.failed })}` : ''
  return `${word} · ${done}${failed}`
}

function failedWords(job: JobView): string {
  if (job.failure) return failureLine(job.failure)
  const { failed, total } = job.counts
  return t('job.failed-of', { count: failed, total: formatCount(total) })
}

function verifiedWords({ counts }: JobView): string {
  if (counts.total > 0 && counts.skipped === counts.total) return t('job.kept')
  const words = t('job.verified', { count: counts.done, total: formatCount(counts.done) })
  if (counts.skipped === 0) return words
  return `${words} · ${t('job.skipped', { count: counts.skipped })}`
}

/** "3.1 of 12.4 GB", or the whole when all of it is there. */
export function jobBytes(job: JobView): string {
  if (job.phase === 'listing' && job.totalBytes === 0) return ''
  const total = formatBytes(job.totalBytes)
  if (job.receivedBytes >= job.totalBytes) return total
  return t('bytes.of', { part: formatBytes(job.receivedBytes), total })
}

export function jobWhat(job: JobView): string {
  const { dandisetId } = job.order.ref
  const id = dandisetId === null ? '' : `DANDI:${dandisetId}`
  return [id, job.version, job.summary, priorityWord(job)].filter(Boolean).join(' · ')
}

function priorityWord(job: JobView): string {
  if (job.priority === 0 || !isUnfinished(job)) return ''
  return t(job.priority > 0 ? 'priority.high' : 'priority.low')
}

export function endedWords(job: JobView, now: number): string {
  return job.endedAt === null ? '' : formatAgo(job.endedAt, now)
}

export const still: Pace = { bytesPerSecond: 0, etaSeconds: null }
