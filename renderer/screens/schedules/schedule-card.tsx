import { Ellipsis, Play } from 'lucide-react'
import { useId } from 'react'
import type { RunView, ScheduleView } from '../../../main/model/schedule.ts'
import { failureText } from '../../locales/failure-text.ts'
import { momentText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { bytesText, tallyText } from '../../locales/tally-text.ts'
import { order } from '../../store/queries.ts'
import { ownZone } from '../../store/schedules.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { DropMenu, RowMenu } from '../../ui/menu.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { AskNote } from './ask-note.tsx'
import { RunMark, StateMark } from './run-mark.tsx'
import { runNow, scheduleMenu } from './schedule-actions.ts'
import styles from './schedule-card.module.css'
import { scheduleText } from './schedule-text.ts'

interface ScheduleCardProps {
  readonly view: ScheduleView
  readonly onHistory: () => void
  readonly onTonight: () => void
  readonly onReview: () => void
  readonly onRemove: () => void
}

/** One schedule: what it says, what it does now, what comes and what was. */
export function ScheduleCard(props: ScheduleCardProps) {
  const { view } = props
  const { schedule, state } = view
  const { id, name, isOn } = schedule
  const title = useId()
  const entries = scheduleMenu(props)
  return (
    <RowMenu entries={entries}>
      <li className={styles.card} aria-labelledby={title} data-off={isOn ? undefined : ''}>
        <div className={styles.head}>
          <h2 className={styles.name} id={title}>
            <bdi>{name}</bdi>
          </h2>
          <Button icon={Play} disabled={state.kind === 'running'} onClick={() => runNow(view)}>
            {t('schedules.run-now')}
          </Button>
          <DropMenu entries={entries} align="end">
            <IconButton icon={Ellipsis} label={t('schedules.actions', { name })} />
          </DropMenu>
          <Toggle
            on={isOn}
            label={t('schedules.switch', { name })}
            onChange={(next) => void order('schedules.switch', { id, isOn: next })}
          />
        </div>
        <p className={styles.says}>
          <bdi>{scheduleText(schedule)}</bdi>
        </p>
        <div className={styles.facts}>
          <Now view={view} />
          <Last view={view} />
        </div>
        {state.kind !== 'running' && view.last && (
          <div className={styles.asks}>
            <AskNote run={view.last} onReview={props.onReview} />
          </div>
        )}
      </li>
    </RowMenu>
  )
}

function Now({ view }: { readonly view: ScheduleView }) {
  const { schedule, state, next } = view
  const { skipStart, timeZone } = schedule
  const first = next[0]?.start
  const isLater = first !== undefined && state.kind !== 'next'
  const notes = [
    isLater && t('schedule.state.next', { at: momentText(first, timeZone) }),
    skipStart !== null && t('schedules.skipped', { at: momentText(skipStart, timeZone) }),
    first !== undefined && timeZone !== ownZone() && t('schedules.in-zone', { zone: timeZone }),
  ]
  return (
    <div>
      <StateMark state={state} timeZone={timeZone} />
      {notes.map(
        (note) =>
          note && (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ),
      )}
    </div>
  )
}

function Last({ view: { last } }: { readonly view: ScheduleView }) {
  const why = last?.failure && failureText(last.failure)
  return (
    <dl className={styles.last}>
      <dt>{t('schedules.last')}</dt>
      <dd>
        {last === null ? t('schedules.last.none') : <RunMark run={last} />}
        {last && <p className={styles.note}>{lastText(last)}</p>}
        {why && (
          <p className={styles.note}>
            {why.what}. {why.todo}
          </p>
        )}
      </dd>
    </dl>
  )
}

function lastText({ endedAt, noticedAt, tally }: RunView): string {
  const parts = [momentText(endedAt ?? noticedAt, ownZone()), tallyText(tally), bytesText(tally)]
  return parts.filter((part) => part !== '').join(' · ')
}
