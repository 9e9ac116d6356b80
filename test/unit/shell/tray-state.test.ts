import { expect, it } from 'vitest'
import { powerCommand } from '../../../main/machine/power-off.ts'
import type { JobView } from '../../../main/model/job.ts'
import type { ScheduleState, ScheduleView } from '../../../main/model/schedule.ts'
import { defaultSettings } from '../../../main/model/settings.ts'
import { trayMenu } from '../../../main/shell/tray-menu.ts'
import { failuresOf, progressOf, trayState } from '../../../main/shell/tray-state.ts'
import { sampleJob } from '../../support/sample-data.ts'

const now = new Date(2026, 10, 22, 12).getTime()
const tonight = new Date(2026, 10, 22, 22).getTime()
const moving = sampleJob({ id: 'a', phase: 'moving', intent: 'run', endedAt: null })
const held: JobView = { ...moving, id: 'b', intent: 'hold', holdReason: 'person' }

function view(state: ScheduleState, start: number | null = null): ScheduleView {
  const next = start === null ? [] : [{ start, latestEnd: null }]
  return { state, next } as unknown as ScheduleView
}

function tray(jobs: readonly JobView[], views: readonly ScheduleView[] = [], isSlow = false) {
  const pace = { bytesPerSecond: 46.2e6, etaSeconds: null }
  const state = { jobs, pace, settings: { ...defaultSettings('/data'), isSlow } }
  return trayState({ state, views, countdown: null, now })
}

it('tells what runs and its speed, and the next run', () => {
  const runs = view({ kind: 'next', at: tonight }, tonight)
  const half = { ...moving, title: 'Sleep spindles', totalBytes: 400, receivedBytes: 203 }
  expect(tray([half, held], [runs])).toEqual({
    lines: ['Sleep spindles', '50 % · 46.2 MB/s', 'Next run: today, 22:00'],
    failures: 0,
    canPause: true,
    canResume: true,
    isSlow: false,
    slowBytesPerSecond: 1e6,
    countdown: null,
  })
  expect(tray([half, half]).lines).toEqual(['2 transfers', '50 % · 46.2 MB/s'])
  const listing = { ...half, title: 'Sleep', totalBytes: 0, receivedBytes: 0 }
  expect(tray([listing]).lines).toEqual(['Sleep', '46.2 MB/s'])
})

it('a tip fits into what Windows shows, whatever the title', () => {
  const runs = view({ kind: 'next', at: tonight }, tonight + 40 * 3_600_000)
  const long = { ...moving, title: 'Oscillations '.repeat(20), totalBytes: 4, receivedBytes: 3 }
  const { lines } = tray([long], [runs])
  expect(lines[0]).toMatch(/^Oscillations Osc.*…$/)
  expect(['Dandelion', ...lines].join('\n').length).toBeLessThanOrEqual(127)
})

it('tells why nothing runs, and what nobody switched on is not next', () => {
  const waits = view({ kind: 'waiting', reason: 'mains', until: null })
  const off = view({ kind: 'off' }, tonight)
  expect(tray([], [off, waits], true)).toMatchObject({
    lines: ['Waits for mains power'],
    canPause: false,
    isSlow: true,
  })
  expect(tray([]).lines).toEqual(['Nothing to fetch'])
  expect(tray([held]).lines).toEqual(['1 transfer paused'])
  expect(tray([held, held]).lines).toEqual(['2 transfers paused'])
  const tomorrow = new Date(2026, 10, 23, 1, 5).getTime()
  expect(tray([], [view({ kind: 'next', at: tomorrow }, tomorrow)]).lines[1]).toBe(
    'Next run: Mon 23 Nov, 01:05',
  )
})

it('what can be called off comes first', () => {
  const state = { jobs: [], pace: { bytesPerSecond: 0, etaSeconds: null } }
  const settings = defaultSettings('/data')
  const countdown = { act: 'sleep', at: now + 60_000 } as const
  const shown = trayState({ state: { ...state, settings }, views: [], countdown, now })
  expect(shown).toMatchObject({ lines: ['All is done: sleeps in a minute'], countdown: 'sleep' })
})

it('the menu offers what can be done, and does what is clicked', () => {
  const done: string[] = []
  const act = (name: string) => () => void done.push(name)
  const actions = {
    ...{ onOpen: act('open'), onFailures: act('failures'), onQuit: act('quit') },
    ...{ onPause: act('pause'), onResume: act('resume'), onCallOff: act('call off') },
    onSlow: (isSlow: boolean) => void done.push(`slow ${isSlow}`),
  }
  const box = (isOn = false) => (isOn ? '☑ ' : '☐ ')
  const said = (state: Parameters<typeof trayMenu>[0]) =>
    trayMenu(state, actions).map(({ type, label = '', enabled, checked }) => {
      const sign = type === 'checkbox' ? box(checked) : ''
      return type === 'separator' ? '—' : `${sign}${label}${enabled === false ? ' (off)' : ''}`
    })
  const failed = { ...held, counts: { ...held.counts, failed: 2 } }
  expect(said(tray([failed], [], true))).toEqual([
    ...['1 transfer paused (off)', '1 transfer has failures', '—', 'Open Dandelion', '—'],
    ...['Pause All (off)', 'Resume All', '☑ Slow Mode (1.0 MB/s)', '—', 'Quit Dandelion'],
  ])
  const leaving = { ...tray([]), countdown: 'shutdown' as const }
  expect(said(leaving)).toEqual([
    ...['Nothing to fetch (off)', 'Do Not Shut Down', '—', 'Open Dandelion', '—'],
    ...['Pause All (off)', 'Resume All (off)', '☐ Slow Mode (1.0 MB/s)', '—', 'Quit Dandelion'],
  ])
  for (const { click } of trayMenu({ ...leaving, failures: 1 }, actions)) (click as () => void)?.()
  const all = ['call off', 'failures', 'open', 'pause', 'resume', 'slow true', 'quit']
  expect(done).toEqual(all)
})

it('the task bar’s progress is of what moves; failures are counted by job', () => {
  const bytes = (part: Partial<JobView>) => ({ ...moving, ...part })
  const jobs = [
    bytes({ totalBytes: 300, receivedBytes: 100 }),
    bytes({ totalBytes: 100, receivedBytes: 50 }),
    bytes({ ...held, totalBytes: 900, receivedBytes: 0 }),
  ]
  expect(progressOf(jobs)).toBe(150 / 400)
  expect(progressOf([held])).toBeNull()
  const failed = { ...moving, counts: { ...moving.counts, failed: 3 } }
  expect(failuresOf([moving, failed, failed])).toBe(2)
})

it.each([
  ['linux', 'sleep', 'systemctl suspend'],
  ['linux', 'shutdown', 'systemctl poweroff'],
  ['darwin', 'sleep', 'pmset sleepnow'],
  ['win32', 'shutdown', 'shutdown.exe /s /t 0'],
] as const)('on %s to %s is %s', (platform, act, command) => {
  expect(powerCommand(platform, act).join(' ')).toBe(command)
})
