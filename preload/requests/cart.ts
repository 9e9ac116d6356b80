/** What is chosen from several dandisets together. */
import * as z from 'zod'
import {
  type CartScriptGaps,
  type CartSubject,
  type CartSummary,
  type CartView,
  cartTools,
  type OpenedCart,
} from '../../main/model/cart.ts'
import type { Facets } from '../../main/model/files.ts'
import type { JointPlan } from '../../main/model/plan.ts'
import {
  absolutePath,
  answers,
  count,
  facetFind,
  filter,
  limit,
  order,
  path,
  ref,
  selection,
} from './shapes.ts'

const id = z.string().min(1).max(64)
const how = order.omit({ ref: true, selection: true })

export const cartRequests = {
  'cart.get': answers<CartView>()(z.undefined()),
  /** A ref without a version is pinned to the newest one. The same choice twice is one item. */
  'cart.add': answers<CartView>()(
    z.strictObject({ items: z.array(z.strictObject({ ref, selection })).min(1).max(500) }),
  ),
  'cart.change': answers<CartView>()(
    z.strictObject({
      id,
      selection: selection.optional(),
      version: z.string().min(1).max(64).optional(),
    }),
  ),
  /** Puts an item before another one, or last: the limit is filled in this order. */
  'cart.move': answers<CartView>()(z.strictObject({ id, before: id.nullable() })),
  'cart.remove': answers<CartView>()(z.strictObject({ id })),
  'cart.clear': answers<CartView>()(z.undefined()),
  /** Takes back what was put in or taken out last. */
  'cart.undo': answers<CartView>()(z.undefined()),
  /** Without a part of it, that part stays as it is. */
  'cart.rules': answers<CartView>()(
    z.strictObject({
      filter: filter.optional(),
      limitBytes: z.number().int().positive().nullable().optional(),
    }),
  ),
  /** Begins to list what is not listed; `listing.changed` and `cart.changed` tell when to ask again. */
  'cart.summary': answers<CartSummary>()(z.strictObject({ destination: absolutePath })),
  /** Values to choose from in all items, with what is left of each under the cart's other rules. */
  'cart.facets': answers<Facets>()(z.strictObject({ find: facetFind })),
  'cart.subjects': answers<{ readonly rows: readonly CartSubject[]; readonly total: number }>()(
    z.strictObject({ offset: count, limit }),
  ),
  /** All orders as one plan, whose files `plan.page` gives; rejects while something is not listed. */
  'cart.plan': answers<JointPlan>()(z.strictObject({ how })),
  /** Chooses no longer what a plan of the cart says cannot be saved. */
  'cart.leave-out': answers<CartView>()(z.strictObject({ planId: z.number().int().positive() })),
  'cart.order': answers<{ readonly jobIds: readonly string[] }>()(z.strictObject({ how })),
  /** Reads a cart file and tells what has changed since; the cart stays as it is. */
  'cart.open': answers<OpenedCart>()(z.strictObject({ path })),
  'cart.take': answers<CartView>()(
    z.strictObject({
      path,
      meaning: z.enum(['rules', 'saved']),
      into: z.enum(['replace', 'add']),
    }),
  ),
  /** Asks for a place; null when the person thought better of it. */
  'cart.save': answers<{ readonly path: string | null }>()(z.undefined()),
  'cart.choose': answers<{ readonly path: string | null }>()(z.undefined()),
  'cart.script': answers<CartScriptGaps & { readonly path: string | null }>()(
    z.strictObject({ tool: z.enum(cartTools) }),
  ),
} as const
