/** Answers about the cart. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function cartHandlers({ cart, jobs }: Assembly) {
  return {
    'cart.get': () => cart.carts.view(),
    'cart.add': ({ items }) => cart.carts.add(items),
    'cart.change': (input) => cart.carts.change(input),
    'cart.move': ({ id, before }) => cart.carts.move(id, before),
    'cart.remove': ({ id }) => cart.carts.remove(id),
    'cart.clear': () => cart.carts.clear(),
    'cart.undo': () => cart.carts.undo(),
    'cart.rules': (input) => cart.carts.rules(input),
    'cart.summary': ({ destination }) => cart.totals.summary(destination),
    'cart.facets': () => cart.totals.facets(),
    'cart.subjects': (stretch) => cart.totals.subjects(stretch),
    'cart.orders': ({ how }) => cart.orders(how),
    async 'cart.order'({ how }) {
      const orders = await cart.orders(how)
      return { jobIds: orders.map((order) => jobs.create(order)) }
    },
    'cart.open': ({ path }) => cart.files.open(path),
    'cart.take': (input) => cart.take(input),
  } satisfies Partial<EngineHandlers>
}
