import { FolderOpen, Pause, Play, RotateCcw, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { JobView } from '../../../main/model/job.ts'
import { formatPercent, formatRate } from '../../format/bytes.ts'
import { formatEta } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useEngine } from '../../store/engine.ts'
import { isHeld, isUnfinished, jobStatus } from '../../store/job-status.ts'
import { go } from '../../store/view.ts'
import { IconButton } from '../../ui/button.tsx'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { RowMenu } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import { jobMenu, retry, showFolder, toggleHold } from './job-actions.ts'
import styles from './job-row.module.css'
import { endedWords, jobBytes, jobWhat, jobWords, still } from './job-words.ts'
import { JobStatusIcon } from './status-word.tsx'

interface JobRowProps {
  readonly place: RowPlace
  readonly job: JobView
  readonly jobs: readonly JobView[]
  readonly onSelect: () => void
  readonly onCancel: () => void
}

export function JobRow(props: JobRowProps) {
  const { place, job, jobs, onSelect, onCancel } = props
  const status = jobStatus(job)
  return (
    <RowMenu entries={jobMenu({ job, jobs, onCancel })}>
      <GridRow
        {...place.row}
        className={styles.row}
        onClick={onSelect}
        onDoubleClick={() => go({ screen: 'transfers', jobId: job.id })}
      >
        <Cell className={styles.what}>
          <JobStatusIcon status={status} />
          <div className={styles.lines}>
            <bdi className={styles.title} title={job.title}>
              {job.title}
            </bdi>
            <span className={styles.sub}>{jobWhat(job)}</span>
          </div>
        </Cell>
        <Cell className={styles.progress}>
          <JobProgress job={job} />
          <span className={styles.words} data-status={status}>
            {jobWords(job)}
          </span>
        </Cell>
        <Numbers job={job} />
        <Cell className={styles.actions}>
          <Actions job={job} onCancel={onCancel} />
        </Cell>
      </GridRow>
    </RowMenu>
  )
}

export function JobProgress({ job }: { readonly job: JobView }) {
  const status = jobStatus(job)
  const going = isUnfinished(job) ? 'moving' : 'still'
  return (
    <ProgressBar
      label={t('job.progress', { title: job.title })}
      total={job.totalBytes}
      received={job.receivedBytes}
      verified={job.verifiedBytes}
      tone={status === 'failed' ? 'failed' : going}
      unknown={status === 'listing'}
    />
  )
}

function Numbers({ job }: { readonly job: JobView }) {
  const pace = useEngine((state) => state.jobPaces[job.id]) ?? still
  const moving = pace.bytesPerSecond > 0 && isUnfinished(job) && !isHeld(job)
  return (
    <>
      <Cell className={styles.amount}>
        <span>
          {isUnfinished(job) && job.phase !== 'listing'
            ? formatPercent(job.receivedBytes, job.totalBytes)
            : ''}
        </span>
        <span className={styles.sub}>{jobBytes(job)}</span>
      </Cell>
      <Cell className={styles.pace}>
        <span>{moving ? formatRate(pace.bytesPerSecond) : ''}</span>
        <span className={styles.sub}>
          {moving ? formatEta(pace.etaSeconds) : <Ended job={job} />}
        </span>
      </Cell>
    </>
  )
}

const minuteMs = 60_000

function Ended({ job }: { readonly job: JobView }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return endedWords(job, Math.max(now, job.endedAt ?? 0))
}

function Actions({ job, onCancel }: { readonly job: JobView; readonly onCancel: () => void }) {
  const held = isHeld(job)
  const failed = job.counts.failed > 0 || job.failure !== null
  return (
    <>
      {failed && (
        <IconButton icon={RotateCcw} label={t('job.retry')} onClick={() => void retry(job)} />
      )}
      {isUnfinished(job) && (
        <IconButton
          icon={held ? Play : Pause}
          label={t(held ? 'job.resume' : 'job.pause')}
          onClick={() => void toggleHold(job)}
        />
      )}
      {isUnfinished(job) && <IconButton icon={X} label={t('job.cancel')} onClick={onCancel} />}
      <IconButton icon={FolderOpen} label={t('folder.open')} onClick={() => void showFolder(job)} />
    </>
  )
}
