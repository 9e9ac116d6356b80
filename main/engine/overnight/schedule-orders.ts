/** What a schedule means when it runs: one order a dandiset and version. */
import { createHash } from 'node:crypto'
import type { CatalogueQuery, CatalogueState } from '../../model/catalogue.ts'
import { Failure, type FailureRecord } from '../../model/failure.ts'
import type { Order } from '../../model/job.ts'
import type { ScheduleDraft } from '../../model/schedule.ts'
import type { ScheduleWhat } from '../../model/schedule-what.ts'
import type { SyncAsk } from '../../model/sync.ts'
import type { Store } from '../../store/database.ts'
import type { CartParts } from '../cart/cart.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { foundDandisets } from '../catalogue/found-dandisets.ts'

export interface ScheduleOrders {
  readonly orders: readonly Order[]
  /** Of dandisets that cannot be had now; the others can. */
  readonly failures: readonly FailureRecord[]
  /** More is found than the schedule may take without a person's word. */
  readonly asks: readonly SyncAsk[]
  /** Stands for exactly these dandisets: a person who accepts it accepts no others. */
  readonly fingerprint: string
}

export type MeantSchedule = Pick<ScheduleDraft, 'what' | 'selection' | 'how'>

/** Rejects when what the schedule names cannot be read, or the catalogue was never there. */
export type OrdersOfSchedule = (
  schedule: MeantSchedule,
  signal: AbortSignal,
) => Promise<ScheduleOrders>

interface Parts {
  readonly store: Pick<Store, 'searches'>
  readonly cart: Pick<CartParts, 'ordersOfFile'>
  readonly catalogue: Catalogue
}

type Found = Omit<ScheduleOrders, 'fingerprint'>
type What<K extends ScheduleWhat['kind']> = Extract<ScheduleWhat, { readonly kind: K }>

export function createOrdersOfSchedule(parts: Parts): OrdersOfSchedule {
  const found = (schedule: MeantSchedule, signal: AbortSignal): Found | Promise<Found> => {
    const { what, selection, how } = schedule
    switch (what.kind) {
      case 'refs':
        return plain(what.refs.map((ref) => ({ ...how, ref, selection })))
      case 'cart':
        return ofCart(what, schedule, { cart: parts.cart, signal })
      case 'search':
        return ofSearch(what, schedule, { parts, signal })
      default:
        return what satisfies never
    }
  }
  return async (schedule, signal) => {
    const all = await found(schedule, signal)
    return { ...all, fingerprint: fingerprintOf(all.orders) }
  }
}

const plain = (orders: readonly Order[]): Found => ({ orders, failures: [], asks: [] })

/** A version that cannot be listed leaves out its own dandiset alone. */
async function ofCart(
  { path }: What<'cart'>,
  { selection, how }: MeantSchedule,
  { cart, signal }: { readonly cart: Parts['cart']; readonly signal: AbortSignal },
): Promise<Found> {
  const refuse = (details: Failure['details']) =>
    new Failure('input.cart', 'ask-user', { path, ...details })
  const asked = { meaning: 'rules', filter: selection.filter, how, signal } as const
  const { orders, items } = await cart.ordersOfFile(path, asked).catch((error: unknown) => {
    throw isMissing(error) ? refuse({ reason: 'missing' }) : error
  })
  const twice = twiceIn(orders.map(({ ref }) => `${ref.instance}/${ref.dandisetId}`))
  if (twice !== null) throw refuse({ reason: 'two-versions', id: twice.replace(/^.*\//, '') })
  const failures = items.flatMap(({ failure }) => failure ?? [])
  return { orders, failures, asks: [] }
}

const isMissing = (error: unknown) => error instanceof Failure && error.code === 'disk.missing'

function twiceIn(names: readonly string[]): string | null {
  return names.find((name, at) => names.indexOf(name) !== at) ?? null
}

async function ofSearch(
  { name, version, most }: What<'search'>,
  { selection, how }: MeantSchedule,
  { parts, signal }: { readonly parts: Parts; readonly signal: AbortSignal },
): Promise<Found> {
  const bare = name.toLowerCase()
  const search = parts.store.searches.all().find((each) => each.name.toLowerCase() === bare)
  if (!search) throw new Failure('input.invalid', 'ask-user', unknownSearch(name))
  const { query } = search
  const rows = await rowsOf(query, parts.catalogue, signal)
  const orders = rows.map(({ id, published }): Order => {
    const newest = published ? null : 'draft'
    const pick = { kind: 'dandiset' } as const
    const asked = version === 'draft' ? 'draft' : newest
    return {
      ...how,
      selection,
      ref: { instance: query.instance, dandisetId: id, version: asked, pick },
    }
  })
  const isMore = rows.length > most
  const asks = isMore ? [{ kind: 'dandisets', value: rows.length, limit: most } as const] : []
  return { orders, failures: [], asks }
}

function unknownSearch(name: string): Failure['details'] {
  return { field: 'what', reason: 'schedule.search-unknown', text: name }
}

/** As the catalogue is now; where the archive cannot be asked, as it was kept. */
async function rowsOf(query: CatalogueQuery, { keeper, answers }: Catalogue, signal: AbortSignal) {
  throwIfNever(await keeper.refreshed(query.instance, signal))
  return foundDandisets(query, answers)
}

function throwIfNever({ checkedAt, failure, instance }: CatalogueState): void {
  if (checkedAt !== null) return
  const { code, remedy, details } = failure ?? neverSeen(instance)
  throw new Failure(code, remedy, details)
}

function neverSeen(instance: string): FailureRecord {
  return { code: 'net.unreachable', remedy: 'retry-later', details: { host: instance } }
}

/** Of what is meant, not of how it is carried out. */
function fingerprintOf(orders: readonly Order[]): string {
  const names = orders.map(({ ref }) => `${ref.instance}/${ref.dandisetId}/${ref.version ?? ''}`)
  return createHash('sha256').update(names.toSorted().join('\n')).digest('hex').slice(0, 16)
}
