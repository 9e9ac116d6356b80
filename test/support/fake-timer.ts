import type { LoginView } from '../../main/model/login.ts'
import { systemdFiles } from '../../main/model/timers/systemd.ts'
import type { SystemTimerView } from '../../main/model/timers/timer.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { timerRequests } from '../../preload/requests/timer.ts'

const folder = '/home/ada/.config/systemd/user'
const files = systemdFiles({
  name: 'dandelion-sync',
  timeZone: 'Europe/Berlin',
  wakes: {
    rules: [
      {
        name: 'Male subjects of 000023',
        minutes: [22 * 60],
        days: { kind: 'every' },
        timeZone: 'Europe/Berlin',
      },
      {
        name: 'Weekends, 000108',
        minutes: [9 * 60 + 30],
        days: { kind: 'weekdays', weekdays: [6, 7] },
        timeZone: 'Europe/Berlin',
      },
    ],
    moments: [],
  },
  command: {
    argv: [
      '/usr/bin/dandelion',
      'sync',
      '--due',
      '--wait',
      '--data-dir',
      '/home/ada/.config/Dandelion',
    ],
    environment: {},
  },
})

/** A timer of systemd; with the state `no-systemd` one that the system does not take. */
export function fakeTimer(asked: string): Pick<Handlers, keyof typeof timerRequests> {
  let view: SystemTimerView = {
    kind: 'systemd',
    state: 'none',
    said: null,
    files:
      asked === 'empty' ? [] : files.map(({ name, text }) => ({ path: `${folder}/${name}`, text })),
    orders: [
      'systemctl --user daemon-reload',
      'systemctl --user enable dandelion-sync.timer',
      'systemctl --user restart dandelion-sync.timer',
    ],
    nextAt: asked === 'empty' ? null : Date.parse('2026-11-23T21:00:00Z'),
  }
  const refused = { state: 'not-taken', said: 'Failed to connect to bus: No medium found' } as const
  return {
    'timer.show': () => view,
    'timer.install'() {
      const taken = { state: asked === 'empty' ? 'idle' : 'on', said: null } as const
      view = { ...view, ...(asked === 'no-systemd' ? refused : taken) }
      return view
    },
    'timer.remove'() {
      view = { ...view, state: 'none', said: null }
      return view
    },
  }
}

/** A start at login; with the state `no-systemd` on a desktop without a tray. */
export function fakeLogin(asked: string): Pick<Handlers, 'login.show' | 'login.set'> {
  let view: LoginView = { isOn: false, hasTray: asked !== 'no-systemd' }
  return {
    'login.show': () => view,
    'login.set'({ isOn }) {
      view = { ...view, isOn }
      return view
    },
  }
}
