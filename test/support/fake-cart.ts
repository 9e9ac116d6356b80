import type {
  CartChange,
  CartItem,
  CartSubject,
  CartSummary,
  CartView,
  OpenedCart,
} from '../../main/model/cart.ts'
import { facetFields } from '../../main/model/facts.ts'
import type { Facets } from '../../main/model/files.ts'
import { everything, type Filter, noFilter, wanting } from '../../main/model/selection.ts'
import type { Handlers } from '../../preload/contract.ts'
import { dandisets } from './fake-data.ts'
import { noMore } from './naive-files.ts'

/** A cart for a window without an engine: three choices, or what is put into it. */
let cart: CartView = {
  items: new URLSearchParams(globalThis.location?.search).get('state') === 'empty' ? [] : start(),
  filter: wanting({ ...noFilter, ageDays: { from: 60, to: 90 } }, 'sex', ['Female']),
  limitBytes: 200e9,
  canUndo: false,
}
let before: CartView | null = null

function start(): readonly CartItem[] {
  const chosen = [0, 2, 4].map((at) => dandisets[at]).filter((row) => row !== undefined)
  return chosen.map((row, index) => ({
    id: `c${index}`,
    ref: {
      instance: 'dandi',
      dandisetId: row.id,
      version: row.version,
      pick: { kind: 'dandiset' },
    },
    title: row.title,
    selection:
      index === 1
        ? { ...everything, filter: wanting(noFilter, 'technique', ['spike sorting technique']) }
        : everything,
    pinned: index === 2,
  }))
}

function changed(patch: Partial<CartView>): CartView {
  before = cart
  cart = { ...cart, ...patch }
  return cart
}

function summary(): CartSummary {
  const items = cart.items.map((item, index) => ({
    id: item.id,
    title: item.title,
    files: 412 - index * 120,
    sizeBytes: 96e9 - index * 31e9,
    subjects: 14 - index * 3,
    cut: index === 2 ? { files: 37, bytes: 8.2e9 } : { files: 0, bytes: 0 },
    state: 'complete' as const,
    entries: 2000,
    described: 2000,
    failure: null,
    newer: index === 1 ? '0.240402.2115' : null,
    missing: index === 2 ? 3 : 0,
  }))
  const sum = (of: (item: (typeof items)[number]) => number) =>
    items.reduce((total, item) => total + of(item), 0)
  return {
    files: sum((it) => it.files),
    sizeBytes: sum((it) => it.sizeBytes),
    subjects: sum((it) => it.subjects),
    cut: { files: sum((it) => it.cut.files), bytes: sum((it) => it.cut.bytes) },
    items,
    settled: true,
    clashes: [],
    clashCount: 0,
    freeBytes: 812e9,
    seconds: [4200, 6900],
  }
}

function change(kind: CartChange['kind'], path: string, to: string | null = null): CartChange {
  return { kind, dandisetId: '000023', version: 'draft', path, to, sizeBytes: 1.24e9 }
}

const opened: OpenedCart = {
  path: '/home/ada/mice.dandicart',
  savedAt: Date.parse('2026-10-02T08:00:00Z'),
  items: cart.items.map(({ ref, title }, index) => ({
    dandisetId: ref.dandisetId ?? '',
    version: ref.version ?? '',
    title,
    saved: { files: 412 - index * 120, bytes: 96e9 - index * 31e9 },
    found: { files: 414 - index * 120, bytes: 97e9 - index * 31e9 },
    failure: null,
  })),
  counts: { added: 2, changed: 1, renamed: 1, removed: 1, unmatched: 0 },
  changes: [
    change('added', 'sub-M002/sub-M002_ses-20211103_ecephys.nwb'),
    change('added', 'sub-M002/sub-M002_ses-20211104_ecephys.nwb'),
    change('changed', 'sub-M001/sub-M001_ses-20211102_behavior+ecephys.nwb'),
    change('renamed', 'sub-M003/sub-M003.nwb', 'sub-M003/sub-M003_ses-1_ecephys.nwb'),
    change('removed', 'sub-M009/sub-M009_ses-20210301_ecephys.nwb'),
  ],
}

const facets = {
  sex: [
    { value: 'Female', files: 876, sizeBytes: 195e9 },
    { value: 'Male', files: 912, sizeBytes: 203e9 },
  ],
  technique: [{ value: 'spike sorting technique', files: 1100, sizeBytes: 240e9 }],
  notUnderstood: [],
}

const subjects = Array.from(
  { length: 31 },
  (_, index): CartSubject => ({
    dandisetId: cart.items[index % 3]?.ref.dandisetId ?? '',
    version: cart.items[index % 3]?.ref.version ?? '',
    subject: index === 30 ? null : `M${String(index + 1).padStart(3, '0')}`,
    species: 'House mouse',
    sex: 'Female',
    age: `P${60 + index}D`,
    sessions: 1 + (index % 5),
    files: 4 + (index % 9),
    sizeBytes: 1.2e9 + index * 3.1e8,
  }),
)

export const cartHandlers = {
  'cart.get': () => cart,
  'cart.add': ({ items }) =>
    changed({
      items: [
        ...cart.items,
        ...items.map((item, index) => ({
          ...item,
          id: `n${cart.items.length + index}`,
          title: '',
          pinned: false,
        })),
      ],
    }),
  'cart.change': ({ id, selection }) =>
    changed({
      items: cart.items.map((it) => (it.id === id && selection ? { ...it, selection } : it)),
    }),
  'cart.move': () => cart,
  'cart.remove': ({ id }) =>
    changed({ items: cart.items.filter((it) => it.id !== id), canUndo: true }),
  'cart.clear': () => changed({ items: [], canUndo: true }),
  'cart.undo': () => changed({ ...(before ?? cart), canUndo: false }),
  'cart.rules': ({ filter, limitBytes }) =>
    changed({
      ...(filter && { filter: filter as Filter }),
      ...(limitBytes !== undefined && { limitBytes }),
    }),
  'cart.summary': summary,
  'cart.facets': () => ({
    ...(Object.fromEntries(facetFields.map((field) => [field, []])) as unknown as Facets),
    ...facets,
    more: noMore,
  }),
  'cart.subjects': () => ({ rows: subjects, total: subjects.length }),
  'cart.leave-out': () => cart,
  'cart.order': () => ({ jobIds: ['j1'] }),
  'cart.open': () => opened,
  'cart.take': () => cart,
  'cart.save': () => ({ path: '/home/ada/mice.dandicart' }),
  'cart.choose': () => ({ path: '/home/ada/mice.dandicart' }),
  'cart.script': () => ({ path: '/home/ada/mice.sh', leftOut: 0, wholeZarrs: 0 }),
} satisfies Partial<Handlers>
