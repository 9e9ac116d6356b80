/** Answers about the cart. */
import { Failure } from '../../model/failure.ts'
import type { Assembly } from '../assembly.ts'
import { refuseClashes } from '../joint-planning.ts'
import type { EngineHandlers } from '../requests.ts'

export function cartHandlers({ cart, jobs, plans, context, versions }: Assembly) {
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
    'cart.facets': ({ find }) => cart.totals.facets(find),
    'cart.subjects': (stretch) => cart.totals.subjects(stretch),
    async 'cart.plan'({ how }) {
      const [first, ...others] = await cart.orders(how)
      if (!first) throw new Failure('input.cart', 'ask-user', { reason: 'empty' })
      return plans.makeAll([first, ...others], context.signal)
    },
    'cart.leave-out': ({ planId }) => cart.carts.leaveOut(plans.problems(planId)),
    async 'cart.order'({ how }) {
      const orders = await cart.orders(how)
      await refuseClashes(orders, { context, versions, signal: context.signal })
      return { jobIds: orders.map((order) => jobs.create(order)) }
    },
    'cart.open': ({ path }) => cart.files.open(path),
    'cart.take': (input) => cart.take(input),
  } satisfies Partial<EngineHandlers>
}
