import type { CartItem } from '../../../main/model/cart.ts'
import { order } from '../../store/queries.ts'

export const nameOf = ({ ref }: CartItem) => `${ref.dandisetId}/${ref.version}`

/** One place up or down. */
export function moveItem(items: readonly CartItem[], index: number, by: -1 | 1): void {
  const item = items[index]
  const before = by < 0 ? items[index - 1] : items[index + 2]
  if (!item || (by < 0 && !before)) return
  void order('cart.move', { id: item.id, before: before?.id ?? null })
}
