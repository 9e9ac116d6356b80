/** The programs that switch a timer on and off, and the one that tells whether it is on. */
import { launchdLabel } from './launchd.ts'
import type { TimerKind } from './timer.ts'

export interface TimerOrder {
  readonly argv: readonly string[]
  /** It may have nothing to do. */
  readonly mayFail: boolean
}

export interface TimerOrders {
  readonly on: readonly TimerOrder[]
  /** Before the files go. */
  readonly off: readonly TimerOrder[]
  /** After they are gone. */
  readonly after: readonly TimerOrder[]
  /** Ends well while it is on. */
  readonly ask: TimerOrder
}

export interface TimerPlace {
  readonly kind: TimerKind
  readonly name: string
  /** Where its files are, with the separator at its end. */
  readonly folder: string
  /** Of macOS, as a number. */
  readonly userId: number
}

export function ordersOf({ kind, name, folder, userId }: TimerPlace): TimerOrders {
  switch (kind) {
    case 'systemd': {
      const unit = `${name}.timer`
      const reload = must('systemctl', '--user', 'daemon-reload')
      return {
        on: [
          reload,
          must('systemctl', '--user', 'enable', unit),
          must('systemctl', '--user', 'restart', unit),
        ],
        off: [may('systemctl', '--user', 'disable', '--now', unit)],
        after: [may(...reload.argv)],
        ask: may('systemctl', '--user', 'is-active', unit),
      }
    }
    case 'launchd': {
      const label = launchdLabel({ name })
      const session = `gui/${userId}`
      const out = may('launchctl', 'bootout', `${session}/${label}`)
      return {
        on: [out, must('launchctl', 'bootstrap', session, `${folder}${label}.plist`)],
        off: [out],
        after: [],
        ask: may('launchctl', 'print', `${session}/${label}`),
      }
    }
    case 'task-scheduler':
      return {
        on: [must('schtasks', '/Create', '/TN', name, '/XML', `${folder}${name}.xml`, '/F')],
        off: [may('schtasks', '/Delete', '/TN', name, '/F')],
        after: [],
        ask: may('schtasks', '/Query', '/TN', name),
      }
    default:
      return kind satisfies never
  }
}

function must(...argv: readonly string[]): TimerOrder {
  return { argv, mayFail: false }
}

function may(...argv: readonly string[]): TimerOrder {
  return { argv, mayFail: true }
}
