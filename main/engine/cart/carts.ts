/** The cart as a person changes it: every change is kept at once, the last removal can be taken back. */
import { randomUUID } from 'node:crypto'
import type { Cart, CartAddition, CartItem, CartView } from '../../model/cart.ts'
import type { Pin } from '../../model/cart-changes.ts'
import { withItem } from '../../model/cart-merge.ts'
import type { ArchiveRef } from '../../model/entry.ts'
import { Failure } from '../../model/failure.ts'
import { selectionOfPick } from '../../model/picked.ts'
import { everything, type Filter, type Selection, tickMany } from '../../model/selection.ts'
import type { Context } from '../context.ts'
import type { OrderProblems } from '../plans.ts'
import type { Versions } from '../versions.ts'

export type Carts = ReturnType<typeof createCarts>

interface Removed {
  readonly cart: Cart
  readonly pins: ReadonlyMap<string, readonly Pin[]>
}

export function createCarts({ context, versions }: { context: Context; versions: Versions }) {
  const { store, publisher, signal } = context
  let removed: Removed | null = null

  const read = () => store.cart.read()
  const view = (): CartView => ({ ...read(), canUndo: removed !== null })

  function write(cart: Cart, pins: ReadonlyMap<string, readonly Pin[]> = new Map()): CartView {
    store.transact(() => {
      store.cart.write(cart)
      for (const [id, all] of pins) store.cart.setPins(id, all)
    })
    publisher.publish({ kind: 'cart.changed', items: cart.items.length })
    return view()
  }

  /** Before something is put in or taken out; the next thing a person does may take it back. */
  function remember(): void {
    const cart = read()
    const pinned = cart.items.filter((item) => item.pinned)
    removed = { cart, pins: new Map(pinned.map(({ id }) => [id, store.cart.pins(id)])) }
  }

  function known(id: string): CartItem {
    const item = read().items.find((each) => each.id === id)
    if (!item) throw new Failure('request.invalid', 'give-up', { item: id })
    return item
  }

  /** A whole dandiset in a known version, with the pick as part of the selection. */
  async function itemOf({ ref, selection }: CartAddition): Promise<CartItem> {
    const needsListing = ['asset', 'blob', 'zarr'].includes(ref.pick.kind)
    if (needsListing) return itemOfOne(ref)
    if (ref.dandisetId !== null && ref.version !== null)
      return pinnedTo(ref, { selection: narrowed(selection, ref), title: '' })
    const { dandisetId, version, title } = await versions.resolve(ref, 'auto', signal)
    return pinnedTo({ ...ref, dandisetId, version }, { selection: narrowed(selection, ref), title })
  }

  /** What is known by its id alone becomes a path that is ticked. */
  async function itemOfOne(ref: ArchiveRef): Promise<CartItem> {
    const { snapshotId } = await versions.open(ref, 'auto', signal)
    const { snapshot } = await versions.complete(snapshotId, signal)
    const { dandisetId, version, title } = snapshot
    if (dandisetId === '') throw new Failure('input.cart', 'ask-user', { reason: 'no-dandiset' })
    const paths = store.entries.pageAfter(snapshotId, '', 1000).map((entry) => entry.path)
    const ticks = paths.map((path) => ({ path, on: true }))
    const selection: Selection = { ...everything, base: 'none', ticks }
    return pinnedTo({ ...ref, dandisetId, version }, { selection, title })
  }

  async function add(additions: readonly CartAddition[]): Promise<CartView> {
    const fresh: CartItem[] = []
    for (const addition of additions) fresh.push(await itemOf(addition))
    remember()
    const cart = read()
    return write({ ...cart, items: fresh.reduce(withItem, cart.items) })
  }

  function replaceItem(id: string, change: Partial<CartItem>): CartView {
    known(id)
    const cart = read()
    const items = cart.items.map((item) => (item.id === id ? { ...item, ...change } : item))
    return write({ ...cart, items })
  }

  return {
    read,
    view,
    write,
    remember,
    add,
    change({ id, selection, version }: CartChangeInput): CartView {
      const { ref } = known(id)
      return replaceItem(id, {
        ...(selection && { selection, pinned: false }),
        ...(version !== undefined && { ref: { ...ref, version }, pinned: false }),
      })
    },
    move(id: string, before: string | null): CartView {
      const item = known(id)
      const cart = read()
      const others = cart.items.filter((each) => each.id !== id)
      const at = others.findIndex((each) => each.id === before)
      const items = others.toSpliced(at < 0 ? others.length : at, 0, item)
      return write({ ...cart, items })
    },
    remove(id: string): CartView {
      known(id)
      remember()
      const cart = read()
      return write({ ...cart, items: cart.items.filter((item) => item.id !== id) })
    },
    /** What was ordered of a dandiset's version without some of its files. */
    leaveOut(left: readonly OrderProblems[]): CartView {
      remember()
      const cart = read()
      const items = cart.items.map((item) => {
        const paths = left.filter(({ ref }) => isSameRef(ref, item.ref)).flatMap((it) => it.paths)
        return { ...item, selection: tickMany(item.selection, paths, false) }
      })
      return write({ ...cart, items })
    },
    clear(): CartView {
      remember()
      return write({ ...read(), items: [] })
    },
    undo(): CartView {
      if (!removed) return view()
      const { cart, pins } = removed
      removed = null
      return write(cart, pins)
    },
    rules({ filter, limitBytes }: CartRulesInput): CartView {
      const cart = read()
      return write({
        ...cart,
        ...(filter && { filter }),
        ...(limitBytes !== undefined && { limitBytes }),
      })
    },
  }
}

function isSameRef(a: ArchiveRef, b: ArchiveRef): boolean {
  return a.instance === b.instance && a.dandisetId === b.dandisetId && a.version === b.version
}

interface CartChangeInput {
  readonly id: string
  readonly selection?: Selection | undefined
  readonly version?: string | undefined
}

interface CartRulesInput {
  readonly filter?: Filter | undefined
  readonly limitBytes?: number | null | undefined
}

/** An opening selection that the window made from the pick already is left as it is. */
function narrowed(selection: Selection, ref: ArchiveRef): Selection {
  const isOpen = JSON.stringify(selection) === JSON.stringify(everything)
  return isOpen ? selectionOfPick(ref.pick) : selection
}

function pinnedTo(
  { instance, dandisetId, version }: ArchiveRef,
  { selection, title }: Pick<CartItem, 'selection' | 'title'>,
): CartItem {
  const ref: ArchiveRef = { instance, dandisetId, version, pick: { kind: 'dandiset' } }
  return { id: randomUUID(), ref, title, selection, pinned: false }
}
