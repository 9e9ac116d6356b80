import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BudgetMonth, withinBudget } from '../../main/model/budgeted-nights.ts'
import { type ComingFile, medianSpeed, type Night, overnight } from '../../main/model/overnight.ts'

const SECOND = 1000
const start = Date.UTC(2026, 10, 22, 22)

/** Whole seconds and speeds that a second can be counted in. */
const files = fc.array(
  fc.record({
    leftBytes: fc.integer({ min: 0, max: 60 }),
    subject: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null }),
  }),
  { maxLength: 12 },
)
const stretch = fc.record({
  seconds: fc.integer({ min: 1, max: 30 }),
  limit: fc.option(fc.integer({ min: 0, max: 8 }), { nil: null }),
})
const nights = fc
  .array(fc.array(stretch, { minLength: 1, maxLength: 3 }), { maxLength: 6 })
  .map((all) => {
    let at = start
    return all.map((night): Night => {
      at += 3600 * SECOND
      return night.map(({ seconds, limit }) => {
        const from = at
        at += seconds * SECOND
        return { from, to: at, limitBytesPerSecond: limit }
      })
    })
  })
const speed = fc.integer({ min: 1, max: 12 })

/** Second by second, each of which moves what its speed allows, of one file after another. */
function simulated(all: readonly ComingFile[], given: readonly Night[], bytesPerSecond: number) {
  const left = all.map((file) => file.leftBytes)
  const isOver = () => left.every((bytes) => bytes === 0)
  let nightsUsed = 0
  let finished: number | null = null
  let first: { files: number; bytes: number; subjects: string[] } | null = null
  for (const night of given) {
    if (!isOver()) nightsUsed += 1
    let moved = 0
    for (const { at, limit } of secondsOf(night)) {
      const came = pass(left, Math.min(bytesPerSecond, limit ?? bytesPerSecond))
      moved += came
      if (came > 0 && isOver()) finished = at
    }
    first ??= { files: wholeUpTo(left), bytes: moved, subjects: subjectsIn(all, left) }
  }
  return { nights: isOver() ? nightsUsed : null, finished, first }
}

function* secondsOf(night: Night) {
  for (const { from, to, limitBytesPerSecond: limit } of night)
    for (let at = from; at < to; at += SECOND) yield { at, limit }
}

/** Byte by byte. Returns how many came. */
function pass(left: number[], most: number): number {
  let moved = 0
  while (moved < most) {
    const file = left.findIndex((bytes) => bytes > 0)
    if (file === -1) break
    left[file] = (left[file] ?? 0) - 1
    moved += 1
  }
  return moved
}

/** A file of nothing is there when its turn comes. */
function wholeUpTo(left: readonly number[]): number {
  const first = left.findIndex((bytes) => bytes > 0)
  return first === -1 ? left.length : first
}

function subjectsIn(all: readonly ComingFile[], left: readonly number[]): string[] {
  const whole = wholeUpTo(left)
  const names = [...new Set(all.map(({ subject }) => subject))].filter((name) => name !== null)
  return names.filter((name) =>
    all.every(({ subject }, index) => subject !== name || index < whole),
  )
}

test('nights, the end and what the first night brings are those of a download second by second', () => {
  fc.assert(
    fc.property(files, nights, speed, (all, given, bytesPerSecond) => {
      const told = overnight(all, given, bytesPerSecond)
      const seen = simulated(all, given, bytesPerSecond)
      expect(told.nights).toBe(seen.nights)
      expect(told.first).toEqual(seen.first)
      // Within the second in which the last byte came.
      if (seen.finished === null) expect(told.finishedAt).toBeNull()
      else {
        expect(told.finishedAt).toBeGreaterThan(seen.finished)
        expect(told.finishedAt).toBeLessThanOrEqual(seen.finished + SECOND)
      }
    }),
    { numRuns: 500 },
  )
})

const months = fc
  .array(fc.record({ seconds: fc.integer({ min: 1, max: 9000 }), left: fc.nat(90) }), {
    maxLength: 4,
  })
  .map((all) => {
    let until = start
    return all.map(({ seconds, left: leftBytes }) => {
      until += seconds * SECOND
      return { until, leftBytes }
    })
  })

/** What may come in each second of all nights, told second by second. */
function rooms(given: readonly Night[], all: readonly BudgetMonth[], bytesPerSecond: number) {
  const left = all.map(({ leftBytes }) => leftBytes)
  const seconds = given.flatMap((night) => [...secondsOf(night)])
  return seconds.flatMap(({ at, limit }) => {
    const month = all.findIndex(({ until }) => until > at)
    if (month === -1) return []
    const bytes = Math.min(bytesPerSecond, limit ?? bytesPerSecond, left[month] ?? 0)
    left[month] = (left[month] ?? 0) - bytes
    return bytes === 0 ? [] : [{ at, bytes }]
  })
}

test('no more comes than the months of a budget have left, and no less', () => {
  fc.assert(
    fc.property(nights, months, speed, (given, all, bytesPerSecond) => {
      const told = [...withinBudget(given, all, bytesPerSecond)].flat()
      const pieces = told.filter((it) => it.limitBytesPerSecond !== 0)
      const seen = rooms(given, all, bytesPerSecond)
      const sum = pieces.reduce(
        (bytes, { from, to, limitBytesPerSecond: limit }) =>
          bytes + ((to - from) / SECOND) * Math.min(bytesPerSecond, limit ?? bytesPerSecond),
        0,
      )
      // After the last month nothing is told, also of the night in which it ends.
      const last = told.at(-1)?.to ?? start
      const within = seen.filter(({ at }) => at < last)
      expect(sum).toBeCloseTo(
        within.reduce((bytes, it) => bytes + it.bytes, 0),
        3,
      )
      for (const { at } of within)
        expect(pieces.some(({ from, to }) => from <= at && at < to)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('without a measured speed nothing is told but what there is to fetch', () => {
  const night: Night = [{ from: start, to: start + 8 * 3600 * SECOND, limitBytesPerSecond: null }]
  const told = overnight([{ leftBytes: 5e9, subject: 'a' }], [night], medianSpeed([]))
  expect(told).toEqual({
    files: 1,
    bytes: 5e9,
    subjects: 1,
    bytesPerSecond: null,
    nights: null,
    finishedAt: null,
    first: null,
  })
})

test('1.2 TB in windows of three hours at 46 MB/s are three nights, the first of them subjects 1 to 8', () => {
  const hour = 3600 * SECOND
  const night = (index: number): Night => {
    const from = start + index * 24 * hour
    return [{ from, to: from + 3 * hour, limitBytesPerSecond: null }]
  }
  const names = Array.from({ length: 20 }, (_, index) => `sub-${index + 1}`)
  const all = names.map((subject) => ({ leftBytes: 60e9, subject }))
  const told = overnight(all, [0, 1, 2, 3].map(night), 46e6)
  expect(told).toMatchObject({ bytes: 1.2e12, nights: 3 })
  expect(told.first).toEqual({ files: 8, bytes: 46e6 * 3 * 3600, subjects: names.slice(0, 8) })
})

test('the median is what half of the time was slower, and one fast moment does not move it', () => {
  const speeds = [10, 46, 46, 46, 900].map((rate) => ({ bytes: rate * 1e7, ms: 10_000 }))
  expect(medianSpeed(speeds)).toBe(46e6)
  expect(
    medianSpeed([
      { bytes: 1e7, ms: 1000 },
      { bytes: 3e7, ms: 1000 },
    ]),
  ).toBe(2e7)
  expect(medianSpeed([{ bytes: 0, ms: 10_000 }])).toBeNull()
})

test('without an end of the window all comes in one go, and a line that may not move never ends', () => {
  const endless: Night = [{ from: start, to: Number.POSITIVE_INFINITY, limitBytesPerSecond: null }]
  const told = overnight([{ leftBytes: 46e6 * 3600, subject: null }], [endless], 46e6)
  expect(told).toMatchObject({ nights: 1, finishedAt: start + 3600 * SECOND })
  const still = endless.map((it) => ({ ...it, limitBytesPerSecond: 0 }))
  expect(overnight([{ leftBytes: 1, subject: null }], [still], 46e6)).toMatchObject({
    nights: null,
    finishedAt: null,
    first: { files: 0, bytes: 0, subjects: [] },
  })
})
