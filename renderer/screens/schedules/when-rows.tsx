import { hourSteps, type Recurrence, type ScheduleDraft } from '../../../main/model/schedule.ts'
import { t } from '../../locales/t.ts'
import { Choice } from '../../ui/choice.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { DayButtons } from './day-buttons.tsx'
import { FormRow } from './form-row.tsx'
import styles from './schedule-form.module.css'
import type { FormPart } from './schedule-form.tsx'
import { TimeBox } from './time-box.tsx'

const kinds = ['daily', 'weekly', 'hours', 'monthly', 'cron'] as const
const midnight = 0

/** How often, at what time, within which window, on whose clocks. */
export function WhenRows({ draft, problems, onChange }: FormPart) {
  const { when, window, timeZone } = draft
  const minute = when.kind === 'cron' ? (window?.startMinute ?? midnight) : when.atMinute
  return (
    <>
      <FormRow label={t('schedules.when')} problems={problems} field="when">
        <div className={styles.line}>
          <Choice
            name={t('schedules.when')}
            value={when.kind}
            options={kinds.map((value) => ({ value, label: t(`schedules.when.${value}`) }))}
            onChange={(kind) => onChange({ when: recurrence(kind, minute) })}
          />
          <Detail when={when} onChange={(next) => onChange({ when: next })} />
        </div>
        {when.kind !== 'cron' && (
          <div className={styles.line}>
            <span>{t(when.kind === 'hours' ? 'schedules.from' : 'schedules.at')}</span>
            <TimeBox
              label={t('schedules.at.label')}
              minute={when.atMinute}
              onChange={(atMinute) => onChange(startingAt(draft, when, atMinute))}
            />
          </div>
        )}
      </FormRow>
      <WindowRow {...{ draft, problems, onChange, minute }} />
      <FormRow label={t('schedules.zone')} problems={problems} field="timeZone">
        <TextBox
          label={t('schedules.zone')}
          value={timeZone}
          list="time-zones"
          wrong={problems.some(({ field }) => field === 'timeZone')}
          width={200}
          onType={(next) => onChange({ timeZone: next })}
        />
        <datalist id="time-zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </FormRow>
    </>
  )
}

function recurrence(kind: Recurrence['kind'], atMinute: number): Recurrence {
  switch (kind) {
    case 'daily':
      return { kind, atMinute }
    case 'weekly':
      return { kind, atMinute, days: [1, 2, 3, 4, 5] }
    case 'hours':
      return { kind, atMinute, hours: 6 }
    case 'monthly':
      return { kind, atMinute, day: 1 }
    case 'cron':
      return { kind, text: `${atMinute % 60} ${Math.floor(atMinute / 60)} * * *` }
    default:
      return kind satisfies never
  }
}

/** A window that opens with the run goes on doing so. */
function startingAt(
  { window }: ScheduleDraft,
  when: Exclude<Recurrence, { kind: 'cron' }>,
  atMinute: number,
): Partial<ScheduleDraft> {
  const opensThen = window !== null && window.startMinute === when.atMinute
  return {
    when: { ...when, atMinute },
    ...(opensThen && { window: { ...window, startMinute: atMinute } }),
  }
}

interface DetailProps {
  readonly when: Recurrence
  readonly onChange: (when: Recurrence) => void
}

function Detail({ when, onChange }: DetailProps) {
  switch (when.kind) {
    case 'daily':
      return null
    case 'weekly':
      return <DayButtons days={when.days} onChange={(days) => onChange({ ...when, days })} />
    case 'hours':
      return (
        <Choice
          name={t('schedules.hours')}
          value={String(when.hours)}
          options={hourSteps.map((hours) => ({
            value: String(hours),
            label: t('schedules.every-hours', { count: hours }),
          }))}
          onChange={(hours) => onChange({ ...when, hours: Number(hours) })}
        />
      )
    case 'monthly':
      return (
        <Choice
          name={t('schedules.day')}
          value={String(when.day)}
          options={monthDays.map((value) => ({
            value,
            label:
              value === 'last' ? t('schedules.last-day') : t('schedules.nth-day', { day: value }),
          }))}
          onChange={(day) => onChange({ ...when, day: day === 'last' ? day : Number(day) })}
        />
      )
    case 'cron':
      return (
        <TextBox
          label={t('schedules.cron')}
          value={when.text}
          placeholder="0 22 * * 1-5"
          width={160}
          onType={(text) => onChange({ ...when, text })}
        />
      )
    default:
      return when satisfies never
  }
}

/** Days that each month has. */
const monthDays = [...Array.from({ length: 28 }, (_, index) => String(index + 1)), 'last']

const hoursOpen = 8 * 60

function WindowRow({ draft, problems, onChange, minute }: FormPart & { readonly minute: number }) {
  const { window } = draft
  const whole = { startMinute: minute, endMinute: (minute + hoursOpen) % (24 * 60) }
  return (
    <FormRow
      label={t('schedules.window')}
      note={t(window ? 'schedules.window.note' : 'schedules.window.none')}
      problems={problems}
      field="window"
    >
      <div className={styles.line}>
        <Toggle
          on={window !== null}
          label={t('schedules.window.on')}
          onChange={(on) => onChange({ window: on ? whole : null })}
        />
        {window && (
          <>
            <TimeBox
              label={t('schedules.window.start')}
              minute={window.startMinute}
              onChange={(startMinute) => onChange({ window: { ...window, startMinute } })}
            />
            <span>{t('schedules.window.to')}</span>
            <TimeBox
              label={t('schedules.window.end')}
              minute={window.endMinute}
              onChange={(endMinute) => onChange({ window: { ...window, endMinute } })}
            />
          </>
        )}
      </div>
    </FormRow>
  )
}
