import {
  type ScheduleDraft,
  startMinutes,
  type Weekday,
  weekdays,
  windowMinutes,
} from '../../../main/model/schedule.ts'
import { t } from '../../locales/t.ts'
import styles from './week-strip.module.css'

const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes

/** The hours of a week in which bytes may move, and when runs begin. */
export function WeekStrip({
  draft,
  label,
}: {
  readonly draft: ScheduleDraft
  readonly label: string
}) {
  const bars = openTimes(draft)
  const starts = startTimes(draft)
  return (
    <figure className={styles.week} role="img" aria-label={label}>
      {weekdays.map((day) => (
        <div key={day} className={styles.day} aria-hidden>
          <span className={styles.name}>{t(`schedule.days.${day}`).slice(0, 2)}</span>
          <div className={styles.hours}>
            {bars
              .flatMap((bar) => partOn(day, bar))
              .map(([from, to]) => (
                <span
                  key={from}
                  className={styles.open}
                  style={{ left: share(from), width: share(to - from) }}
                />
              ))}
            {starts
              .filter((start) => start.day === day)
              .map(({ minute }) => (
                <span key={minute} className={styles.start} style={{ left: share(minute) }} />
              ))}
          </div>
        </div>
      ))}
      <div className={styles.scale} aria-hidden>
        {['00', '06', '12', '18', '24'].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </figure>
  )
}

const share = (minutes: number) => `${(minutes / dayMinutes) * 100}%`

/** Minutes since Monday 00:00; an end may lie in the next week. */
type Bar = readonly [from: number, to: number]

function openTimes({ when, window }: ScheduleDraft): readonly Bar[] {
  const days = when.kind === 'weekly' ? when.days : weekdays
  if (window === null) return [[0, weekMinutes]]
  return days.map((day): Bar => {
    const from = (day - 1) * dayMinutes + window.startMinute
    return [from, from + windowMinutes(window)]
  })
}

/** What of a bar lies on a day, in minutes of that day; what passes Sunday is on Monday. */
function partOn(day: Weekday, [from, to]: Bar): readonly Bar[] {
  const begin = (day - 1) * dayMinutes
  return [0, weekMinutes].flatMap((turn) => {
    const part: Bar = [Math.max(0, from - turn - begin), Math.min(dayMinutes, to - turn - begin)]
    return part[0] < part[1] ? [part] : []
  })
}

function startTimes({ when }: ScheduleDraft) {
  if (when.kind === 'monthly') return []
  const days = when.kind === 'weekly' ? when.days : weekdays
  return days.flatMap((day) => startMinutes(when).map((minute) => ({ day, minute })))
}
