/** Nights in which no more comes than the month's budget has left. Pure. */
import type { Night, Stretch } from './overnight.ts'

/** A month of the data budget, ms since 1970, and what may still come over the line in it. */
export interface BudgetMonth {
  readonly until: number
  readonly leftBytes: number
}

/** `months` one after another, the first of which has begun. Nothing is told beyond the last. */
export function* withinBudget(
  nights: Iterable<Night>,
  months: Iterable<BudgetMonth>,
  bytesPerSecond: number,
): Generator<Night> {
  const purse = createPurse(months)
  for (const night of nights) {
    const stretches = night.flatMap((stretch) => [...cut(stretch, purse, bytesPerSecond)])
    if (purse.isOver()) return
    // One in which the budget is used up is no night of the download.
    if (mayMove(stretches) || !mayMove(night)) yield stretches
  }
}

type Purse = ReturnType<typeof createPurse>

/** Asked for later and later times. */
function createPurse(months: Iterable<BudgetMonth>) {
  const all = months[Symbol.iterator]()
  const next = (): BudgetMonth | null => all.next().value ?? null
  let month = next()
  return {
    at(time: number): BudgetMonth | null {
      while (month !== null && month.until <= time) month = next()
      return month
    },
    take(bytes: number): void {
      if (month) month = { ...month, leftBytes: Math.max(0, month.leftBytes - bytes) }
    },
    isOver: () => month === null,
  }
}

function* cut(stretch: Stretch, purse: Purse, bytesPerSecond: number): Generator<Stretch> {
  const { from, to, limitBytesPerSecond } = stretch
  const speed = Math.min(bytesPerSecond, limitBytesPerSecond ?? bytesPerSecond)
  for (let at = from; at < to; ) {
    const month = purse.at(at)
    if (month === null) return
    const end = Math.min(to, month.until)
    const usedUpAt = speed === 0 ? end : Math.min(end, at + (month.leftBytes / speed) * 1000)
    if (usedUpAt > at) yield { from: at, to: usedUpAt, limitBytesPerSecond }
    if (usedUpAt < end) yield { from: usedUpAt, to: end, limitBytesPerSecond: 0 }
    purse.take(usedUpAt < end ? month.leftBytes : ((end - at) / 1000) * speed)
    at = end
  }
}

function mayMove(night: Night): boolean {
  return night.some(({ limitBytesPerSecond }) => limitBytesPerSecond !== 0)
}
