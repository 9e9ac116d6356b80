import type { SyncLimits } from '../../../main/model/sync.ts'
import { t } from '../../locales/t.ts'
import { type Amount, AmountBox, numbers, shares, sizes } from './amount-box.tsx'
import styles from './ask-rows.module.css'
import { FormRow } from './form-row.tsx'
import type { FormPart } from './schedule-form.tsx'

const limits = {
  removedFiles: numbers,
  removedShare: shares,
  fetchBytes: sizes,
  freeBytes: sizes,
} as const satisfies Readonly<Record<keyof SyncLimits, Amount>>
const names = Object.keys(limits) as readonly (keyof SyncLimits)[]

/** What stops a run before it has changed anything; it then asks. */
export function AskRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  return (
    <FormRow label={t('schedules.limits')} note={t('schedules.limits.note')}>
      {names.map((limit) => (
        <div key={limit} className={styles.limit}>
          <span>{t(`schedules.limit.${limit}`)}</span>
          <AmountBox
            label={t(`schedules.limit.${limit}`)}
            placeholder={t('schedules.never')}
            amount={draft.limits[limit]}
            kind={limits[limit]}
            onChange={(amount) => onChange({ limits: { ...draft.limits, [limit]: amount } })}
          />
        </div>
      ))}
    </FormRow>
  )
}
