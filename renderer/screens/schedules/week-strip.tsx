import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import {
  type ScheduleDraft,
  startMinutes,
  type Weekday,
  weekdays,
  windowMinutes,
} from '../../../main/model/schedule.ts'
import {
  dragged,
  GRIP_STEP,
  type WindowGrip,
  type WindowTimes,
} from '../../../main/model/window-drag.ts'
import { clockText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import styles from './week-strip.module.css'

const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes

interface WeekStripProps {
  readonly draft: ScheduleDraft
  readonly label: string
  readonly onChange: (times: WindowTimes) => void
}

/** The hours of a week in which bytes may move, and when runs begin; the window can be dragged. */
export function WeekStrip({ draft, label, onChange }: WeekStripProps) {
  const hand = useHand(draft, onChange)
  const { window } = draft
  if (window === null) {
    return (
      <figure className={styles.week} role="img" aria-label={label}>
        <Days draft={draft} />
      </figure>
    )
  }
  const [from, to] = [clockText(window.startMinute), clockText(window.endMinute)]
  return (
    <>
      <div
        className={styles.week}
        role="slider"
        tabIndex={0}
        aria-label={t('schedules.week.window')}
        aria-valuemin={0}
        aria-valuemax={dayMinutes - 1}
        aria-valuenow={window.startMinute}
        aria-valuetext={t('schedules.week.times', { from, to })}
        aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight"
        {...hand}
      >
        <Days draft={draft} />
      </div>
      <p className={styles.hint}>{t('schedules.week.hint')}</p>
    </>
  )
}

function Days({ draft }: { readonly draft: ScheduleDraft }) {
  const bars = openTimes(draft)
  const starts = startTimes(draft)
  return (
    <>
      {weekdays.map((day) => (
        <div key={day} className={styles.day} aria-hidden>
          <span className={styles.name}>{t(`schedule.days.${day}`).slice(0, 2)}</span>
          <div className={styles.hours}>
            {bars
              .flatMap((bar) => partOn(day, bar))
              .map(({ from, to, isStart, isEnd }) => (
                <span
                  key={from}
                  className={styles.open}
                  data-grip="whole"
                  style={{ left: share(from), width: share(to - from) }}
                >
                  {isStart && <span className={styles.edge} data-grip="start" />}
                  {isEnd && <span className={styles.edge} data-grip="end" />}
                </span>
              ))}
            {starts
              .filter((start) => start.day === day)
              .map(({ minute }) => (
                <span key={minute} className={styles.start} style={{ left: share(minute) }} />
              ))}
          </div>
        </div>
      ))}
      <div className={styles.scale} aria-hidden>
        {['00', '06', '12', '18', '24'].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </>
  )
}

interface Held {
  readonly grip: WindowGrip
  readonly x: number
  readonly minutesPerPixel: number
  /** As they were when the hand took hold. */
  readonly times: WindowTimes
}

/** Drags with the pointer; arrows move the window, with Shift its end. */
function useHand(draft: ScheduleDraft, onChange: (times: WindowTimes) => void) {
  const held = useRef<Held | null>(null)
  const { when, window } = draft
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const grip = gripAt(event.target)
      const hours = (event.target as Element).closest(`.${styles.hours}`)
      if (grip === null || hours === null || event.button !== 0) return
      const minutesPerPixel = dayMinutes / hours.clientWidth
      held.current = { grip, x: event.clientX, minutesPerPixel, times: { when, window } }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove({ clientX }: PointerEvent<HTMLElement>) {
      if (held.current === null) return
      const { grip, x, minutesPerPixel, times } = held.current
      onChange(dragged(times, grip, (clientX - x) * minutesPerPixel))
    },
    onPointerUp: () => {
      held.current = null
    },
    onPointerCancel: () => {
      if (held.current) onChange(held.current.times)
      held.current = null
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const steps = keySteps[event.key]
      if (steps === undefined) return
      event.preventDefault()
      onChange(dragged({ when, window }, event.shiftKey ? 'end' : 'whole', steps * GRIP_STEP))
    },
  }
}

const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -4,
  PageUp: 4,
}

function gripAt(target: EventTarget): WindowGrip | null {
  const { grip } = (target as HTMLElement).dataset
  return grip === 'whole' || grip === 'start' || grip === 'end' ? grip : null
}

const share = (minutes: number) => `${(minutes / dayMinutes) * 100}%`

/** Minutes since Monday 00:00; an end may lie in the next week. */
type Bar = readonly [from: number, to: number]

interface Part {
  readonly from: number
  readonly to: number
  /** Where the window opens, and closes, rather than a midnight. */
  readonly isStart: boolean
  readonly isEnd: boolean
}

function openTimes({ when, window }: ScheduleDraft): readonly Bar[] {
  const days = when.kind === 'weekly' ? when.days : weekdays
  if (window === null) return [[0, weekMinutes]]
  return days.map((day): Bar => {
    const from = (day - 1) * dayMinutes + window.startMinute
    return [from, from + windowMinutes(window)]
  })
}

/** What of a bar lies on a day, in minutes of that day; what passes Sunday is on Monday. */
function partOn(day: Weekday, [from, to]: Bar): readonly Part[] {
  const begin = (day - 1) * dayMinutes
  return [0, weekMinutes].flatMap((turn) => {
    const [opens, closes] = [from - turn - begin, to - turn - begin]
    const part = { from: Math.max(0, opens), to: Math.min(dayMinutes, closes) }
    const ends = { isStart: part.from === opens, isEnd: part.to === closes }
    return part.from < part.to ? [{ ...part, ...ends }] : []
  })
}

function startTimes({ when }: ScheduleDraft) {
  if (when.kind === 'monthly') return []
  const days = when.kind === 'weekly' ? when.days : weekdays
  return days.flatMap((day) => startMinutes(when).map((minute) => ({ day, minute })))
}
