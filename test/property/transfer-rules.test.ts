import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode, type Remedy } from '../../main/model/failure.ts'
import { type SourceKind, sourceKinds } from '../../main/model/instance.ts'
import { backoffMs } from '../../main/transfer/backoff.ts'
import { type ConnectionLimits, createConnections } from '../../main/transfer/connections.ts'
import { createRoute } from '../../main/transfer/route.ts'

describe('the pause before another try', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  const asked = fc.option(fc.nat(3_600_000), { nil: null })

  it('lies between half and all of a doubled half second, a minute at most, what is asked at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), asked, share, (attempt, floor, at) => {
        const pause = backoffMs(attempt, floor, () => at)
        const full = Math.min(60_000, 500 * 2 ** (attempt - 1))
        expect(pause).toBeGreaterThanOrEqual(Math.max(floor ?? 0, Math.floor(full / 2)))
        expect(pause).toBeLessThanOrEqual(Math.max(floor ?? 0, full))
        expect(Number.isInteger(pause)).toBe(true)
      }),
    )
  })

  it('never gets shorter with more tries', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), share, (attempt, at) => {
        const pause = (of: number) => backoffMs(of, null, () => at)
        expect(pause(attempt + 1)).toBeGreaterThanOrEqual(pause(attempt))
      }),
    )
  })
})

interface Asked {
  readonly origin: string
  readonly abort: AbortController
  state: 'waiting' | 'held' | 'given-back' | 'aborted'
  release: () => void
}

type Step =
  | { readonly kind: 'acquire'; readonly origin: string }
  | { readonly kind: 'try'; readonly origin: string }
  | { readonly kind: 'release' | 'abort'; readonly which: number }
  | { readonly kind: 'limits'; readonly limits: ConnectionLimits }

const origin = fc.constantFrom('http://a', 'http://b', 'http://c')
const limits = fc.record({
  perHost: fc.integer({ min: 1, max: 4 }),
  total: fc.integer({ min: 1, max: 6 }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  origin.map((it) => ({ kind: 'acquire', origin: it }) as const),
  origin.map((it) => ({ kind: 'acquire', origin: it }) as const),
  origin.map((it) => ({ kind: 'try', origin: it }) as const),
  fc.nat(30).map((which) => ({ kind: 'release', which }) as const),
  fc.nat(30).map((which) => ({ kind: 'release', which }) as const),
  fc.nat(30).map((which) => ({ kind: 'abort', which }) as const),
  limits.map((it) => ({ kind: 'limits', limits: it }) as const),
)

function ask(pool: ReturnType<typeof createConnections>, from: string): Asked {
  const abort = new AbortController()
  const asked: Asked = { origin: from, abort, state: 'waiting', release: () => {} }
  pool.acquire(from, abort.signal).then(
    (release) => {
      asked.state = 'held'
      asked.release = release
    },
    () => {
      asked.state = 'aborted'
    },
  )
  return asked
}

describe('connections', () => {
  it('are never more than a limit allowed, and no one waits while there is room', async () => {
    await fc.assert(
      fc.asyncProperty(limits, fc.array(step, { maxLength: 60 }), async (first, steps) => {
        const pool = createConnections(first)
        const all: Asked[] = []
        let allowed = first
        for (const it of steps) {
          const before = held(all).length
          if (it.kind === 'limits') allowed = it.limits
          perform(it, all, pool)
          await settled()
          const now = held(all)
          expect(pool.inUse).toBe(now.length)
          // Those in use are not cut when a limit falls, but none is added above it.
          expect(now.length).toBeLessThanOrEqual(Math.max(allowed.total, before))
          expectNoIdleRoom(all, allowed)
        }
        for (const it of all) it.abort.abort()
        for (const it of held(all)) it.release()
        await settled()
        expect(pool.inUse).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('go first come, first served', async () => {
    const pool = createConnections({ perHost: 1, total: 1 })
    const all = ['http://a', 'http://a', 'http://b', 'http://a'].map((it) => ask(pool, it))
    const order: number[] = []
    for (const _ of all) {
      await settled()
      const at = all.findIndex((it) => it.state === 'held')
      order.push(at)
      const served = all[at]
      if (!served) break
      served.state = 'given-back'
      served.release()
    }
    expect(order).toEqual([0, 1, 2, 3])
  })

  it('are given back once, however often that is said', () => {
    const pool = createConnections({ perHost: 2, total: 2 })
    const release = pool.tryAcquire('http://a')
    pool.tryAcquire('http://a')
    release?.()
    release?.()
    expect(pool.inUse).toBe(1)
  })
})

const held = (all: readonly Asked[]) => all.filter((it) => it.state === 'held')
const settled = () => new Promise((resolve) => setImmediate(resolve))

function perform(it: Step, all: Asked[], pool: ReturnType<typeof createConnections>): void {
  switch (it.kind) {
    case 'acquire':
      all.push(ask(pool, it.origin))
      return
    case 'try': {
      const release = pool.tryAcquire(it.origin)
      const abort = new AbortController()
      if (release) all.push({ origin: it.origin, abort, state: 'held', release })
      return
    }
    case 'release': {
      const one = all[it.which % Math.max(1, all.length)]
      if (one?.state !== 'held') return
      one.state = 'given-back'
      one.release()
      return
    }
    case 'abort':
      all[it.which % Math.max(1, all.length)]?.abort.abort()
      return
    case 'limits':
      pool.setLimits(it.limits)
      return
    default:
      it satisfies never
  }
}

function expectNoIdleRoom(all: readonly Asked[], allowed: ConnectionLimits): void {
  const used = held(all)
  for (const waiting of all.filter((it) => it.state === 'waiting')) {
    const ofHost = used.filter((it) => it.origin === waiting.origin).length
    expect(used.length >= allowed.total || ofHost >= allowed.perHost).toBe(true)
  }
}

interface Place {
  readonly source: SourceKind
  readonly number: number
}

const passing: readonly FailureCode[] = ['net.cut', 'net.timeout', 'http.status', 'http.throttled']
const leaving: readonly FailureCode[] = [
  'remote.gone',
  'remote.changed',
  'remote.not-found',
  'range.ignored',
  'auth.denied',
  'auth.required',
  'source.unavailable',
  'net.certificate',
  'net.proxy',
]

function failed(code: FailureCode, remedy: Remedy = 'retry-later'): Failure {
  return new Failure(code, remedy, {})
}

function routeOver(sources: readonly SourceKind[] = sourceKinds) {
  let number = 0
  const pauses: number[] = []
  const route = createRoute<Place>(
    (avoid) => {
      const source = sources.find((it) => !avoid.has(it))
      number += 1
      return Promise.resolve(source ? { source, number } : null)
    },
    {
      random: () => 0,
      sleep: (ms) => {
        pauses.push(ms)
        return Promise.resolve()
      },
      signal: new AbortController().signal,
    },
  )
  return { route, pauses, asked: () => number }
}

describe('a route', () => {
  it('ends for every run of failures without a byte between them, with the last of them', async () => {
    const failure = fc.oneof(
      fc.constantFrom(...passing).map((code) => failed(code)),
      fc.constantFrom(...leaving).map((code) => failed(code)),
      fc.constant(failed('auth.expired', 'retry-now')),
      fc.constant(failed('remote.invalid', 'give-up')),
    )
    const sources = fc.shuffledSubarray([...sourceKinds], { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(sources, fc.infiniteStream(failure), async (kinds, failures) => {
        const { route } = routeOver(kinds)
        let last: Failure | null = null
        const used: SourceKind[] = []
        const end = await (async () => {
          for (let tries = 0; tries < 200; tries++) {
            const place = await route.current()
            if (used.at(-1) !== place.source) used.push(place.source)
            last = failures.next().value
            if (last) await route.failed(place, last)
          }
          return null
        })().catch((error: unknown) => error)
        expect(end).toBe(last)
        // Each source is asked, in the order of preference, and none is come back to.
        expect(used).toEqual(kinds)
      }),
    )
  })

  it('stays where bytes arrive, whatever fails between them', async () => {
    const { route, pauses } = routeOver()
    for (let round = 0; round < 50; round++) {
      await route.failed(await route.current(), failed('net.cut'))
      route.progressed()
    }
    expect((await route.current()).source).toBe('s3')
    expect(pauses).toHaveLength(50)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(500)
  })

  it.each(leaving)('leaves a source at the first %s', async (code) => {
    const { route, pauses } = routeOver()
    await route.failed(await route.current(), failed(code))
    expect((await route.current()).source).toBe('api')
    expect(pauses).toEqual([])
  })

  it.each(passing)('tries a source four times for %s', async (code) => {
    const { route, pauses } = routeOver()
    for (let round = 0; round < 4; round++) {
      expect((await route.current()).source).toBe('s3')
      await route.failed(await route.current(), failed(code))
    }
    expect((await route.current()).source).toBe('api')
    expect(pauses).toHaveLength(3)
  })

  it('asks for a fresh address when one has expired, without a pause', async () => {
    const { route, pauses } = routeOver()
    const first = await route.current()
    await route.failed(first, failed('auth.expired', 'retry-now'))
    const second = await route.current()
    expect(second.source).toBe(first.source)
    expect(second.number).toBeGreaterThan(first.number)
    expect(pauses).toEqual([])
  })

  it.each(['disk.full', 'disk.denied', 'disk.io', 'bug'] as const)(
    'has no other place for %s',
    async (code) => {
      const { route } = routeOver()
      const place = await route.current()
      await expect(route.failed(place, failed(code))).rejects.toMatchObject({ code })
    },
  )

  it('counts parts that fail at the same moment as one try', async () => {
    const { route, pauses } = routeOver()
    const place = await route.current()
    await Promise.all(Array.from({ length: 8 }, () => route.failed(place, failed('net.cut'))))
    expect(pauses).toHaveLength(1)
    expect((await route.current()).source).toBe('s3')
  })

  it('forgets failures of a place that was left already', async () => {
    const { route } = routeOver()
    const place = await route.current()
    await route.failed(place, failed('remote.gone'))
    expect((await route.current()).source).toBe('api')
    await route.failed(place, failed('remote.gone'))
    expect((await route.current()).source).toBe('api')
  })

  it('waits as long as a server asks', async () => {
    const { route, pauses } = routeOver()
    const failure = new Failure('http.throttled', 'retry-later', { retryAfterMs: 7_000 })
    await route.failed(await route.current(), failure)
    expect(pauses).toEqual([7_000])
  })

  it('gives every source a second chance after wrong bytes, and only one', async () => {
    const { route } = routeOver()
    const used: SourceKind[] = []
    const wrong = failed('digest.mismatch', 'ask-user')
    const end = await (async () => {
      for (;;) {
        const place = await route.current()
        used.push(place.source)
        route.leave(place, wrong)
      }
    })().catch((error: unknown) => error)
    expect(used).toEqual([...sourceKinds, ...sourceKinds])
    expect(end).toBe(wrong)
  })
})
