import type { JobView } from '../../../main/model/job.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { retry } from './job-actions.ts'

/** Counts what gave up and offers to try all of it again. */
export function FailureBanner({ jobs }: { readonly jobs: readonly JobView[] }) {
  const failed = jobs.filter((job) => job.counts.failed > 0)
  const files = failed.reduce((sum, job) => sum + job.counts.failed, 0)
  if (files === 0) return null
  const retryAll = async () => {
    for (const job of failed) await retry(job)
  }
  return (
    <Notice
      tone="danger"
      title={t('banner.failed', { count: files, total: formatCount(files) })}
      text={t('banner.jobs', { count: failed.length })}
      actions={<Button onClick={() => void retryAll()}>{t('banner.retry')}</Button>}
    />
  )
}
