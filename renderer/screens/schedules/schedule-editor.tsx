import { useEffect, useState } from 'react'
import type { ScheduleDraft, SentenceParts } from '../../../main/model/schedule.ts'
import type { SchedulePreview } from '../../../main/model/schedule-problems.ts'
import { failureFrom } from '../../bridge.ts'
import {
  conditionsText,
  momentText,
  problemText,
  sentenceText,
  speedText,
} from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { mutable, queryClient, useAsked, useOrder } from '../../store/queries.ts'
import { closeEditor, type EditedSchedule, ownZone } from '../../store/schedules.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import styles from './schedule-editor.module.css'
import { ScheduleForm } from './schedule-form.tsx'
import { placeWords } from './schedule-text.ts'
import { TonightPanel } from './tonight-panel.tsx'
import { WeekStrip } from './week-strip.tsx'

/** A schedule as a form, beside what it means; nothing is saved while anything is wrong. */
export function ScheduleEditor({ edited }: { readonly edited: EditedSchedule }) {
  const { id } = edited
  const [draft, setDraft] = useState(edited.draft)
  const change = (part: Partial<ScheduleDraft>) => setDraft((now) => ({ ...now, ...part }))
  const input = { id, draft: mutable(draft) }
  const { data: preview, error } = useAsked('schedules.preview', input, {
    keep: true,
  })
  // What comes next depends on the hour.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ['schedules.preview'] }), [])
  const save = useOrder('schedules.save', closeEditor)
  // As of the last look: a press that ends the typing in a box must not be lost. Saving looks anew.
  const isReady = preview?.problems.length === 0
  const failure = save.error ?? error
  const sentence = sentenceOf(draft, preview)
  return (
    <Modal
      sheet
      wide
      open
      onClose={closeEditor}
      title={t(id === null ? 'schedules.new' : 'schedules.edit.title')}
      lead={<span className={styles.sentence}>{sentence}</span>}
      actions={
        <>
          <p className={styles.todo} role="status">
            {preview?.problems[0] && problemText(preview.problems[0])}
          </p>
          <Button onClick={closeEditor}>{t('cancel')}</Button>
          <Button
            look="primary"
            disabled={!isReady || save.isPending}
            onClick={() => save.mutate(input)}
          >
            {t('schedules.save')}
          </Button>
        </>
      }
    >
      {failure ? <FailureNote failure={failureFrom(failure)} /> : null}
      <div className={styles.pages}>
        <ScheduleForm draft={draft} problems={preview?.problems ?? []} onChange={change} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className={styles.side} aria-label={t('schedules.part.preview')} tabIndex={0}>
          <NextRuns preview={preview} timeZone={draft.timeZone} />
          <h3>{t('schedules.week')}</h3>
          <WeekStrip draft={draft} label={timesOf(preview?.sentence ?? null)} onChange={change} />
          <h3>{t('tonight.title')}</h3>
          <TonightPanel id={id} draft={draft} isReady={isSaid(preview)} />
        </section>
      </div>
    </Modal>
  )
}

/** Whether it is said what is fetched, where to and when; a name is no matter. */
function isSaid(preview: SchedulePreview | undefined): boolean {
  return preview?.problems.every(({ field }) => field === 'name') ?? false
}

function timesOf(sentence: SentenceParts | null): string {
  return sentence === null ? t('schedules.times.none') : sentenceText(sentence)
}

function sentenceOf(draft: ScheduleDraft, preview: SchedulePreview | undefined): string {
  const times = timesOf(preview?.sentence ?? null)
  const places = placeWords(draft)
  if (places.dandisets === '') return t('schedules.says.no-dandiset', { times, ...places })
  const says = t('schedules.says', { times, ...places })
  return [says, speedText(draft), conditionsText(draft.conditions)]
    .filter((part) => part !== '')
    .join(', ')
}

interface NextRunsProps {
  readonly preview: SchedulePreview | undefined
  readonly timeZone: string
}

function NextRuns({ preview, timeZone }: NextRunsProps) {
  const next = preview?.next ?? []
  return (
    <>
      <h3>{t('schedules.next-runs')}</h3>
      {timeZone !== ownZone() && next.length > 0 && (
        <p className={styles.none}>{t('schedules.in-zone', { zone: timeZone })}</p>
      )}
      {next.length === 0 && <p className={styles.none}>{t('schedules.next-runs.none')}</p>}
      <ol className={styles.runs}>
        {next.map(({ start }) => (
          <li key={start}>{momentText(start, timeZone)}</li>
        ))}
      </ol>
    </>
  )
}
