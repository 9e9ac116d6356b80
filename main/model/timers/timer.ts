/** The system's own timer, which runs `sync --due` while the program is closed: its times and texts. */
import type { Weekday } from '../schedule.ts'

export const timerKinds = ['systemd', 'launchd', 'task-scheduler'] as const
export type TimerKind = (typeof timerKinds)[number]

/** Times that come again and again on the clocks of a time zone. */
export interface WakeRule {
  /** Since midnight. */
  readonly minutes: readonly number[]
  readonly days:
    | { readonly kind: 'every' }
    | { readonly kind: 'weekdays'; readonly weekdays: readonly Weekday[] }
    | { readonly kind: 'month'; readonly day: number | 'last' }
  readonly timeZone: string
  /** Names of the schedules that want it. */
  readonly name: string
}

/** When the computer is to look; nothing at all when no schedule and no rule is on. */
export interface Wakes {
  readonly rules: readonly WakeRule[]
  /** Single times beside them, ms since 1970, in order. */
  readonly moments: readonly number[]
}

/** What the timer starts. */
export interface TimerCommand {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export interface TimerFile {
  /** Without a folder. */
  readonly name: string
  readonly text: string
}

/** What texts are made of. */
export interface TimerPlan {
  /** Unit name, the end of a label or the name of a task: `dandelion-sync`. */
  readonly name: string
  readonly wakes: Wakes
  readonly command: TimerCommand
  /** Of this computer. */
  readonly timeZone: string
}

/** Whether any time is left to wake for. */
export function hasWakes({ rules, moments }: Wakes): boolean {
  return rules.length > 0 || moments.length > 0
}

export type TimerState =
  /** Nobody asked for it. */
  | 'none'
  | 'on'
  /** It is wanted, and no schedule and no rule is on. */
  | 'idle'
  /** Its files are there, and the system does not run it. */
  | 'not-taken'

export interface SystemTimerView {
  readonly kind: TimerKind
  readonly state: TimerState
  /** What the system said when it did not take it. */
  readonly said: string | null
  /** Absolute paths, and the texts as they are or would be. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
  /** The programs that switch it on, a line each. */
  readonly orders: readonly string[]
  /** The next time that it is for. */
  readonly nextAt: number | null
}
