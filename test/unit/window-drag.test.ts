import { expect, test } from 'vitest'
import type { Recurrence } from '../../main/model/schedule.ts'
import { dragged, type WindowGrip } from '../../main/model/window-drag.ts'

const at = (text: string) => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

function drag(times: string, grip: WindowGrip, by: number, starts = times.slice(0, 5)): string {
  const [start = '', end = ''] = times.split('–')
  const when: Recurrence = { kind: 'daily', atMinute: at(starts) }
  const next = dragged({ when, window: { startMinute: at(start), endMinute: at(end) } }, grip, by)
  const { startMinute = 0, endMinute = 0 } = next.window ?? {}
  const run = next.when.kind === 'daily' ? next.when.atMinute : 0
  return `${clock(startMinute)}–${clock(endMinute)} run ${clock(run)}`
}

test.each([
  ['22:00–06:00', 'whole', 15, '22:15–06:15 run 22:15'],
  ['22:00–06:00', 'whole', 150, '00:30–08:30 run 00:30'],
  ['01:00–05:00', 'whole', -90, '23:30–03:30 run 23:30'],
  ['22:10–06:05', 'whole', 1, '22:15–06:10 run 22:15'],
  ['22:00–06:00', 'end', 60, '22:00–07:00 run 22:00'],
  ['22:00–06:00', 'end', -500, '22:00–22:15 run 22:00'],
  ['22:00–06:00', 'end', 2000, '22:00–21:45 run 22:00'],
  ['22:00–06:00', 'start', -120, '20:00–06:00 run 20:00'],
  ['22:00–06:00', 'start', 2000, '05:45–06:00 run 05:45'],
  ['22:00–06:00', 'start', -900, '07:00–06:00 run 07:00'],
  ['22:00–06:00', 'start', -2000, '06:15–06:00 run 06:15'],
] as const)('a window %s whose %s is dragged by %i minutes is %s', (times, grip, by, expected) => {
  expect(drag(times, grip, by)).toBe(expected)
})

test('a run within the window moves with it, and stays where it is while it is still within', () => {
  expect(drag('22:00–06:00', 'whole', 60, '23:00')).toBe('23:00–07:00 run 00:00')
  expect(drag('22:00–06:00', 'start', 30, '23:00')).toBe('22:30–06:00 run 23:00')
  expect(drag('22:00–06:00', 'start', 120, '23:00')).toBe('00:00–06:00 run 00:00')
  expect(drag('22:00–06:00', 'end', -240, '05:00')).toBe('22:00–02:00 run 22:00')
})

test('cron text and a day without a window stay as they are', () => {
  const cron = { kind: 'cron', text: '0 3 * * *' } as const
  const window = { startMinute: 60, endMinute: 300 }
  expect(dragged({ when: cron, window }, 'whole', 60).when).toBe(cron)
  const free = { when: cron, window: null }
  expect(dragged(free, 'whole', 60)).toBe(free)
})
