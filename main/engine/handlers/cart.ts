/** Answers about the cart. */
import { Failure } from '../../model/failure.ts'
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function cartHandlers({ carts }: Assembly) {
  const notYet = () => {
    throw new Failure('request.invalid', 'give-up', {})
  }
  return {
    'cart.get': () => carts.view(),
    'cart.add': ({ items }) => carts.add(items),
    'cart.change': (input) => carts.change(input),
    'cart.move': ({ id, before }) => carts.move(id, before),
    'cart.remove': ({ id }) => carts.remove(id),
    'cart.clear': () => carts.clear(),
    'cart.undo': () => carts.undo(),
    'cart.rules': (input) => carts.rules(input),
    'cart.summary': notYet,
    'cart.subjects': notYet,
    'cart.orders': notYet,
    'cart.order': notYet,
    'cart.open': notYet,
    'cart.take': notYet,
  } satisfies Partial<EngineHandlers>
}
