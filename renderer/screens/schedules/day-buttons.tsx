import { type Weekday, weekdays } from '../../../main/model/schedule.ts'
import { t } from '../../locales/t.ts'
import styles from './schedule-form.module.css'

interface DayButtonsProps {
  readonly days: readonly Weekday[]
  readonly onChange: (days: readonly Weekday[]) => void
}

/** Weekdays, each on or off. */
export function DayButtons({ days, onChange }: DayButtonsProps) {
  const toggled = (day: Weekday) =>
    weekdays.filter((each) => (each === day ? !days.includes(day) : days.includes(each)))
  return (
    <span className={styles.days}>
      {weekdays.map((day) => (
        <button
          key={day}
          type="button"
          className={styles.day}
          title={t(`schedule.days.${day}`)}
          aria-pressed={days.includes(day)}
          onClick={() => onChange(toggled(day))}
        >
          {t(`schedule.days.${day}`).slice(0, 3)}
        </button>
      ))}
    </span>
  )
}
