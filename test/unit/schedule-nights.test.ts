import { expect, test } from 'vitest'
import { nightOf, openingsFrom } from '../../main/schedule/nights.ts'
import type { Timing } from '../../main/schedule/windows.ts'

const berlin: Timing = {
  when: { kind: 'daily', atMinute: 23 * 60 },
  window: { startMinute: 22 * 60, endMinute: 6 * 60 },
  timeZone: 'Europe/Berlin',
}

function told(timing: Timing, now: string, isUnderWay: boolean, count = 3) {
  const text = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(5, 16))
  const all = [...openingsFrom(timing, Date.parse(now), isUnderWay)].slice(0, count)
  return all.map(({ from, to }) => `${text(from)} ${text(to)}`)
}

test('the first night begins with the run, those after it when the window opens', () => {
  expect(told(berlin, '2026-11-22T12:00Z', false)).toEqual([
    '11-22T22:00 11-23T05:00',
    '11-23T21:00 11-24T05:00',
    '11-24T21:00 11-25T05:00',
  ])
})

test('a run that is under way goes on now, or when the window opens, and not at its next start', () => {
  expect(told(berlin, '2026-11-22T23:30Z', true, 2)).toEqual([
    '11-22T23:30 11-23T05:00',
    '11-23T21:00 11-24T05:00',
  ])
  expect(told(berlin, '2026-11-22T12:00Z', true, 1)).toEqual(['11-22T21:00 11-23T05:00'])
})

test('the night in which clocks are put back is an hour longer, that in which they are put on shorter', () => {
  const hours = (now: string) => {
    const [night] = openingsFrom(berlin, Date.parse(now), true)
    return ((night?.to ?? 0) - (night?.from ?? 0)) / 3_600_000
  }
  expect([hours('2026-10-24T12:00Z'), hours('2026-03-28T12:00Z')]).toEqual([9, 7])
})

test('on chosen weekdays there is no night on the others', () => {
  const weekend: Timing = { ...berlin, when: { kind: 'weekly', days: [6], atMinute: 22 * 60 } }
  expect(told(weekend, '2026-11-22T12:00Z', false, 2)).toEqual([
    '11-28T21:00 11-29T05:00',
    '12-05T21:00 12-06T05:00',
  ])
})

test('without a window there is one stretch without an end', () => {
  expect(told({ ...berlin, window: null }, '2026-11-22T12:00Z', false)).toEqual([
    '11-22T22:00 null',
  ])
})

test('a night is cut where the speed limit changes, and what has no end keeps its last limit', () => {
  const at = (hour: number) => Date.UTC(2026, 10, 22, hour)
  const limitAt = (time: number) =>
    time < at(24) ? { bytesPerSecond: 5, until: at(24) } : { bytesPerSecond: null, until: null }
  expect(nightOf({ from: at(22), to: at(30) }, limitAt)).toEqual([
    { from: at(22), to: at(24), limitBytesPerSecond: 5 },
    { from: at(24), to: at(30), limitBytesPerSecond: null },
  ])
  expect(nightOf({ from: at(25), to: null }, limitAt)).toEqual([
    { from: at(25), to: Number.POSITIVE_INFINITY, limitBytesPerSecond: null },
  ])
})
