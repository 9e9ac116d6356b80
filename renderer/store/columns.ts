import { createStore, useStore } from 'zustand'

/** How a person has arranged the columns of one list; kept by the list's name. */

export interface Column<K extends string> {
  readonly key: K
  /** px at first; the least it can shrink to is `least`. */
  readonly width: number
  readonly least: number
  readonly numeric?: boolean
  /** Not shown until asked for. */
  readonly hidden?: boolean
  readonly unsortable?: boolean
  /** Cannot be hidden and stays where it is. */
  readonly fixed?: boolean
}

export interface SortKey<K extends string> {
  readonly key: K
  readonly descending: boolean
}

export interface Arrangement<K extends string> {
  readonly order: readonly K[]
  readonly hidden: readonly K[]
  /** px by column, where it was changed. */
  readonly widths: Readonly<Partial<Record<K, number>>>
  /** First what rows are sorted by, then what decides between equals. */
  readonly sort: readonly SortKey<K>[]
}

export function arranged<K extends string>(
  columns: readonly Column<K>[],
  kept: Partial<Arrangement<K>> | undefined,
): Arrangement<K> {
  const known = columns.map((it) => it.key)
  const order = (kept?.order ?? []).filter((key) => known.includes(key))
  const added = known.filter((key) => !order.includes(key))
  const unseen = columns.filter((it) => it.hidden && added.includes(it.key)).map((it) => it.key)
  return {
    order: [...order, ...added],
    hidden: [...(kept?.hidden ?? []).filter((key) => known.includes(key)), ...unseen],
    widths: kept?.widths ?? ({} as Arrangement<K>['widths']),
    sort: (kept?.sort ?? []).filter((it) => known.includes(it.key)),
  }
}

/** Columns in sight, in their order and with their widths. */
export function shownColumns<K extends string>(
  columns: readonly Column<K>[],
  { order, hidden, widths }: Arrangement<K>,
): readonly Column<K>[] {
  const byKey = new Map(columns.map((it) => [it.key, it]))
  return order.flatMap((key) => {
    const column = byKey.get(key)
    if (!column || hidden.includes(key)) return []
    return [{ ...column, width: Math.max(column.least, widths[key] ?? column.width) }]
  })
}

/** Click: by this alone, once more turns it round. With `also` it decides between equals. */
export function sortedBy<K extends string>(
  sort: readonly SortKey<K>[],
  key: K,
  how: 'only' | 'also',
): readonly SortKey<K>[] {
  const before = sort.find((it) => it.key === key)
  const next = { key, descending: before ? !before.descending : false }
  if (how === 'only') return [before === sort[0] ? next : { key, descending: false }]
  const [first] = sort
  if (!first || first.key === key) return [next, ...sort.slice(1)]
  return [first, next]
}

/** Moves a column before or behind its shown neighbour. */
export function moved<K extends string>(
  { order, hidden, ...rest }: Arrangement<K>,
  key: K,
  to: K,
): Arrangement<K> {
  if (key === to) return { order, hidden, ...rest }
  const forwards = order.indexOf(key) < order.indexOf(to)
  const others = order.filter((it) => it !== key)
  const at = others.indexOf(to) + (forwards ? 1 : 0)
  return { ...rest, hidden, order: [...others.slice(0, at), key, ...others.slice(at)] }
}

export function toggled<K extends string>(now: Arrangement<K>, key: K): Arrangement<K> {
  const hidden = now.hidden.includes(key)
    ? now.hidden.filter((it) => it !== key)
    : [...now.hidden, key]
  return { ...now, hidden, sort: now.sort.filter((it) => !hidden.includes(it.key)) }
}

type Kept = Readonly<Record<string, Partial<Arrangement<string>>>>

const storageKey = 'dandelion.columns'

const store = createStore<Kept>(() => remembered())
store.subscribe((kept) => localStorage.setItem(storageKey, JSON.stringify(kept)))

function remembered(): Kept {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Kept
  } catch {
    return {}
  }
}

export function useKept<K extends string>(list: string): Partial<Arrangement<K>> | undefined {
  return useStore(store, (all) => all[list]) as Partial<Arrangement<K>> | undefined
}

/** null: as it was at first. */
export function keep<K extends string>(list: string, next: Arrangement<K> | null): void {
  store.setState({ [list]: next ?? {} })
}
