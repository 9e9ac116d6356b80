import { t } from '../../locales/t.ts'
import { AmountBox, rates } from './amount-box.tsx'
import { FormRow } from './form-row.tsx'
import type { FormPart } from './schedule-form.tsx'

/** How fast it may go. */
export function LimitRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  return (
    <FormRow label={t('schedules.speed')}>
      <AmountBox
        label={t('schedules.speed')}
        placeholder={t('limit.none')}
        amount={draft.speedLimitBytesPerSecond}
        kind={rates}
        onChange={(speedLimitBytesPerSecond) => onChange({ speedLimitBytesPerSecond })}
      />
    </FormRow>
  )
}
