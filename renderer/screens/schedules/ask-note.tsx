import { CircleHelp } from 'lucide-react'
import type { RunView } from '../../../main/model/schedule.ts'
import { askText } from '../../locales/ask-text.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import styles from './ask-note.module.css'

interface AskNoteProps {
  readonly run: RunView
  /** Absent for a run that a newer one has followed. */
  readonly onReview?: (() => void) | undefined
}

/** What a run asks before it changes anything, and the way to answer it. */
export function AskNote({ run, onReview }: AskNoteProps) {
  const { asks, failure } = run
  const isAway = failure?.code === 'disk.missing'
  if (asks.length === 0 && !(isAway && onReview)) return null
  const isOne = asks.length === 1
  return (
    <div className={styles.note}>
      <CircleHelp size={16} strokeWidth={1.75} aria-hidden />
      <div className={styles.words}>
        {isAway && <p>{t('schedules.asks.away')}</p>}
        {asks.map(({ key, title, asks: each }) => (
          <div key={key}>
            {!isOne && <p className={styles.title}>{title}</p>}
            {each.map((ask) => (
              <p key={ask.kind}>{askText(ask)}</p>
            ))}
          </div>
        ))}
        {asks.length > 0 && <p className={styles.muted}>{t('schedules.asks.nothing-done')}</p>}
      </div>
      {onReview && (
        <Button onClick={onReview}>
          {t(isAway ? 'schedules.review.folder' : 'schedules.review')}
        </Button>
      )}
    </div>
  )
}
