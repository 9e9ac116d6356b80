import { CalendarClock } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { EmptyState } from '../../ui/empty-state.tsx'

export function SchedulesScreen() {
  return (
    <EmptyState
      alone
      icon={CalendarClock}
      title={t('schedules.title')}
      text={t('schedules.text')}
    />
  )
}
