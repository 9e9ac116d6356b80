import { Ellipsis, Play } from 'lucide-react'
import { useId } from 'react'
import type { RunView, ScheduleView } from '../../../main/model/schedule.ts'
import { failureText } from '../../locales/failure-text.ts'
import { momentText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { order } from '../../store/queries.ts'
import { ownZone } from '../../store/schedules.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { DropMenu, RowMenu } from '../../ui/menu.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { RunMark, StateMark } from './run-mark.tsx'
import { runNow, scheduleMenu } from './schedule-actions.ts'
import styles from './schedule-card.module.css'
import { scheduleText, tallyText, zonedText } from './schedule-text.ts'

interface ScheduleCardProps {
  readonly view: ScheduleView
  readonly onHistory: () => void
  readonly onRemove: () => void
}

/** One schedule: what it says, what it does now, what comes and what was. */
export function ScheduleCard(props: ScheduleCardProps) {
  const { view } = props
  const { schedule, state } = view
  const { id, name, timeZone, isOn } = schedule
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
          <StateMark state={state} timeZone={timeZone} />
          <Runs view={view} />
        </div>
      </li>
    </RowMenu>
  )
}

function Runs({ view }: { readonly view: ScheduleView }) {
  const { schedule, next, last } = view
  const { skipStart, timeZone } = schedule
  const first = next[0]?.start
  return (
    <dl className={styles.runs}>
      <dt>{t('schedules.next')}</dt>
      <dd>
        {first === undefined ? t('schedules.next.none') : zonedText(first, timeZone)}
        {skipStart !== null && (
          <span className={styles.note}>
            {t('schedules.skipped', { at: momentText(skipStart, timeZone) })}
          </span>
        )}
      </dd>
      <dt>{t('schedules.last')}</dt>
      <dd>{last === null ? t('schedules.last.none') : <LastRun run={last} />}</dd>
    </dl>
  )
}

function LastRun({ run }: { readonly run: RunView }) {
  const { failure, endedAt, noticedAt, tally } = run
  const why = failure && failureText(failure)
  return (
    <>
      <RunMark run={run} />
      <span className={styles.note}>
        {[momentText(endedAt ?? noticedAt, ownZone()), tallyText(tally)].join(' · ')}
      </span>
      {why && (
        <span className={styles.note}>
          {why.what}. {why.todo}
        </span>
      )}
    </>
  )
}
