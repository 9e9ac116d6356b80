import { ArrowLeft, ChevronLeft, ChevronRight, Moon } from 'lucide-react'
import { useEffect } from 'react'
import type { NightReport } from '../../../main/model/night.ts'
import { failureFrom } from '../../bridge.ts'
import { headlineText, morningText } from '../../locales/night-words.ts'
import { t } from '../../locales/t.ts'
import { queryClient, useAsked } from '../../store/queries.ts'
import { onSchedules } from '../../store/signals.ts'
import { go } from '../../store/view.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FoundPart } from './found-part.tsx'
import { NightPartView } from './night-part.tsx'
import styles from './report-screen.module.css'

/** What the schedules did in a night; the newest one for null. */
export function ReportScreen({ morning }: { readonly morning: string | null }) {
  const { data: report, error } = useReport(morning)
  if (error) return <FailureNote failure={failureFrom(error)} />
  if (!report) return <SkeletonLines widths={['40%', '64%', '52%']} />
  return (
    <div className={styles.screen}>
      <Head report={report} />
      <div className={styles.page}>
        {report.parts.length === 0 ? <Nothing report={report} /> : <Told report={report} />}
        {report.found.length > 0 && <FoundPart finds={report.found} />}
      </div>
    </div>
  )
}

function useReport(morning: string | null) {
  useEffect(
    () => onSchedules(() => void queryClient.invalidateQueries({ queryKey: ['nights.report'] })),
    [],
  )
  return useAsked('nights.report', { morning }, { keep: true })
}

function Head({ report: { night, previous, next } }: { readonly report: NightReport }) {
  const turn = (morning: string | null) => () => {
    if (morning !== null) go({ screen: 'report', morning })
  }
  return (
    <ScreenHead
      title={t('night.title', { date: morningText(night.morning) })}
      back={
        <Button look="quiet" icon={ArrowLeft} onClick={() => go({ screen: 'schedules' })}>
          {t('night.back')}
        </Button>
      }
    >
      <ExportMenu scheduleId={null} />
      <IconButton
        icon={ChevronLeft}
        label={t('night.previous')}
        disabled={previous === null}
        onClick={turn(previous)}
      />
      <IconButton
        icon={ChevronRight}
        label={t('night.next')}
        disabled={next === null}
        onClick={turn(next)}
      />
    </ScreenHead>
  )
}

function Told({ report }: { readonly report: NightReport }) {
  return (
    <div className={styles.column}>
      <p className={styles.headline}>
        <bdi>{headlineText(report)}</bdi>
      </p>
      {report.parts.map((part) => (
        <NightPartView key={`${report.night.morning} ${part.scheduleId}`} part={part} />
      ))}
    </div>
  )
}

function Nothing({ report: { previous, next } }: { readonly report: NightReport }) {
  const isEver = previous !== null || next !== null
  return (
    <EmptyState
      icon={Moon}
      title={t(isEver ? 'night.none' : 'night.none.ever')}
      text={t('night.none.text')}
    />
  )
}
