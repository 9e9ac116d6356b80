import { ArrowDownToLine, Pause, Play } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { JobView } from '../../../main/model/job.ts'
import { focusField } from '../../frame/open-text.ts'
import { t } from '../../locales/t.ts'
import { useEngine, useSettings } from '../../store/engine.ts'
import { isHeld, isUnfinished } from '../../store/job-status.ts'
import { order } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useKeys } from '../../ui/held-row.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { WhenDoneChoice } from '../settings/when-done-row.tsx'
import { BudgetBanner } from './budget-banner.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { FailureBanner } from './failure-banner.tsx'
import { moveJob, toggleHold } from './job-actions.ts'
import { JobRow } from './job-row.tsx'
import styles from './transfers-screen.module.css'

/** Everything ordered: what runs and waits in its order, then what has ended, newest first. */
export function TransfersScreen() {
  const jobs = useEngine((state) => state.jobs)
  const shown = inOrder(jobs)
  const [cancelled, setCancelled] = useState<JobView | null>(null)
  return (
    <div className={styles.screen}>
      <Head jobs={jobs} />
      <BudgetBanner />
      <FailureBanner jobs={jobs} />
      {shown.length === 0 ? <Nothing /> : <List jobs={shown} onCancel={setCancelled} />}
      {cancelled && <CancelDialog job={cancelled} onClose={() => setCancelled(null)} />}
    </div>
  )
}

function inOrder(jobs: readonly JobView[]): readonly JobView[] {
  const ended = jobs.filter((job) => !isUnfinished(job))
  const newest = [...ended].sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
  return [...jobs.filter(isUnfinished), ...newest]
}

function Head({ jobs }: { readonly jobs: readonly JobView[] }) {
  const running = jobs.some((job) => isUnfinished(job) && !isHeld(job))
  const held = jobs.some(isHeld)
  const { whenDone } = useSettings()
  if (jobs.length === 0 && whenDone === 'nothing') return null
  return (
    <ScreenHead quiet title={t('place.transfers')}>
      {(running || whenDone !== 'nothing') && (
        <span className={styles.then}>
          {t('when-done.then')}
          <WhenDoneChoice />
        </span>
      )}
      <Button
        look="quiet"
        icon={Pause}
        disabled={!running}
        onClick={() => void order('jobs.pause-all', undefined)}
      >
        {t('jobs.pause')}
      </Button>
      <Button
        look="quiet"
        icon={Play}
        disabled={!held}
        onClick={() => void order('jobs.resume-all', undefined)}
      >
        {t('jobs.resume')}
      </Button>
    </ScreenHead>
  )
}

const idOf = (job: JobView) => job.id

interface ListProps {
  readonly jobs: readonly JobView[]
  readonly onCancel: (job: JobView) => void
}

function List({ jobs, onCancel }: ListProps) {
  const [activeId, setActiveId] = useState<string | null>(null)
  const found = jobs.findIndex((job) => job.id === activeId)
  const keyAt = useKeys(jobs, idOf)
  return (
    <div className={styles.list}>
      <VirtualRows
        role="grid"
        id="jobs"
        label={t('jobs.name')}
        count={jobs.length}
        rowHeight={64}
        active={Math.max(0, found)}
        keyAt={keyAt}
        onActive={(index) => setActiveId(jobs[index]?.id ?? null)}
        onKey={(event, index) => {
          const job = jobs[index]
          const act = job && keyAction(event, { job, jobs, onCancel })
          if (!act) return false
          setActiveId(job.id)
          act()
          return true
        }}
      >
        {(place) => {
          const job = jobs[place.index]
          return (
            job && (
              <JobRow
                place={place}
                job={job}
                jobs={jobs}
                onSelect={() => setActiveId(job.id)}
                onCancel={() => onCancel(job)}
              />
            )
          )
        }}
      </VirtualRows>
    </div>
  )
}

interface Acted {
  readonly job: JobView
  readonly jobs: readonly JobView[]
  readonly onCancel: (job: JobView) => void
}

/** What a key does to the active job. */
function keyAction(event: KeyboardEvent, { job, jobs, onCancel }: Acted): (() => void) | null {
  if (event.altKey) {
    if (event.key === 'ArrowUp') return () => void moveJob(jobs, job, 'up')
    if (event.key === 'ArrowDown') return () => void moveJob(jobs, job, 'down')
    return null
  }
  if (event.key === 'Enter') return () => go({ screen: 'transfers', jobId: job.id })
  if (event.key === ' ' && isUnfinished(job)) return () => void toggleHold(job)
  if (event.key === 'Delete' || event.key === 'Backspace') return () => onCancel(job)
  return null
}

function Nothing() {
  return (
    <EmptyState
      alone
      icon={ArrowDownToLine}
      title={t('jobs.empty')}
      text={t('jobs.empty.text')}
      actions={
        <>
          <Button look="primary" onClick={() => go({ screen: 'discover' })}>
            {t('jobs.discover')}
          </Button>
          <Button onClick={focusField}>{t('jobs.paste')}</Button>
        </>
      }
    />
  )
}
