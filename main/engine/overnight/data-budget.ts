/** Counts what comes over the line, and tells when the month's budget is used up. */
import type { BudgetState } from '../../model/budget.ts'
import { monthAt } from '../../schedule/months.ts'
import type { Context } from '../context.ts'

export interface BudgetKeeper {
  /** Bytes that came over the line. */
  add(bytes: number): void
  /** Call at a steady beat. */
  tick(): void
  state(): BudgetState
  /** Keeps what was counted. */
  close(): void
}

type BudgetContext = Pick<Context, 'clock' | 'publisher' | 'settings'> & {
  readonly store: Pick<Context['store'], 'lineDays' | 'gather'>
}

export interface BudgetOptions {
  readonly context: BudgetContext
  readonly timeZone: () => string
  /** Told when the budget is used up, and when it no longer is. */
  onChange(): void
}

/** What a kill may leave out of the count. */
const KEPT_EVERY_MS = 2_000

interface Month {
  readonly fromDay: number
  readonly timeZone: string
  readonly from: number
  readonly until: number
  bytes: number
}

export function createBudgetKeeper({ context, timeZone, onChange }: BudgetOptions): BudgetKeeper {
  const { clock, store, publisher, settings } = context
  let fresh = 0
  let keptAt = clock.now()
  let month: Month | null = null
  let told = ''
  let wasUsedUp = false

  function thisMonth(now: number): Month {
    const fromDay = settings().dataBudget?.fromDay ?? 1
    const zone = timeZone()
    const isKnown =
      month?.fromDay === fromDay &&
      month.timeZone === zone &&
      month.from <= now &&
      now < month.until
    if (!isKnown) {
      const { from, until } = monthAt(fromDay, zone, now)
      month = {
        fromDay,
        timeZone: zone,
        from,
        until,
        bytes: store.lineDays.since(dayOf(from, zone)),
      }
    }
    return month as Month
  }

  function keep(now: number): void {
    keptAt = now
    if (fresh === 0) return
    const bytes = fresh
    const current = thisMonth(now)
    const day = dayOf(now, current.timeZone)
    fresh = 0
    current.bytes += bytes
    store.gather(() => store.lineDays.add(day, bytes))
  }

  function state(): BudgetState {
    const { from, until, bytes } = thisMonth(clock.now())
    const usedBytes = bytes + fresh
    const budget = settings().dataBudget
    return { usedBytes, from, until, isUsedUp: budget !== null && usedBytes >= budget.bytes }
  }

  return {
    add(bytes) {
      fresh += bytes
    },
    tick() {
      const now = clock.now()
      const next = state()
      if (next.isUsedUp !== wasUsedUp) {
        wasUsedUp = next.isUsedUp
        onChange()
      } else if (now >= keptAt && now - keptAt < KEPT_EVERY_MS) return
      keep(now)
      const words = JSON.stringify(next)
      if (words !== told) publisher.publish({ kind: 'budget.changed', budget: next })
      told = words
    },
    state,
    close: () => keep(clock.now()),
  }
}

function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
}
