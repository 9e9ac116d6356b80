/** Joins what makes up the cart. */
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Cart, CartHow, CartItem, CartMeaning, CartOrder, CartView } from '../../model/cart.ts'
import type { Pin } from '../../model/cart-changes.ts'
import { withItem } from '../../model/cart-merge.ts'
import type { Instance } from '../../model/instance.ts'
import type { Filter } from '../../model/selection.ts'
import type { Context } from '../context.ts'
import { refuseClashes } from '../joint-planning.ts'
import type { SettingsKeeper } from '../settings-keeper.ts'
import type { Versions } from '../versions.ts'
import {
  type CartFiles,
  type ComparedCart,
  createCartFiles,
  meantBy,
  type ReadCart,
  withRules,
} from './cart-files.ts'
import { type CartScripts, createCartScripts } from './cart-scripts.ts'
import { type CartTotals, createCartTotals } from './cart-totals.ts'
import { createCartVersions } from './cart-versions.ts'
import { type Carts, createCarts } from './carts.ts'

export interface CartParts {
  readonly carts: Carts
  readonly totals: CartTotals
  readonly files: CartFiles
  readonly scripts: CartScripts
  /** Takes a cart file into the cart. */
  take(input: {
    readonly path: string
    readonly meaning: CartMeaning
    readonly into: 'replace' | 'add'
  }): Promise<CartView>
  /** Orders of the cart, each with its destination without detours. */
  orders(how: CartHow): Promise<readonly CartOrder[]>
  /**
   * For the terminal: what has changed, and the orders; the cart stays as it is. Throws `disk.clash`
   * when two dandisets want one place.
   */
  ordersOfFile(
    path: string,
    asked: {
      readonly meaning: CartMeaning
      /** Besides the rules of the file. */
      readonly filter: Filter
      readonly how: CartHow
      readonly signal: AbortSignal
    },
  ): Promise<CartFileOrders>
}

/** Versions that cannot be had are told by their failure and have no order. */
export interface CartFileOrders extends ComparedCart {
  readonly savedAt: number
  readonly orders: readonly CartOrder[]
}

const placed = (how: CartHow): CartHow => ({ ...how, destination: resolve(how.destination) })

export interface CartOptions {
  readonly context: Context
  readonly versions: Versions
  readonly settings: Pick<SettingsKeeper, 'instances' | 'learn'>
  /** Of this program, for cart files and scripts. */
  readonly program: string
  readonly seconds: (bytes: number) => readonly [low: number, high: number] | null
}

export function assembleCart({
  context,
  versions,
  settings,
  program,
  seconds,
}: CartOptions): CartParts {
  const carts = createCarts({ context, versions })
  const tell = () => totals.tell()
  const cartVersions = createCartVersions({ context, versions, onChange: tell })
  const totals: CartTotals = createCartTotals({ context, versions, cartVersions, seconds })
  const files = createCartFiles({
    context,
    cartVersions,
    cartTotals: totals,
    program,
    instances: settings.instances,
    instanceAt: (apiUrl) => instanceAt(apiUrl, { context, settings }),
  })
  const scripts = createCartScripts({
    context,
    versions,
    cartTotals: totals,
    program,
    instances: settings.instances,
  })
  return {
    carts,
    totals,
    files,
    scripts,
    async take({ path, meaning, into }) {
      const read = withNewIds(await files.read(path))
      const { cart, pins } = meantBy(read, meaning)
      carts.remember()
      return carts.write(into === 'replace' ? cart : joined(carts.read(), cart), pins)
    },
    orders: (how) => totals.orders(totals.kept(carts.read()), placed(how)),
    async ordersOfFile(path, { meaning, filter, how, signal }) {
      const read = await files.read(path)
      const { items, changes } = await files.compare(read, signal)
      const { cart, pins } = meantBy(read, meaning)
      const ruled = cart.items.map((item) => withRules(item, { ...cart, filter }))
      const there = ruled.filter((_, at) => items[at]?.failure === null)
      const asked = { ...cart, items: there, pinsOf: (id: string) => pins.get(id) ?? [] }
      const orders = there.length === 0 ? [] : await totals.orders(asked, placed(how), signal)
      await refuseClashes(orders, { context, versions, signal })
      return { savedAt: read.savedAt, items, changes, orders }
    },
  }
}

/** Rules of the one cart stay those of its items; the limit of the other is not taken along. */
function joined(cart: Cart, more: Cart): Cart {
  const fresh = more.items.map((item) => withRules(item, more))
  return { ...cart, items: fresh.reduce(withItem, cart.items) }
}

function withNewIds({ cart, pins, ...rest }: ReadCart): ReadCart {
  const ids = new Map(cart.items.map((item) => [item.id, randomUUID()]))
  const items = cart.items.map((item): CartItem => ({ ...item, id: ids.get(item.id) ?? item.id }))
  const renamed = new Map<string, readonly Pin[]>()
  for (const [id, all] of pins) renamed.set(ids.get(id) ?? id, all)
  return { ...rest, cart: { ...cart, items }, pins: renamed }
}

/** An archive that nobody knows is asked what it is, as it is for a link to it. */
async function instanceAt(
  apiUrl: string,
  { context, settings }: Pick<CartOptions, 'context' | 'settings'>,
): Promise<string> {
  const isAt = (each: Instance) => each.apiUrl === apiUrl.replace(/\/+$/, '')
  const known = settings.instances().find(isAt)
  if (known) return known.name
  const found = await context.sources.askHost(new URL(apiUrl).origin, context.signal)
  settings.learn(found)
  return found.name
}
