import type { Database } from 'better-sqlite3'
import type { Cart, CartItem } from '../model/cart.ts'
import type { Pin } from '../model/cart-changes.ts'
import { type Filter, noFilter } from '../model/selection.ts'

interface Row {
  readonly id: string
  readonly ref: string
  readonly title: string
  readonly selection: string
  readonly pinned: number
}

type PinRow = Omit<Pin, 'digests'> & { readonly digests: string }

/** The one cart. Changes are made within a transaction of the caller's. */
export function createCart(db: Database) {
  const items = db.prepare<[], Row>(
    'SELECT id, ref, title, selection, pinned FROM cart_items ORDER BY position',
  )
  const count = db.prepare<[], { items: number }>('SELECT count(*) AS items FROM cart_items')
  const rules = db.prepare<[], { filter: string; limit_bytes: number | null }>(
    'SELECT filter, limit_bytes FROM cart_rules',
  )
  const putRules = db.prepare<[string, number | null]>(
    'INSERT OR REPLACE INTO cart_rules VALUES (1, ?, ?)',
  )
  const putItem = db.prepare<[string, number, string, string, string, number]>(`
    INSERT INTO cart_items VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      position = excluded.position, ref = excluded.ref, title = excluded.title,
      selection = excluded.selection, pinned = excluded.pinned`)
  const removeItem = db.prepare<[string]>('DELETE FROM cart_items WHERE id = ?')
  const putPin = db.prepare<[string, string, number, string]>(
    'INSERT OR REPLACE INTO cart_pins VALUES (?, ?, ?, ?)',
  )
  const clearPins = db.prepare<[string]>('DELETE FROM cart_pins WHERE item_id = ?')
  const pins = db.prepare<[string], PinRow>(
    'SELECT path, size_bytes AS sizeBytes, digests FROM cart_pins WHERE item_id = ? ORDER BY path',
  )

  function read(): Cart {
    const row = rules.get()
    return {
      items: items.all().map(fromRow),
      filter: row ? { ...noFilter, ...(JSON.parse(row.filter) as Filter) } : noFilter,
      limitBytes: row?.limit_bytes ?? null,
    }
  }

  return {
    read,
    count: (): number => count.get()?.items ?? 0,
    pins: (itemId: string): readonly Pin[] =>
      pins.all(itemId).map((row) => ({ ...row, digests: row.digests.split(' ').filter(Boolean) })),
    setPins(itemId: string, all: Iterable<Pin>): void {
      clearPins.run(itemId)
      for (const { path, sizeBytes, digests } of all)
        putPin.run(itemId, path, sizeBytes, digests.join(' '))
    },
    /** Items that are no longer in the cart go with their pins. */
    write(cart: Cart): void {
      const kept = new Set(cart.items.map((item) => item.id))
      for (const { id } of items.all()) if (!kept.has(id)) removeItem.run(id)
      cart.items.forEach((item, position) => {
        const { id, ref, title, selection, pinned } = item
        const texts = [JSON.stringify(ref), title, JSON.stringify(selection)] as const
        putItem.run(id, position, ...texts, Number(pinned))
      })
      putRules.run(JSON.stringify(cart.filter), cart.limitBytes)
    },
  }
}

function fromRow(row: Row): CartItem {
  return {
    id: row.id,
    ref: JSON.parse(row.ref) as CartItem['ref'],
    title: row.title,
    selection: JSON.parse(row.selection) as CartItem['selection'],
    pinned: row.pinned === 1,
  }
}
