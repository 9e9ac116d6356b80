/** What is measured of a run of a schedule: how fast it was, and where its bytes came from. */
import type { SourceKind } from './instance.ts'

export interface SourceBytes {
  readonly source: SourceKind
  readonly bytes: number
}

export interface SpeedPoint {
  /** Beginning of its step. */
  readonly at: number
  readonly bytes: number
  /** In which the bytes came; a step in which nothing came has no point. */
  readonly movedMs: number
}

export interface SpeedSeries {
  readonly stepMs: number
  /** Oldest first. */
  readonly points: readonly SpeedPoint[]
}

export interface RunRecord {
  readonly speeds: SpeedSeries
  /** Those that gave something, most bytes first. */
  readonly sources: readonly SourceBytes[]
}

const STEP_MS = 60_000
export const MOST_POINTS = 600

export const noSpeeds: SpeedSeries = { stepMs: STEP_MS, points: [] }
export const noRecord: RunRecord = { speeds: noSpeeds, sources: [] }

/** Adds what came; steps get twice as long whenever there would be too many. */
export function withSpeed({ stepMs, points }: SpeedSeries, more: SpeedPoint): SpeedSeries {
  let series: SpeedSeries = { stepMs, points: withPoint(points, more, stepMs) }
  while (series.points.length > MOST_POINTS) {
    const wider = series.stepMs * 2
    series = { stepMs: wider, points: merged(series.points, wider) }
  }
  return series
}

function withPoint(
  points: readonly SpeedPoint[],
  { at, bytes, movedMs }: SpeedPoint,
  stepMs: number,
): readonly SpeedPoint[] {
  const last = points.at(-1)
  const step = Math.floor(at / stepMs) * stepMs
  if (last === undefined || step > last.at) return [...points, { at: step, bytes, movedMs }]
  // A clock that was set back tells earlier times later.
  if (step < last.at) return merged([...points, { at, bytes, movedMs }], stepMs)
  const sum = { bytes: last.bytes + bytes, movedMs: last.movedMs + movedMs }
  return [...points.slice(0, -1), { at: step, ...sum }]
}

function merged(points: readonly SpeedPoint[], stepMs: number): readonly SpeedPoint[] {
  const steps = new Map<number, SpeedPoint>()
  for (const { at, bytes, movedMs } of points) {
    const step = Math.floor(at / stepMs) * stepMs
    const before = steps.get(step) ?? { bytes: 0, movedMs: 0 }
    const sum = { bytes: before.bytes + bytes, movedMs: before.movedMs + movedMs }
    steps.set(step, { at: step, ...sum })
  }
  return [...steps.values()].sort((a, b) => a.at - b.at)
}

/** Adds what came of each source. */
export function withSources(
  sources: readonly SourceBytes[],
  more: readonly SourceBytes[],
): readonly SourceBytes[] {
  const sums = new Map<SourceKind, number>()
  for (const { source, bytes } of [...sources, ...more])
    sums.set(source, (sums.get(source) ?? 0) + bytes)
  return [...sums]
    .map(([source, bytes]) => ({ source, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
}

/** Less than a second tells little: a small file would have been faster than any line. */
const SHORTEST_MS = 1000

/** Bytes a second while they came. */
export function speedOf({ bytes, movedMs }: SpeedPoint): number {
  return (bytes / Math.max(SHORTEST_MS, movedMs)) * 1000
}

/** Bytes a second while they came; null when none did. */
export function meanSpeed({ points }: SpeedSeries): number | null {
  const bytes = points.reduce((sum, point) => sum + point.bytes, 0)
  const ms = points.reduce((sum, { movedMs }) => sum + Math.max(SHORTEST_MS, movedMs), 0)
  return points.length === 0 ? null : Math.round((bytes / ms) * 1000)
}

/** Bytes that came between two times, to the step. */
export function bytesBetween({ points }: SpeedSeries, from: number, to: number): number {
  return points
    .filter(({ at }) => at >= from && at < to)
    .reduce((sum, point) => sum + point.bytes, 0)
}
