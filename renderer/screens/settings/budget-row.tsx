import { formatBytes } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useEngine, useSettings } from '../../store/engine.ts'
import { changeSettings } from '../../store/queries.ts'
import { Choice } from '../../ui/choice.tsx'
import { AmountBox, sizes } from '../schedules/amount-box.tsx'
import { SettingRow } from './setting-row.tsx'

const days = Array.from({ length: 28 }, (_, index) => String(index + 1))

/** How much may come over the line in a month, and how much has. */
export function BudgetRow() {
  const { dataBudget } = useSettings()
  const { usedBytes, from, until } = useEngine((state) => state.budget)
  const used = formatBytes(usedBytes)
  const dates = { from: formatDate(from), until: formatDate(until) }
  const total = dataBudget && formatBytes(dataBudget.bytes)
  return (
    <>
      <SettingRow
        label={t('setting.budget')}
        note={
          <>
            {t('setting.budget.note')}
            <br />
            <span className="numbers">
              {total === null
                ? t('budget.used', { used, ...dates })
                : t('budget.used-of', { used, total, ...dates })}
            </span>
          </>
        }
      >
        <AmountBox
          label={t('setting.budget')}
          placeholder={t('setting.budget.none')}
          amount={dataBudget?.bytes ?? null}
          kind={sizes}
          onChange={(bytes) => {
            const fromDay = dataBudget?.fromDay ?? 1
            const isNone = bytes === null || bytes === 0
            void changeSettings({ dataBudget: isNone ? null : { bytes, fromDay } })
          }}
        />
      </SettingRow>
      {dataBudget && (
        <SettingRow label={t('setting.budget.day')}>
          <Choice
            name={t('setting.budget.day')}
            value={String(dataBudget.fromDay)}
            options={days.map((day) => ({ value: day, label: t('setting.budget.nth', { day }) }))}
            onChange={(day) =>
              void changeSettings({ dataBudget: { ...dataBudget, fromDay: Number(day) } })
            }
          />
        </SettingRow>
      )}
    </>
  )
}
