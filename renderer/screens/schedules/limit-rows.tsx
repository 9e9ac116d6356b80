import { t } from '../../locales/t.ts'
import { AmountBox, rates } from './amount-box.tsx'
import { FormRow } from './form-row.tsx'
import type { FormPart } from './schedule-form.tsx'
import { TimetableList } from './timetable-list.tsx'

/** How fast it may go, and at which hours otherwise. */
export function LimitRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  return (
    <>
      <FormRow label={t('schedules.speed')}>
        <AmountBox
          label={t('schedules.speed')}
          placeholder={t('schedules.full-speed')}
          amount={draft.speedLimitBytesPerSecond}
          kind={rates}
          onChange={(speedLimitBytesPerSecond) => onChange({ speedLimitBytesPerSecond })}
        />
      </FormRow>
      <FormRow
        label={t('schedules.hours-of-speed')}
        note={draft.timetable.length > 0 ? t('timetable.note') : ''}
      >
        <TimetableList rules={draft.timetable} onChange={(timetable) => onChange({ timetable })} />
      </FormRow>
    </>
  )
}
