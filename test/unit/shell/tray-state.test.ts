import { expect, it } from 'vitest'
import { powerCommand } from '../../../main/machine/power-off.ts'
import type { JobView } from '../../../main/model/job.ts'
import type { ScheduleState, ScheduleView } from '../../../main/model/schedule.ts'
import { defaultSettings } from '../../../main/model/settings.ts'
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
  expect(tray([moving, held], [runs])).toEqual({
    lines: ['1 transfer · 46.2 MB/s', 'Next: today, 22:00'],
    canPause: true,
    canResume: true,
    isSlow: false,
    countdown: null,
  })
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
  const tomorrow = new Date(2026, 10, 23, 1, 5).getTime()
  expect(tray([], [view({ kind: 'next', at: tomorrow }, tomorrow)]).lines[1]).toBe(
    'Next: Mon 23 Nov, 01:05',
  )
})

it('what can be called off comes first', () => {
  const state = { jobs: [], pace: { bytesPerSecond: 0, etaSeconds: null } }
  const settings = defaultSettings('/data')
  const countdown = { act: 'sleep', at: now + 60_000 } as const
  const shown = trayState({ state: { ...state, settings }, views: [], countdown, now })
  expect(shown).toMatchObject({ lines: ['All is done: sleeps in a minute'], countdown: 'sleep' })
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
