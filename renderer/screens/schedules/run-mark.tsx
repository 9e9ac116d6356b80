import {
  ArrowDown,
  CalendarClock,
  CalendarX,
  Check,
  CircleAlert,
  CircleHelp,
  CircleStop,
  Hourglass,
  type LucideIcon,
  Pause,
  PowerOff,
  RotateCw,
  SkipForward,
} from 'lucide-react'
import type { RunView, ScheduleState } from '../../../main/model/schedule.ts'
import { runText } from '../../locales/schedule-words.ts'
import { stateText } from '../../locales/state-text.ts'
import styles from './run-mark.module.css'

type Tone = 'plain' | 'going' | 'good' | 'odd' | 'bad'

interface MarkProps {
  readonly icon: LucideIcon
  readonly tone: Tone
  readonly text: string
}

function Mark({ icon: Icon, tone, text }: MarkProps) {
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span>{text}</span>
    </span>
  )
}

const states: Readonly<Record<ScheduleState['kind'], readonly [LucideIcon, Tone]>> = {
  off: [PowerOff, 'plain'],
  paused: [Pause, 'plain'],
  next: [CalendarClock, 'plain'],
  never: [CalendarX, 'odd'],
  running: [ArrowDown, 'going'],
  retrying: [RotateCw, 'odd'],
  waiting: [Hourglass, 'plain'],
}

/** What a schedule does now, with its reason. */
export function StateMark(props: { readonly state: ScheduleState; readonly timeZone: string }) {
  const { state, timeZone } = props
  const [icon, tone] = states[state.kind]
  return <Mark icon={icon} tone={tone} text={stateText(state, timeZone)} />
}

const outcomes: Readonly<Record<NonNullable<RunView['outcome']>, readonly [LucideIcon, Tone]>> = {
  done: [Check, 'good'],
  failed: [CircleAlert, 'bad'],
  stopped: [CircleStop, 'plain'],
  skipped: [SkipForward, 'plain'],
  superseded: [CalendarX, 'odd'],
  asks: [CircleHelp, 'odd'],
}

/** How a run ended, or that it has not. */
export function RunMark({ run }: { readonly run: RunView }) {
  const [icon, tone] =
    run.outcome === null
      ? states[run.phase === 'running' ? 'running' : 'waiting']
      : outcomes[run.outcome]
  return <Mark icon={icon} tone={tone} text={runText(run)} />
}
