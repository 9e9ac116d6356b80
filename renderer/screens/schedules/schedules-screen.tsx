import { CalendarClock, Moon, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ScheduleView } from '../../../main/model/schedule.ts'
import { failureFrom } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { makeSchedule, useEdited, useSchedules } from '../../store/schedules.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Following } from './following.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { ReviewDialog } from './review-dialog.tsx'
import { RunHistory } from './run-history.tsx'
import { ScheduleCard } from './schedule-card.tsx'
import { ScheduleEditor } from './schedule-editor.tsx'
import styles from './schedules-screen.module.css'
import { TonightDialog } from './tonight-dialog.tsx'

/** What is fetched again and again, and when. */
export function SchedulesScreen() {
  const { data: views, error } = useSchedules()
  const edited = useEdited()
  if (error) return <FailureNote failure={failureFrom(error)} />
  if (!views) return <SkeletonLines widths={['60%', '48%', '54%']} />
  return (
    <>
      {views.length === 0 ? <Nothing /> : <Full views={views} />}
      {edited && <ScheduleEditor edited={edited} />}
    </>
  )
}

function Full({ views }: { readonly views: readonly ScheduleView[] }) {
  const [removing, setRemoving] = useState<ScheduleView | null>(null)
  const [looked, setLooked] = useState<ScheduleView | null>(null)
  const [tonight, setTonight] = useState<ScheduleView | null>(null)
  const [reviewed, setReviewed] = useState<ScheduleView | null>(null)
  return (
    <div className={styles.screen}>
      <ScreenHead title={t('place.schedules')}>
        <Button icon={Moon} onClick={() => go({ screen: 'report', morning: null })}>
          {t('night.open')}
        </Button>
        <NewButton />
      </ScreenHead>
      <div className={styles.list}>
        <ul aria-label={t('schedules.list')}>
          {views.map((view) => (
            <ScheduleCard
              key={view.schedule.id}
              view={view}
              onHistory={() => setLooked(view)}
              onReview={() => setReviewed(view)}
              onTonight={() => setTonight(view)}
              onRemove={() => setRemoving(view)}
            />
          ))}
        </ul>
        <Following />
      </div>
      {tonight && <TonightDialog schedule={tonight.schedule} onClose={() => setTonight(null)} />}
      {looked && (
        <RunHistory
          view={looked}
          onReview={() => {
            setLooked(null)
            setReviewed(looked)
          }}
          onClose={() => setLooked(null)}
        />
      )}
      {reviewed && <ReviewDialog view={reviewed} onClose={() => setReviewed(null)} />}
      {removing && <RemoveDialog schedule={removing.schedule} onClose={() => setRemoving(null)} />}
    </div>
  )
}

function NewButton() {
  const settings = useSettings()
  return (
    <Button look="primary" icon={Plus} onClick={() => makeSchedule(settings)}>
      {t('schedules.new')}
    </Button>
  )
}

function Nothing() {
  return (
    <div className={styles.nothing}>
      <EmptyState
        alone
        icon={CalendarClock}
        title={t('schedules.empty')}
        text={t('schedules.empty.text')}
        actions={<NewButton />}
      />
      <Following />
    </div>
  )
}
