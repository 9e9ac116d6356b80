import { ArrowLeft, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RunView } from '../../../main/model/schedule.ts'
import { failureFrom } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { momentText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { bytesText, tallyText } from '../../locales/tally-text.ts'
import { queryClient, useAsked, useOrder } from '../../store/queries.ts'
import { ownZone } from '../../store/schedules.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ChangeList } from '../report/change-list.tsx'
import { RunFacts } from '../report/run-facts.tsx'
import { RunTrouble } from '../report/run-trouble.tsx'
import { AskNote } from './ask-note.tsx'
import styles from './run-detail.module.css'
import { RunMark } from './run-mark.tsx'

interface RunDetailProps {
  readonly run: RunView
  /** Of the schedule. */
  readonly name: string
  readonly onBack: () => void
  /** Absent for a run that a newer one has followed. */
  readonly onReview: (() => void) | undefined
}

/** One run: how it went, what it asks, what it did to files, and back again. */
export function RunDetail({ run, name, onBack, onReview }: RunDetailProps) {
  const backButton = useRef<HTMLButtonElement>(null)
  useEffect(() => backButton.current?.focus(), [])
  const { data: record } = useAsked('runs.record', { runId: run.id })
  const changes = changesOf(run)
  return (
    <section className={styles.detail} aria-label={t('schedules.run.detail')}>
      <div className={styles.head}>
        <Button ref={backButton} look="quiet" icon={ArrowLeft} onClick={onBack}>
          {t('schedules.run.all')}
        </Button>
        <h3 className={styles.outcome}>
          <RunMark run={run} />
        </h3>
      </div>
      <p className={styles.facts}>{factsText(run)}</p>
      <AskNote run={run} onReview={onReview} />
      {run.outcome !== 'asks' && <RunTrouble run={run} />}
      {record && <RunFacts record={record} pauses={run.pauses} />}
      <Undo run={run} />
      {changes > 0 ? (
        <ChangeList runId={run.id} name={name} expected={changes} />
      ) : (
        <p className={styles.facts}>{t('schedules.run.no-changes')}</p>
      )}
    </section>
  )
}

function changesOf({ tally }: RunView): number {
  const { added, changed, renamed, removed, failed, conflicts } = tally
  return added + changed + renamed + removed + failed + conflicts
}

function factsText({ plannedFor, startedAt, endedAt, tally }: RunView): string {
  const told = (at: number) => momentText(at, ownZone())
  const facts = [
    plannedFor === null
      ? t('schedules.by-hand')
      : t('schedules.run.planned', { at: told(plannedFor) }),
    startedAt !== null && t('schedules.run.started', { at: told(startedAt) }),
    endedAt !== null && t('schedules.run.ended', { at: told(endedAt) }),
    tallyText(tally),
    bytesText(tally),
  ]
  return facts.filter(Boolean).join(' · ')
}

/** Files that the run moved to the trash, as long as they are there. */
function Undo({ run }: { readonly run: RunView }) {
  const [said, setSaid] = useState<string | null>(null)
  const { data: trash } = useAsked('runs.trash', { runId: run.id })
  const undo = useOrder('runs.undo', ({ restored, left }) => {
    const parts = [
      t('schedules.undo.done', { count: restored, total: formatCount(restored) }),
      left > 0 && t('schedules.undo.left', { count: left, total: formatCount(left) }),
    ]
    setSaid(parts.filter(Boolean).join(' '))
    void queryClient.invalidateQueries({ queryKey: ['runs.trash'] })
  })
  if (said !== null)
    return (
      <p className={styles.trash} role="status">
        {said}
      </p>
    )
  if (undo.error) return <FailureNote failure={failureFrom(undo.error)} />
  if (!trash || trash.endsAt === null) return null
  const { files, bytes, endsAt } = trash
  return (
    <div className={styles.trash}>
      <p>
        {t('schedules.undo.trash', {
          count: files,
          total: formatCount(files),
          bytes: formatBytes(bytes),
          until: momentText(endsAt, ownZone()),
        })}
      </p>
      <Button icon={Undo2} disabled={undo.isPending} onClick={() => undo.mutate({ runId: run.id })}>
        {t('schedules.undo')}
      </Button>
    </div>
  )
}
