import type { RunRecord } from '../../../main/model/run-record.ts'
import type { RunPause } from '../../../main/model/schedule.ts'
import { formatBytes } from '../../format/bytes.ts'
import { pauseText, speedText } from '../../locales/night-words.ts'
import { clockAt } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { ownZone } from '../../store/schedules.ts'
import { SpeedCurve } from '../../ui/speed-curve.tsx'
import styles from './run-facts.module.css'

interface RunFactsProps {
  readonly record: RunRecord
  readonly pauses: readonly RunPause[]
}

/** How fast a run was, where its bytes came from, and when and why it paused. */
export function RunFacts({ record, pauses }: RunFactsProps) {
  if (record.speeds.points.length === 0 && pauses.length === 0) return null
  return (
    <div className={styles.facts}>
      <Speed record={record} />
      <Sources record={record} />
      <Pauses pauses={pauses} />
    </div>
  )
}

function Speed({ record: { speeds } }: { readonly record: RunRecord }) {
  const text = speedText(speeds, ownZone())
  const [first] = speeds.points
  const last = speeds.points.at(-1)
  if (!first || !last) return null
  const [from, to] = [clockAt(first.at, ownZone()), clockAt(last.at + speeds.stepMs, ownZone())]
  return (
    <div className={styles.speed}>
      <h4 className={styles.title}>{t('night.speed')}</h4>
      <SpeedCurve speeds={speeds} label={t('night.speed.curve', { from, to, text })} />
      <p className={styles.ends} aria-hidden>
        <span>{from}</span>
        <span>{to}</span>
      </p>
      <p className={styles.note}>{text}</p>
    </div>
  )
}

function Sources({ record: { sources } }: { readonly record: RunRecord }) {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total === 0) return null
  return (
    <div>
      <h4 className={styles.title}>{t('night.sources')}</h4>
      <dl className={styles.sources}>
        {sources.map(({ source, bytes }) => (
          <div key={source} className={styles.source}>
            <dt>{t(`source.${source}`)}</dt>
            <dd>
              <span className={styles.bar} aria-hidden>
                <span style={{ width: `${(bytes / total) * 100}%` }} />
              </span>
              {t('night.source', {
                bytes: formatBytes(bytes),
                share: `${Math.round((bytes / total) * 100)} %`,
              })}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const MOST_PAUSES = 4

function Pauses({ pauses }: Pick<RunFactsProps, 'pauses'>) {
  if (pauses.length === 0) return null
  const left = pauses.length - MOST_PAUSES
  return (
    <div className={styles.pauses}>
      <h4 className={styles.title}>{t('night.pauses')}</h4>
      <ul>
        {pauses.slice(0, MOST_PAUSES).map((pause) => (
          <li key={`${pause.from} ${pause.to} ${pause.reason}`} className={styles.note}>
            {pauseText(pause, ownZone())}
          </li>
        ))}
        {left > 0 && <li className={styles.note}>{t('night.pause.more', { count: left })}</li>}
      </ul>
    </div>
  )
}
