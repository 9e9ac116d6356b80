/** When two choices of the same version are one. */
import type { CartItem } from './cart.ts'
import { everything, type Filter, type Selection } from './selection.ts'

/**
 * The items with one more. A choice of a version that is there already becomes one with it where
 * rules can say both; otherwise it stands beside it, and files that both mean are taken once.
 */
export function withItem(items: readonly CartItem[], fresh: CartItem): readonly CartItem[] {
  for (const item of items) {
    const selection = isSameVersion(item, fresh) ? unionOf(item, fresh) : null
    if (selection === null) continue
    const title = fresh.title || item.title
    return items.map((each) => (each === item ? { ...item, selection, title } : each))
  }
  return [...items, fresh]
}

function isSameVersion({ ref: a }: CartItem, { ref: b }: CartItem): boolean {
  return a.instance === b.instance && a.dandisetId === b.dandisetId && a.version === b.version
}

function unionOf(item: CartItem, fresh: CartItem): Selection | null {
  if (item.pinned || fresh.pinned) return null
  const [a, b] = [item.selection, fresh.selection]
  if (isSame(a, b) || isSame(a, everything)) return a
  if (isSame(b, everything)) return b
  return unionOfTicks(a, b) ?? unionOfValues(a, b)
}

/** Both begin with nothing and differ only in what is ticked. */
function unionOfTicks(a: Selection, b: Selection): Selection | null {
  const isPlain = [a, b].every((it) => it.base === 'none' && it.ticks.every((tick) => tick.on))
  if (!isPlain || !isSame({ ...a, ticks: [] }, { ...b, ticks: [] })) return null
  const all = [...a.ticks, ...b.ticks]
  const ticks = new Set(all.map((tick) => tick.path))
  const needed = [...ticks].filter((path) => !isCovered(path, ticks))
  return { ...a, ticks: needed.map((path) => ({ path, on: true })) }
}

/** A folder above it is ticked too. */
function isCovered(path: string, ticks: ReadonlySet<string>): boolean {
  for (
    let at = path.lastIndexOf('/', path.length - 2);
    at > 0;
    at = path.lastIndexOf('/', at - 1)
  ) {
    if (ticks.has(path.slice(0, at + 1))) return true
  }
  return false
}

/** Both ask for values of one facet and are the same otherwise. */
function unionOfValues(a: Selection, b: Selection): Selection | null {
  const [one, other] = [onlyFacetApart(a.filter, b.filter), onlyFacetApart(b.filter, a.filter)]
  const isAlike = isSame({ ...a, filter: null }, { ...b, filter: null }) && a.sample === null
  if (!one || !other || !isAlike || one.field !== other.field || one.not || other.not) return null
  const values = [...new Set([...one.values, ...other.values])]
  const facets = a.filter.facets.map((facet) => (facet === one ? { ...one, values } : facet))
  return isSame({ ...a.filter, facets: [] }, { ...b.filter, facets: [] })
    ? { ...a, filter: { ...a.filter, facets } }
    : null
}

/** The one condition of a filter that the other has not; null when there are more or none. */
function onlyFacetApart(filter: Filter, from: Filter) {
  const apart = filter.facets.filter((facet) => !from.facets.some((each) => isSame(each, facet)))
  return apart.length === 1 && filter.facets.length === from.facets.length ? apart[0] : null
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
