import { formatBytes } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useEngine, useSettings } from '../../store/engine.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Says that the month's bytes are used up; what people start goes on. */
export function BudgetBanner() {
  const { dataBudget } = useSettings()
  const { isUsedUp, usedBytes, until } = useEngine((state) => state.budget)
  if (!isUsedUp || dataBudget === null) return null
  const used = formatBytes(usedBytes)
  return (
    <Notice
      tone="warning"
      title={t('budget.used-up', { total: formatBytes(dataBudget.bytes) })}
      text={t('budget.used-up.text', { used, until: formatDate(until) })}
      actions={
        <Button onClick={() => go({ screen: 'settings', section: 'limits' })}>
          {t('budget.change')}
        </Button>
      }
    />
  )
}
