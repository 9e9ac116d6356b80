import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FailureRecord } from '../../../main/model/failure.ts'
import type { RunView } from '../../../main/model/schedule.ts'
import { formatCount } from '../../format/bytes.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useAsked } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import styles from './run-trouble.module.css'

const MOST_FILES = 5

/** What went wrong in a run, and what to do about it. */
export function RunTrouble({ run }: { readonly run: RunView }) {
  const { failure, outcome, tally } = run
  return (
    <>
      {failure && (
        <Trouble>
          <Sentences failure={failure} />
        </Trouble>
      )}
      {tally.failed > 0 && <FailedFiles run={run} />}
      {tally.conflicts > 0 && (
        <p className={styles.note}>
          {t('night.conflicts', {
            count: tally.conflicts,
            total: formatCount(tally.conflicts),
          })}
        </p>
      )}
      {outcome === 'asks' && (
        <p className={styles.note}>
          {t('night.asks.text')}{' '}
          <Button look="quiet" onClick={() => go({ screen: 'schedules' })}>
            {t('night.asks.open')}
          </Button>
        </p>
      )}
    </>
  )
}

function Trouble({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.trouble}>
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden />
      <div className={styles.words}>{children}</div>
    </div>
  )
}

function FailedFiles({ run }: { readonly run: RunView }) {
  const asked = { runId: run.id, kinds: ['failed' as const], offset: 0, limit: MOST_FILES }
  const { data } = useAsked('runs.changes', asked)
  if (!data || data.total === 0) return null
  const left = data.total - data.rows.length
  return (
    <Trouble>
      <h4 className={styles.title}>{t('night.failures')}</h4>
      <ul>
        {data.rows.map(({ localPath, failure }) => (
          <li key={localPath} className={styles.file}>
            <bdi className={styles.path}>{localPath}</bdi>
            {failure && <Sentences failure={failure} />}
          </li>
        ))}
      </ul>
      {left > 0 && <p>{t('night.failures.more', { count: left, total: formatCount(left) })}</p>}
    </Trouble>
  )
}

function Sentences({ failure }: { readonly failure: FailureRecord }) {
  const { what, why, todo } = failureText(failure)
  return (
    <p>
      {what}. {why} {todo}
    </p>
  )
}
