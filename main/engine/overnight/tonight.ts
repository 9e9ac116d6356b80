/** Looks at what the next run of a schedule would fetch, and when it would be done. Writes nothing. */
import { type BudgetMonth, withinBudget } from '../../model/budgeted-nights.ts'
import { Failure, recordOf } from '../../model/failure.ts'
import type { Order } from '../../model/job.ts'
import { type ComingFile, medianSpeed, type Night, overnight } from '../../model/overnight.ts'
import type { ScheduleDraft } from '../../model/schedule.ts'
import { type SyncPlan, syncKinds } from '../../model/sync.ts'
import { limitBy } from '../../model/timetable.ts'
import type { Tonight, TonightFailure, TonightRow } from '../../model/tonight.ts'
import { monthAt } from '../../schedule/months.ts'
import { type LimitState, nightOf, type Opening, openingsFrom } from '../../schedule/nights.ts'
import { timetableAt } from '../../schedule/timetable.ts'
import type { Context } from '../context.ts'
import type { SyncLook, Syncs } from '../sync/sync.ts'
import type { BudgetKeeper } from './data-budget.ts'
import type { OrdersOfSchedule, ScheduleOrders } from './schedule-orders.ts'
import { syncOf } from './scheduled-syncs.ts'

export interface Tonights {
  /**
   * `lookId` stands for who looks: a look that is under way gives way to the next one, and the times
   * may change without a second look. `id` is null for a schedule that is not saved.
   */
  look(lookId: string, id: string | null, draft: ScheduleDraft): Promise<Tonight>
  /** Nobody looks any more. */
  stop(lookId: string): void
}

interface Parts {
  readonly context: Pick<Context, 'clock' | 'settings' | 'signal' | 'store'>
  readonly syncs: Pick<Syncs, 'look'>
  readonly ordersOf: OrdersOfSchedule
  /** Of this computer, for the timetable of the settings. */
  readonly timeZone: () => string
  readonly budget: Pick<BudgetKeeper, 'state'>
}

interface Found {
  readonly looks: readonly { readonly order: Order; readonly look: SyncLook }[]
  readonly failures: readonly TonightFailure[]
  readonly orders: ScheduleOrders
}

interface Looking {
  readonly key: string
  readonly abort: AbortController
  readonly found: Promise<Found>
}

const SHOWN_ROWS = 200
const MEASURED = 500
/** A plan that needs more of the budget has no end that could be told. */
const MOST_MONTHS = 24
/** Somebody who looks again after this long wants to know it anew. */
const STALE_MS = 300_000

export function createTonights(parts: Parts): Tonights {
  const { context, syncs, ordersOf, timeZone, budget } = parts
  const { clock, store } = context
  const lookings = new Map<string, Looking>()

  async function find(draft: ScheduleDraft, signal: AbortSignal): Promise<Found> {
    const orders = await ordersOf(draft, signal)
    const looks: { order: Order; look: SyncLook }[] = []
    const failures = orders.failures.map((failure) => ({ dandisetId: null, failure }))
    const found: TonightFailure[] = [...failures]
    // What is too much for the run is too much to be listed for a look.
    const looked = orders.asks.length > 0 ? [] : orders.orders
    for (const order of looked) {
      try {
        looks.push({ order, look: await lookAt(draft, order, signal) })
      } catch (error) {
        if (signal.aborted) throw error
        found.push({ dandisetId: order.ref.dandisetId, failure: recordOf(error) })
      }
    }
    return { looks, failures: found, orders }
  }

  function lookAt(draft: ScheduleDraft, order: Order, signal: AbortSignal): Promise<SyncLook> {
    return syncs.look(syncOf(draft, order), { isVouchedFor: false, signal })
  }

  function looking(lookId: string, draft: ScheduleDraft): Looking {
    const before = lookings.get(lookId)
    const key = keyOf(draft, Math.floor(clock.now() / STALE_MS))
    if (before?.key === key) return before
    before?.abort.abort(stopped())
    const abort = new AbortController()
    const signal = AbortSignal.any([abort.signal, context.signal])
    const fresh = { key, abort, found: find(draft, signal) }
    // What failed is tried again at the next look.
    fresh.found.catch(() => {
      if (lookings.get(lookId) === fresh) lookings.delete(lookId)
    })
    lookings.set(lookId, fresh)
    return fresh
  }

  function isUnderWay(id: string | null): boolean {
    return store.schedules.runs
      .open()
      .some((run) => run.scheduleId === id && run.startedAt !== null)
  }

  /** Which limit holds at a time, and until when; 0 while runs rest. */
  function limitAt(draft: ScheduleDraft, time: number): LimitState {
    const { timetable, speedLimitBytesPerSecond, isSlow, slowBytesPerSecond } = context.settings()
    const usual = timetableAt(timetable, timeZone(), time)
    const own = timetableAt(draft.timetable, draft.timeZone, time)
    const limits = [
      limitBy(usual.rule, speedLimitBytesPerSecond).bytesPerSecond,
      limitBy(own.rule, draft.speedLimitBytesPerSecond).bytesPerSecond,
      isSlow ? slowBytesPerSecond : null,
    ].filter((limit) => limit !== null)
    const rests = [usual, own].some(({ rule }) => rule?.bytesPerSecond === 0)
    const untils = [usual.until, own.until].filter((until) => until !== null)
    const lowest = rests ? 0 : Math.min(...limits)
    return {
      bytesPerSecond: Number.isFinite(lowest) ? lowest : null,
      until: untils.length === 0 ? null : Math.min(...untils),
    }
  }

  /** Without the one that is left out. */
  function openings(id: string | null, draft: ScheduleDraft): Generator<Opening> {
    const now = clock.now()
    if (isUnderWay(id)) return openingsFrom(draft, now, true)
    const skipStart = id === null ? null : (store.schedules.get(id)?.skipStart ?? null)
    return openingsFrom(draft, Math.max(now, skipStart ?? now), false)
  }

  function* nightsOf(id: string | null, draft: ScheduleDraft): Generator<Night> {
    for (const opening of openings(id, draft))
      yield nightOf(opening, (time) => limitAt(draft, time))
  }

  /** This one, as far as it is not used up, and those after it; none without a budget. */
  function* months(): Generator<BudgetMonth> {
    const { dataBudget } = context.settings()
    if (dataBudget === null) return
    const { usedBytes, until: first } = budget.state()
    yield { until: first, leftBytes: Math.max(0, dataBudget.bytes - usedBytes) }
    for (let until = first, month = 1; month < MOST_MONTHS; month++) {
      until = monthAt(dataBudget.fromDay, timeZone(), until).until
      yield { until, leftBytes: dataBudget.bytes }
    }
  }

  function planOf(files: readonly ComingFile[], nights: Iterable<Night>) {
    const speed = medianSpeed(store.lineSpeeds.newest(MEASURED))
    const [month = null] = months()
    const bounded =
      month === null || speed === null ? nights : withinBudget(nights, months(), speed)
    const told = overnight(files, bounded, speed)
    return { told, budget: month !== null && month.leftBytes < told.bytes ? month : null }
  }

  return {
    async look(lookId, id, draft) {
      const found = await looking(lookId, draft).found
      const files = found.looks.flatMap(({ look }) => look.coming)
      const [first = null] = openings(id, draft)
      return tonightOf(found, planOf(files, nightsOf(id, draft)), first)
    },
    stop(lookId) {
      lookings.get(lookId)?.abort.abort(stopped())
      lookings.delete(lookId)
    },
  }
}

/** Nobody waits for the answer. */
const stopped = () => new Failure('request.invalid', 'give-up', { reason: 'stopped' })

/** Of what must be looked at anew; times and speeds are not. */
function keyOf({ what, selection, how, remove, newest, limits }: ScheduleDraft, age: number) {
  return JSON.stringify([what, selection, how, remove, newest, limits, age])
}

function tonightOf(
  { looks, failures, orders }: Found,
  { told, budget }: { readonly told: Tonight['overnight']; readonly budget: Tonight['budget'] },
  first: Opening | null,
): Tonight {
  const rows = looks.flatMap(({ order, look }) =>
    look.plan.rows.map(({ kind, localPath, from, sizeBytes }): TonightRow => {
      const dandisetId = order.ref.dandisetId ?? ''
      return { dandisetId, kind, localPath, from, sizeBytes }
    }),
  )
  const plans = looks.map(({ look }) => look.plan)
  const tallies = sumOf(plans)
  return {
    from: first?.from ?? null,
    to: first?.to ?? null,
    dandisets: orders.orders.length,
    tallies,
    bytesToFetch: plans.reduce((sum, plan) => sum + plan.bytesToFetch, 0),
    asks: [...orders.asks, ...plans.flatMap(({ asks }) => asks)],
    failures,
    rows: rows.slice(0, SHOWN_ROWS),
    totalRows: toldOf(tallies),
    overnight: told,
    budget,
  }
}

function sumOf(plans: readonly SyncPlan[]): SyncPlan['tallies'] {
  const sums = syncKinds.map((kind) => {
    const of = plans.map(({ tallies }) => tallies[kind])
    const files = of.reduce((sum, it) => sum + it.files, 0)
    return [kind, { files, bytes: of.reduce((sum, it) => sum + it.bytes, 0) }]
  })
  return Object.fromEntries(sums)
}

/** Files that are and stay as they should be are no news. */
function toldOf(tallies: SyncPlan['tallies']): number {
  const told = syncKinds.filter((kind) => kind !== 'keep' && kind !== 'check')
  return told.reduce((sum, kind) => sum + tallies[kind].files, 0)
}
