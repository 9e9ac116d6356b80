import type { ScheduleWhat } from '../../../main/model/schedule-what.ts'
import { newestModes, removeModes } from '../../../main/model/sync.ts'
import { t } from '../../locales/t.ts'
import { Choice } from '../../ui/choice.tsx'
import { NumberBox } from '../../ui/number-box.tsx'
import { FormRow } from './form-row.tsx'
import styles from './schedule-form.module.css'
import type { FormPart } from './schedule-form.tsx'

const trashBounds = { min: 0, max: 3650 }

/** What becomes of files that are gone, and of an older version when there is a newer one. */
export function ChangeRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  const { remove, trashDays, newest, what } = draft
  return (
    <>
      <FormRow label={t('schedules.vanished')} note={t(`schedules.vanished.${remove}.note`)}>
        <div className={styles.line}>
          <Choice
            name={t('schedules.vanished')}
            value={remove}
            options={removeModes.map((value) => ({
              value,
              label: t(`schedules.vanished.${value}`),
            }))}
            onChange={(next) => onChange({ remove: next })}
          />
          {remove === 'trash' && (
            <>
              <span>{t('schedules.trash-days.for')}</span>
              <NumberBox
                label={t('schedules.trash-days')}
                value={trashDays}
                bounds={trashBounds}
                onChange={(next) => onChange({ trashDays: next })}
              />
              <span>{t('schedules.trash-days.days', { count: trashDays })}</span>
            </>
          )}
        </div>
      </FormRow>
      {isNewest(what) && (
        <FormRow label={t('schedules.newer')} note={t(`schedules.newer.${newest}.note`)}>
          <Choice
            name={t('schedules.newer')}
            value={newest}
            options={newestModes.map((value) => ({
              value,
              label: t(`schedules.newer.${value}`),
            }))}
            onChange={(next) => onChange({ newest: next })}
          />
        </FormRow>
      )}
    </>
  )
}

/** Whether versions may follow one another. */
function isNewest(what: ScheduleWhat): boolean {
  if (what.kind === 'search') return what.version === 'newest'
  return what.kind === 'refs' && what.refs.some(({ version }) => version === null)
}
