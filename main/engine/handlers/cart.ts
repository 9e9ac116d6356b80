/** Answers about the cart. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function cartHandlers({ cart, jobs }: Assembly) {
  const { carts, totals, files } = cart
  return {
    'cart.get': () => carts.view(),
    'cart.add': ({ items }) => carts.add(items),
    'cart.change': (input) => carts.change(input),
    'cart.move': ({ id, before }) => carts.move(id, before),
    'cart.remove': ({ id }) => carts.remove(id),
    'cart.clear': () => carts.clear(),
    'cart.undo': () => carts.undo(),
    'cart.rules': (input) => carts.rules(input),
    'cart.summary': ({ destination }) => totals.summary(destination),
    'cart.facets': () => totals.facets(),
    'cart.subjects': (stretch) => totals.subjects(stretch),
    'cart.orders': ({ how }) => cart.orders(how),
    async 'cart.order'({ how }) {
      const orders = await cart.orders(how)
      return { jobIds: orders.map((order) => jobs.create(order)) }
    },
    'cart.open': ({ path }) => files.open(path),
    'cart.take': (input) => cart.take(input),
  } satisfies Partial<EngineHandlers>
}
