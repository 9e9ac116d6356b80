import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bytesBetween,
  MOST_POINTS,
  noSpeeds,
  type SpeedPoint,
  type SpeedSeries,
  withSpeed,
} from '../../main/model/run-record.ts'

const HOUR_MS = 3_600_000

const told = fc.record({
  at: fc.integer({ min: 0, max: 90 * HOUR_MS }),
  bytes: fc.integer({ min: 1, max: 1e9 }),
  movedMs: fc.integer({ min: 0, max: 60_000 }),
})

function seriesOf(points: readonly SpeedPoint[]): SpeedSeries {
  return points.reduce(withSpeed, noSpeeds)
}

const sum = (points: readonly SpeedPoint[], of: 'bytes' | 'movedMs') =>
  points.reduce((total, point) => total + point[of], 0)

test('whatever is told in whatever order, no byte and no moment is lost, and there are never too many points', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 1500, size: 'max' }), (points) => {
      const { points: kept, stepMs } = seriesOf(points)
      expect(kept.length).toBeLessThanOrEqual(MOST_POINTS)
      expect(sum(kept, 'bytes')).toBe(sum(points, 'bytes'))
      expect(sum(kept, 'movedMs')).toBe(sum(points, 'movedMs'))
      expect(kept.every(({ at }) => at % stepMs === 0)).toBe(true)
      expect(kept.map(({ at }) => at)).toEqual(
        [...new Set(kept.map(({ at }) => at))].sort((a, b) => a - b),
      )
    }),
    { numRuns: 12 },
  )
})

test('a run of ten hours has a point a minute, one of four days fewer and wider ones', () => {
  const minutes = (count: number) =>
    Array.from({ length: count }, (_, minute) => ({
      ...{ at: minute * 60_000, bytes: 6e7, movedMs: 60_000 },
    }))
  expect(seriesOf(minutes(600))).toMatchObject({ stepMs: 60_000, points: { length: 600 } })
  const long = seriesOf(minutes(4 * 24 * 60))
  expect(long).toMatchObject({ stepMs: 16 * 60_000, points: { length: 360 } })
  expect(long.points[7]).toEqual({ at: 7 * 16 * 60_000, bytes: 96e7, movedMs: 16 * 60_000 })
  expect(bytesBetween(long, 0, 24 * HOUR_MS)).toBe(24 * 60 * 6e7)
})
