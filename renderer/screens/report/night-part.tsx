import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { NightPart, NightRun } from '../../../main/model/night.ts'
import { formatCount } from '../../format/bytes.ts'
import { filesText, spanText } from '../../locales/night-words.ts'
import { t } from '../../locales/t.ts'
import { bytesText } from '../../locales/tally-text.ts'
import { ownZone } from '../../store/schedules.ts'
import { Button } from '../../ui/button.tsx'
import { RunMark } from '../schedules/run-mark.tsx'
import { ChangeList } from './change-list.tsx'
import styles from './night-part.module.css'
import { RunFacts } from './run-facts.tsx'
import { RunTrouble } from './run-trouble.tsx'

/** What one schedule did in a night. */
export function NightPartView({ part }: { readonly part: NightPart }) {
  const title = useId()
  return (
    <section className={styles.part} aria-labelledby={title}>
      <div className={styles.head}>
        <h2 className={styles.name} id={title}>
          <bdi>{part.name}</bdi>
        </h2>
        <span className={styles.folder}>
          <bdi title={part.folder}>{part.folder}</bdi>
        </span>
      </div>
      {part.runs.map((it) => (
        <Run key={it.run.id} part={part} night={it} />
      ))}
    </section>
  )
}

function Run({ part, night }: { readonly part: NightPart; readonly night: NightRun }) {
  const { run, record, bytes } = night
  const isOver = run.endedAt !== null && run.startedAt !== null
  const facts = [spanText(night, ownZone()), isOver && filesText(run.tally), bytesText({ bytes })]
  return (
    <article className={styles.run}>
      <h3 className={styles.outcome}>
        <RunMark run={run} />
      </h3>
      <p className={styles.said}>{facts.filter(Boolean).join(' · ')}</p>
      <div className={styles.body}>
        <RunTrouble run={run} />
        <RunFacts record={record} pauses={run.pauses} />
        <Changes part={part} night={night} />
      </div>
    </article>
  )
}

function Changes({ part, night }: { readonly part: NightPart; readonly night: NightRun }) {
  const [open, setOpen] = useState(false)
  const { run, changes } = night
  if (changes === 0) return null
  return (
    <div className={styles.changes}>
      <Button
        look="quiet"
        icon={open ? ChevronDown : ChevronRight}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('change.show', { count: changes, total: formatCount(changes) })}
      </Button>
      {open && <ChangeList runId={run.id} name={part.name} expected={changes} />}
    </div>
  )
}
