import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPublisher } from '../../main/engine/publisher.ts'
import {
  apply,
  type EngineEvent,
  type EngineState,
  type EventBody,
} from '../../main/model/events.ts'
import type { JobView } from '../../main/model/job.ts'
import { defaultSettings } from '../../main/model/settings.ts'
import { noLimit } from '../../main/model/timetable.ts'
import { sampleJob } from '../support/sample-data.ts'

const pace = { bytesPerSecond: 0, etaSeconds: null }
const empty: EngineState = {
  seq: 0,
  jobs: [],
  settings: defaultSettings('/data'),
  pace,
  jobPaces: {},
  freeBytes: null,
  limit: noLimit,
  budget: { usedBytes: 0, from: 0, until: 0, isUsedUp: false },
  cartItems: 0,
  catalogues: {},
}
const inOrder = (a: JobView, b: JobView) => b.priority - a.priority || a.position - b.position

const id = fc.constantFrom('a', 'b', 'c', 'd')
const job = fc
  .record({ id, priority: fc.nat(2), receivedBytes: fc.nat(100) })
  .map((change) => sampleJob({ ...change, position: change.id.charCodeAt(0) }))
type Step =
  | { readonly kind: 'change'; readonly job: JobView }
  | { readonly kind: 'remove'; readonly id: string }
const step: fc.Arbitrary<Step> = fc.oneof(
  job.map((it) => ({ kind: 'change', job: it }) as const),
  job.map((it) => ({ kind: 'change', job: it }) as const),
  id.map((it) => ({ kind: 'remove', id: it }) as const),
)

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('events folded over a snapshot', () => {
  it('give the engine’s own state, wherever between them the snapshot was taken', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(30), async (steps, at) => {
        const jobs = new Map<string, JobView>()
        const publisher = createPublisher(
          (jobId) => jobs.get(jobId) ?? null,
          () => {},
        )
        const state = (): EngineState => ({
          ...empty,
          seq: publisher.seq,
          jobs: [...jobs.values()].sort(inOrder),
        })
        const seen: EngineEvent[] = []
        publisher.subscribe((batch) => seen.push(...batch))
        let snapshot = state()
        for (const [index, it] of steps.entries()) {
          if (index === at) snapshot = state()
          if (it.kind === 'change') {
            jobs.set(it.job.id, it.job)
            publisher.publish({ kind: 'job.changed', job: it.job })
          } else {
            jobs.delete(it.id)
            publisher.publish({ kind: 'job.removed', jobId: it.id })
          }
          if (index % 3 === 0) await turn()
        }
        await turn()
        expect(seen.map((it) => it.seq)).toEqual(steps.map((_, index) => index + 1))
        expect(seen.reduce(apply, snapshot)).toEqual(state())
        // Told twice, they change nothing.
        expect([...seen, ...seen].reduce(apply, snapshot)).toEqual(state())
        publisher.close()
      }),
    )
  })

  const at = (seq: number, body: EventBody): EngineEvent => ({ seq, ...body })

  it('put progress into the jobs that it names, and nothing into others', () => {
    const jobs = [
      sampleJob({ id: 'a', receivedBytes: 1 }),
      sampleJob({ id: 'b', receivedBytes: 2 }),
    ]
    const moving = { bytesPerSecond: 9, etaSeconds: [1, 2] } as const
    const after = apply(
      { ...empty, jobs },
      at(1, {
        kind: 'progress',
        pace: moving,
        jobPaces: { a: moving },
        jobBytes: { a: 50 },
        moving: [],
      }),
    )
    expect(after.jobs.map((it) => it.receivedBytes)).toEqual([50, 2])
    expect(after).toMatchObject({ seq: 1, pace: moving, jobPaces: { a: moving } })
  })

  it('carry settings and free space, and let hints pass by', () => {
    const settings = { ...defaultSettings('/other'), filesAtOnce: 9 }
    const events = [
      at(1, { kind: 'settings.changed', settings }),
      at(2, { kind: 'disk.changed', freeBytes: 7 }),
      at(3, { kind: 'transfers.changed', jobId: 'a' }),
      at(4, { kind: 'listing.changed', snapshotId: 1, entries: 5, ended: true }),
    ]
    expect(events.reduce(apply, empty)).toEqual({ ...empty, seq: 4, settings, freeBytes: 7 })
  })
})

describe('touching a job', () => {
  it('tells its newest state once, however often it is touched', async () => {
    const jobs = new Map([['a', sampleJob({ id: 'a', receivedBytes: 0 })]])
    const publisher = createPublisher(
      (jobId) => jobs.get(jobId) ?? null,
      () => {},
    )
    const told = new Promise<readonly EngineEvent[]>((resolve) => publisher.subscribe(resolve))
    for (let received = 1; received <= 1000; received++) {
      jobs.set('a', sampleJob({ id: 'a', receivedBytes: received }))
      publisher.touchJob('a')
      publisher.touchJob('gone')
    }
    expect(await told).toEqual([
      { seq: 1, kind: 'job.changed', job: sampleJob({ id: 'a', receivedBytes: 1000 }) },
    ])
    publisher.close()
  })
})
