import { formatPercent, percent } from '../format/bytes.ts'
import { t } from '../locales/t.ts'
import styles from './progress-bar.module.css'

interface ProgressBarProps {
  readonly label: string
  readonly total: number
  readonly received: number
  readonly verified: number
  readonly tone: 'moving' | 'still' | 'failed'
  /** While the files are not known yet. */
  readonly unknown?: boolean
}

/** Fetched and, darker, verified. The value for the screen reader moves by whole per cents. */
export function ProgressBar(props: ProgressBarProps) {
  const { label, total, received, verified, tone, unknown } = props
  const share = (bytes: number) =>
    total > 0 ? Math.min(1, bytes / total) : Number(tone === 'still')
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(!unknown && {
        'aria-valuenow': percent(received, total),
        'aria-valuetext': t('progress.value', {
          fetched: formatPercent(received, total),
          verified: formatPercent(verified, total),
        }),
      })}
      className={styles.track}
      data-tone={tone}
      data-unknown={unknown ? '' : undefined}
    >
      <div className={styles.fetched} style={{ transform: `scaleX(${share(received)})` }} />
      <div className={styles.verified} style={{ transform: `scaleX(${share(verified)})` }} />
    </div>
  )
}
