import { CircleAlert, ClipboardCopy, KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FailureRecord } from '../../main/model/failure.ts'
import { failureDetails, failureText } from '../locales/failure-text.ts'
import { t } from '../locales/t.ts'
import { order } from '../store/queries.ts'
import { Button } from './button.tsx'
import styles from './failure-note.module.css'

interface FailureNoteProps {
  readonly failure: FailureRecord
  readonly actions?: ReactNode
}

/** What happened, why, what to do; the technical side folded away, to be copied. */
export function FailureNote({ failure, actions }: FailureNoteProps) {
  const { what, why, todo } = failureText(failure)
  const details = failureDetails(failure)
  const needsKey = failure.code.startsWith('auth.')
  const Icon = needsKey ? KeyRound : CircleAlert
  return (
    <section className={styles.note} data-tone={needsKey ? 'warning' : 'danger'}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <h2 className={styles.what}>{what}</h2>
        <p className="selectable">
          {why} {todo}
        </p>
        {actions && <div className={styles.actions}>{actions}</div>}
        <details className={styles.details}>
          <summary>{t('failure.details')}</summary>
          <pre className="selectable">{details}</pre>
          <Button
            icon={ClipboardCopy}
            onClick={() => void order('clipboard.write', { text: `${what}\n${why}\n\n${details}` })}
          >
            {t('failure.copy')}
          </Button>
        </details>
      </div>
    </section>
  )
}
