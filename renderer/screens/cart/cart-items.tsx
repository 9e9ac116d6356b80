import { type KeyboardEvent, useState } from 'react'
import type { CartItem, CartSummary, CartView } from '../../../main/model/cart.ts'
import { t } from '../../locales/t.ts'
import { removeFromCart } from '../../store/cart.ts'
import { go } from '../../store/view.ts'
import { useKeys } from '../../ui/held-row.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { CartItemRow } from './cart-item-row.tsx'
import styles from './cart-items.module.css'
import { moveItem, nameOf } from './cart-moves.ts'

const idOf = (item: CartItem) => item.id

interface CartItemsProps {
  readonly cart: CartView
  readonly summary: CartSummary | undefined
}

/** The choices, in the order in which the limit is filled. */
export function CartItems({ cart, summary }: CartItemsProps) {
  const [activeId, setActiveId] = useState<string | null>(null)
  const { items } = cart
  const active = Math.max(
    0,
    items.findIndex((item) => item.id === activeId),
  )
  const keyAt = useKeys(items, idOf)
  const totals = new Map(summary?.items.map((each) => [each.id, each]))
  return (
    <section className={styles.items} aria-label={t('cart.items')}>
      <VirtualRows
        role="grid"
        id="cart-items"
        label={t('cart.items')}
        count={items.length}
        rowHeight={60}
        active={active}
        keyAt={keyAt}
        onActive={(index) => setActiveId(items[index]?.id ?? null)}
        onKey={(event, index) => {
          const act = keyAction(event, items, index)
          act?.()
          return act !== null
        }}
      >
        {(place) => {
          const item = items[place.index]
          return (
            item && (
              <CartItemRow
                place={place}
                item={item}
                items={items}
                totals={totals.get(item.id)}
                onSelect={() => setActiveId(item.id)}
              />
            )
          )
        }}
      </VirtualRows>
    </section>
  )
}

function keyAction(
  event: KeyboardEvent,
  items: readonly CartItem[],
  index: number,
): (() => void) | null {
  const item = items[index]
  if (!item) return null
  if (event.key === 'Enter') return () => go({ screen: 'dandiset', ref: item.ref })
  if (event.key === 'Delete' || event.key === 'Backspace')
    return () => void removeFromCart(item.id, nameOf(item))
  if (event.altKey && event.key === 'ArrowUp') return () => moveItem(items, index, -1)
  if (event.altKey && event.key === 'ArrowDown') return () => moveItem(items, index, 1)
  return null
}
