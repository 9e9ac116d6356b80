import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../main/queue/meter.ts'

const beatMs = 250

describe('a speed', () => {
  it('is never negative or endless, and an estimate runs from low to high', () => {
    const beat = fc.record({
      bytes: fc.array(fc.nat(200_000_000), { maxLength: 3 }),
      ms: fc.integer({ min: -50, max: 5_000 }),
      left: fc.nat(2 ** 40),
      isSettled: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(beat, { maxLength: 80 }), (beats) => {
        const meter = createMeter(0)
        let now = 0
        for (const { bytes, ms, left, isSettled } of beats) {
          for (const it of bytes) meter.add(1, 'job', it)
          if (isSettled) meter.settle(1)
          now += ms
          meter.tick(now)
          expect(meter.ahead(1)).toBeGreaterThanOrEqual(0)
          for (const scope of [null, 'job', 1]) expectHonest(meter.pace(scope, left))
        }
      }),
    )
  })

  it('comes to the true one, and the estimate to the true time', () => {
    const rate = fc.integer({ min: 1_000, max: 1_000_000_000 })
    fc.assert(
      fc.property(rate, fc.nat(1_000_000_000), rate, (before, left, truth) => {
        const meter = createMeter(0)
        run(meter, { rate: before, fromMs: 0, seconds: 10 })
        run(meter, { rate: truth, fromMs: 10_000, seconds: 300 })
        const { bytesPerSecond, etaSeconds } = meter.pace(null, left)
        expect(Math.abs(bytesPerSecond - truth)).toBeLessThanOrEqual(truth * 0.02 + 1)
        const [low, high] = etaSeconds ?? [0, 0]
        const seconds = left / truth
        expect(low).toBeLessThanOrEqual(seconds * 1.02 + 0.01)
        expect(high).toBeGreaterThanOrEqual(seconds * 0.98 - 0.01)
      }),
    )
  })

  it('is right from the first second on, not after a slow climb', () => {
    const meter = createMeter(0)
    run(meter, { rate: 10_000_000, fromMs: 0, seconds: 1 })
    const { bytesPerSecond, etaSeconds } = meter.pace('job', 100_000_000)
    expect(bytesPerSecond).toBeCloseTo(10_000_000, -5)
    expect(etaSeconds?.[0]).toBeCloseTo(10, 0)
    expect(etaSeconds?.[1]).toBeCloseTo(10, 0)
  })

  it('takes its time within a range when the line has two speeds', () => {
    const meter = createMeter(0)
    for (let second = 0; second < 120; second++) {
      const rate = second % 20 < 10 ? 4_000_000 : 12_000_000
      run(meter, { rate, fromMs: second * 1000, seconds: 1 })
    }
    const [low, high] = meter.pace(null, 80_000_000).etaSeconds ?? [0, 0]
    expect(low).toBeLessThan(80 / 8)
    expect(high).toBeGreaterThanOrEqual(80 / 8 - 1)
    expect(high).toBeLessThan(80 / 4)
  })

  it('is nothing, and no time is promised, once nothing arrives', () => {
    const meter = createMeter(0)
    run(meter, { rate: 5_000_000, fromMs: 0, seconds: 10 })
    run(meter, { rate: 0, fromMs: 10_000, seconds: 120 })
    expect(meter.pace(null, 1_000_000)).toEqual({ bytesPerSecond: 0, etaSeconds: null })
  })

  it('leaves out what came before: a resumed file has no speed of its own', () => {
    const meter = createMeter(0)
    meter.settle(1)
    meter.tick(beatMs)
    expect(meter.pace(1, 1_000_000)).toEqual({ bytesPerSecond: 0, etaSeconds: null })
  })

  it('counts bytes as ahead of the journal until the journal tells them', () => {
    const meter = createMeter(0)
    meter.add(1, 'job', 100)
    meter.add(1, 'job', 50)
    expect(meter.ahead(1)).toBe(150)
    meter.settle(1)
    expect(meter.ahead(1)).toBe(0)
    meter.add(1, 'job', 7)
    meter.forget(1)
    expect(meter.ahead(1)).toBe(0)
    meter.tick(beatMs)
    expect(meter.pace(1, 0).bytesPerSecond).toBe(0)
    expect(meter.pace('job', 0).bytesPerSecond).toBeGreaterThan(0)
  })
})

function run(
  meter: ReturnType<typeof createMeter>,
  { rate, fromMs, seconds }: { rate: number; fromMs: number; seconds: number },
): void {
  for (let ms = beatMs; ms <= seconds * 1000; ms += beatMs) {
    if (rate > 0) meter.add(1, 'job', (rate * beatMs) / 1000)
    meter.tick(fromMs + ms)
  }
}

function expectHonest(pace: ReturnType<ReturnType<typeof createMeter>['pace']>): void {
  expect(pace.bytesPerSecond).toBeGreaterThanOrEqual(0)
  expect(Number.isFinite(pace.bytesPerSecond)).toBe(true)
  if (pace.etaSeconds === null) return
  const [low, high] = pace.etaSeconds
  expect(low).toBeGreaterThanOrEqual(0)
  expect(high).toBeGreaterThanOrEqual(low)
  expect(Number.isFinite(high)).toBe(true)
}
