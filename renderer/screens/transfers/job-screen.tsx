import { CircleStop, FolderOpen, Pause, Play, RotateCcw, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import type { JobView } from '../../../main/model/job.ts'
import { formatPercent, formatRate } from '../../format/bytes.ts'
import { formatEta } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useEngine } from '../../store/engine.ts'
import { isHeld, isUnfinished } from '../../store/job-status.ts'
import { go } from '../../store/view.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { retry, showFolder, toggleHold } from './job-actions.ts'
import { JobProgress } from './job-row.tsx'
import styles from './job-screen.module.css'
import { jobBytes, jobWhat, jobWords, still } from './job-words.ts'
import { TransferList } from './transfer-list.tsx'

/** One job and its files. */
export function JobScreen({ jobId }: { readonly jobId: string }) {
  const job = useEngine((state) => state.jobs.find((it) => it.id === jobId))
  const toList = () => go({ screen: 'transfers', jobId: null })
  if (!job) {
    return (
      <EmptyState
        alone
        icon={CircleStop}
        title={t('job.gone')}
        text={t('job.gone.text')}
        actions={<Button onClick={toList}>{t('job.all')}</Button>}
      />
    )
  }
  return (
    <div className={styles.screen}>
      <JobHead job={job} onCancelled={toList} />
      {job.failure && (
        <div className={styles.failure}>
          <FailureNote failure={job.failure} />
        </div>
      )}
      <TransferList job={job} />
    </div>
  )
}

interface JobHeadProps {
  readonly job: JobView
  readonly onCancelled: () => void
}

function JobHead({ job, onCancelled }: JobHeadProps) {
  const [cancelling, setCancelling] = useState(false)
  return (
    <header className={styles.head}>
      <div className={styles.first}>
        <h1 className={styles.title} title={job.title}>
          <bdi>{job.title}</bdi>
        </h1>
        <Actions job={job} onCancel={() => setCancelling(true)} />
      </div>
      <p className={styles.what}>{jobWhat(job)}</p>
      <JobProgress job={job} />
      <Line job={job} />
      {cancelling && (
        <CancelDialog job={job} onClose={() => setCancelling(false)} onDone={onCancelled} />
      )}
    </header>
  )
}

function Actions({ job, onCancel }: { readonly job: JobView; readonly onCancel: () => void }) {
  const held = isHeld(job)
  const unfinished = isUnfinished(job)
  return (
    <div className={styles.actions}>
      {job.counts.failed > 0 && (
        <Button icon={RotateCcw} onClick={() => void retry(job)}>
          {t('job.retry-failed', { count: job.counts.failed })}
        </Button>
      )}
      {unfinished && (
        <Button icon={held ? Play : Pause} onClick={() => void toggleHold(job)}>
          {t(held ? 'job.resume' : 'job.pause')}
        </Button>
      )}
      <Button icon={unfinished ? X : Trash2} onClick={onCancel}>
        {t(unfinished ? 'job.cancel' : 'job.remove-short')}
      </Button>
      <IconButton icon={FolderOpen} label={t('folder.open')} onClick={() => void showFolder(job)} />
    </div>
  )
}

function Line({ job }: { readonly job: JobView }) {
  const pace = useEngine((state) => state.jobPaces[job.id]) ?? still
  const moving = pace.bytesPerSecond > 0 && isUnfinished(job) && !isHeld(job)
  return (
    <p className={styles.line}>
      <span>{jobWords(job)}</span>
      <span className={styles.space} />
      {moving && <span>{formatRate(pace.bytesPerSecond)}</span>}
      {moving && <span className={styles.muted}>{formatEta(pace.etaSeconds)}</span>}
      <span className={styles.muted}>{jobBytes(job)}</span>
      {isUnfinished(job) && job.phase !== 'listing' && (
        <span className={styles.percent}>{formatPercent(job.receivedBytes, job.totalBytes)}</span>
      )}
    </p>
  )
}
